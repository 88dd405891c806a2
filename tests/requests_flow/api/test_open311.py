"""Open311 GeoReport v2: categories, requests and their state, in JSON and XML, for the key that handed them in."""

import json
from xml.etree import ElementTree

import pytest

from requests_flow.models import KeyedNeed, Need, ReporterContact
from requests_flow.models.key import Scope
from requests_flow.words import Channel, State
from tests.factories import ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
V2 = "/open311/v2"
TEXT = "3号楼东侧客梯又停了，我的电话15400001201"


@pytest.fixture
def secret(a_key):
    return a_key(Scope.OPEN311)[1]


@pytest.fixture
def post(client, secret):
    """`post(description="…", form="xml")`: the answer."""

    def go(form="json", headers=None, **said):
        said = {"api_key": secret, "service_code": "PRO", "description": TEXT, "address_string": "3号楼"} | said
        return client.post(f"{V2}/requests.{form}", {k: v for k, v in said.items() if v is not None}, headers=headers)

    return go


def number_of(answer) -> str:
    return answer.json()[0]["service_request_id"]


# --- what can be asked for -------------------------------------------------------------------------------
def test_the_services_are_the_fourteen_categories(client):
    services = client.get(f"{V2}/services.json").json()
    assert len(services) == 14
    assert {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"} == set(services[0])
    root = ElementTree.fromstring(client.get(f"{V2}/services.xml").content)
    assert (root.tag, [one.tag for one in root][:1], len(root)) == ("services", ["service"], 14)
    assert root.find("service/metadata").text == "false"


def test_a_service_is_defined_and_an_unknown_one_is_not(client):
    assert client.get(f"{V2}/services/PRO.json").json() == {"service_code": "PRO", "attributes": []}
    assert ElementTree.fromstring(client.get(f"{V2}/services/PRO.xml").content).tag == "service_definition"
    assert client.get(f"{V2}/services/NIX.json").status_code == 404


def test_discovery_leads_to_the_interface_in_both_forms(client):
    endpoint = client.get("/open311/discovery.json").json()["endpoints"][0]
    assert endpoint["url"].endswith("/open311/v2")
    root = ElementTree.fromstring(client.get("/open311/discovery.xml").content)
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == ["application/json", "text/xml"]


def test_names_come_in_the_language_of_the_caller(client):
    english = client.get(f"{V2}/services.json", headers={"Accept-Language": "en"}).json()
    assert "Property and facilities" in {one["service_name"] for one in english}


# --- posting ---------------------------------------------------------------------------------------------
def test_a_request_becomes_a_need_and_is_followed(client, post, secret, park, building):
    posted = post(address_string=f"{park.name} {building.name} 大堂", lat="30.27", long="119.99", account_id="A7")
    assert posted.status_code == 201
    need = Need.objects.get()
    assert (need.channel, need.park, need.building) == (Channel.API, park, building)
    assert KeyedNeed.objects.get().called == "PRO"
    assert {"30.27, 119.99", "A7", "大堂"} <= {word for word in ("30.27, 119.99", "A7", "大堂") if word in need.text}
    (said,) = client.get(f"{V2}/requests/{need.reference}.json?api_key={secret}").json()
    assert (said["status"], said["service_code"], said["service_request_id"]) == ("open", "PRO", need.reference)
    assert said["expected_datetime"]
    assert "lat" not in said


def test_the_answer_in_xml(client, post, secret):
    root = ElementTree.fromstring(post("xml").content)
    number = root.find("request/service_request_id").text
    assert Need.objects.get().reference == number
    listed = ElementTree.fromstring(client.get(f"{V2}/requests.xml?api_key={secret}").content)
    assert listed.find("request/status").text == "open"


def test_a_place_by_its_id(post, park, building):
    post(address_id=building.code, address_string=None)
    assert Need.objects.get().building == building
    assert post(address_id="NIX", address_string=None).status_code == 400


def test_a_contact_is_kept_and_never_given_back(client, post, secret):
    post(email="qin@firm.example.com", phone="154 0000 1201", first_name="清溪", last_name="秦")
    contact = ReporterContact.objects.get()
    assert (contact.name, contact.phone, contact.email) == ("秦清溪", "+8615400001201", "qin@firm.example.com")
    page = client.get(f"{V2}/requests.json?api_key={secret}").content.decode()
    assert not [word for word in ("qin@", "15400001201", "秦清溪") if word in page]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"service_code": None}, 400),
        ({"service_code": "NIX"}, 404),
        ({"address_string": None}, 400),
        ({"address_string": None, "lat": "30"}, 400),
        ({"address_string": None, "lat": "200", "long": "1"}, 400),
        ({"phone": "123"}, 400),
        ({"description": "电" * 4001}, 400),
        ({"description": "a\x00b"}, 400),
        ({"api_key": None}, 403),
        ({"api_key": "pdk_wrong"}, 403),
        ({"jurisdiction_id": "elsewhere.example.com"}, 404),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_errors_have_the_shape_of_the_specification(post, form, wrong, status):
    answer = post(form, **wrong)
    assert answer.status_code == status
    if form == "json":
        assert set(answer.json()[0]) == {"code", "description"}
        assert answer.json()[0]["code"] == status
    else:
        assert ElementTree.fromstring(answer.content).find("error/code").text == str(status)
    assert not Need.objects.exists()


def test_emoji_alone_and_no_words_at_all_are_taken(post):
    assert post(description="😡😡").status_code == post(description="").status_code == 201


def test_an_idempotency_key_works_here_too(post):
    first, second = (post(headers={"Idempotency-Key": "k1"}) for _call in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert number_of(first) == number_of(second)
    assert post(headers={"Idempotency-Key": "k1"}, description="停水").status_code == 409
    assert Need.objects.count() == 1


# --- who reads what --------------------------------------------------------------------------------------
def test_without_a_key_nothing_of_anybody_is_read(client, post, a_need):
    number = number_of(post())
    a_need()
    assert client.get(f"{V2}/requests.json").json() == []
    assert client.get(f"{V2}/requests.json?service_request_id={number}").json() == []
    assert client.get(f"{V2}/requests/{number}.json").status_code == 404
    assert client.get(f"{V2}/tokens/{number}.json").status_code == 404


def test_the_request_of_one_key_does_not_exist_for_another(client, post, a_key, a_need):
    number, other = number_of(post()), a_key(Scope.OPEN311)[1]
    for one in (number, a_need().reference):
        assert client.get(f"{V2}/requests/{one}.json?api_key={other}").status_code == 404
        assert client.get(f"{V2}/requests.json?api_key={other}&service_request_id={one}").json() == []


def test_a_key_of_another_scope_opens_nothing_here(client, a_key):
    secret = a_key(Scope.WRITE, Scope.READ)[1]
    assert client.get(f"{V2}/requests.json?api_key={secret}").status_code == 403


def test_numbers_in_the_words_are_masked(client, post, secret):
    post()
    page = client.get(f"{V2}/requests.json?api_key={secret}").json()[0]["description"]
    assert "154****1201" in page
    assert "15400001201" not in page


@pytest.mark.parametrize("mark", ["is_protected", "is_personal"])
def test_what_is_protected_or_personal_says_how_it_stands_and_no_more(client, post, secret, park, mark):
    number = number_of(post(address_string=park.name))
    Need.objects.update(**{mark: True})
    (said,) = client.get(f"{V2}/requests/{number}.json?api_key={secret}").json()
    assert (said["description"], said["address"], said["address_id"]) == ("", "", "")
    assert said["status"] == "open"


def test_a_key_for_one_park_does_not_place_a_need_in_another(client, a_key, park, post):
    _key, bound = a_key(Scope.OPEN311, parks=[park])
    post(api_key=bound, address_string=ParkFactory().name)
    assert Need.objects.get().park is None


# --- filters ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 2),
        ("service_code=PRO", 1),
        ("service_code=PRO,TAX", 2),
        ("status=open", 1),
        ("status=closed", 1),
        ("status=open,closed", 2),
        ("start_date=2026-11-24T00:00:00Z", 2),
        ("start_date=2026-11-25", 0),
        ("end_date=2026-11-23T00:00:00%2B08:00", 0),
        ("start_date=2026-11-01T00:00:00Z&end_date=2026-11-30T00:00:00Z", 2),
    ],
)
def test_requests_are_filtered_as_the_specification_says(client, post, secret, asked, found):
    post()
    post(service_code="TAX")
    Need.objects.filter(keyed__called="TAX").update(state=State.INVALID, closed_at="2026-11-24T02:00:00Z")
    assert len(client.get(f"{V2}/requests.json?api_key={secret}&{asked}").json()) == found


def test_ids_overrule_all_other_filters(client, post, secret):
    one, two, _three = number_of(post()), number_of(post()), post()
    asked = f"service_request_id={one},{two}&status=closed"
    assert len(client.get(f"{V2}/requests.json?api_key={secret}&{asked}").json()) == 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("start_date=2026-01-01&end_date=2026-11-01", 400),
        ("start_date=2026-11-02&end_date=2026-11-01", 400),
        ("start_date=yesterday", 400),
        ("start_date=0001-01-01", 400),
        ("end_date=9999-12-31T23:59:59Z", 400),
        ("status=maybe", 400),
        ("service_code=NIX", 404),
    ],
)
def test_a_filter_that_cannot_be_is_refused(client, secret, asked, status):
    assert client.get(f"{V2}/requests.json?api_key={secret}&{asked}").status_code == status


def test_a_token_leads_to_its_number(client, post, secret):
    number = number_of(post())
    assert client.get(f"{V2}/tokens/{number}.json?api_key={secret}").json() == [
        {"service_request_id": number, "token": number}
    ]


def test_signs_that_xml_cannot_write_are_left_out(client, post, secret):
    post(description="停电\x0b了\ufffe")
    assert ElementTree.fromstring(client.get(f"{V2}/requests.xml?api_key={secret}").content) is not None


def test_the_list_needs_as_many_queries_for_many_as_for_one(client, post, secret, django_assert_max_num_queries):
    for number in range(6):
        post(headers={"Idempotency-Key": f"k{number}"})
    with django_assert_max_num_queries(8):
        assert len(json.loads(client.get(f"{V2}/requests.json?api_key={secret}").content)) == 6
