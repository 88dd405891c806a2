"""Other systems hand in needs over REST and follow their own; every refusal has one shape."""

import base64

import pytest

from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from requests_flow.models import KeyedNeed, Need, ReporterContact, Service
from requests_flow.models.key import Scope
from requests_flow.words import Channel, State
from tests.factories import BuildingFactory, ParkFactory
from tests.requests_flow.api.conftest import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CONTACT = {"consent": True, "name": "秦女士", "phone": "15400001201", "email": "qin@firm.example.com"}


# --- handing in ------------------------------------------------------------------------------------------
def test_a_need_is_handed_in_and_followed_by_its_key(call, park, building):
    made = call("/needs", {"text": TEXT, "park": park.code, "building": building.code, "number": "WX-1"})
    assert made.status_code == 201
    need = Need.objects.get()
    said = made.json()
    assert (said["reference"], said["pin"], said["stage"]) == (need.reference, need.pin, "submitted")
    assert said["tracking_url"].endswith(need.get_tracking_url())
    assert (need.channel, need.park, need.building, need.outside_number) == (Channel.API, park, building, "WX-1")
    followed = call(made["Location"].removeprefix("/api/v1"))
    assert followed.status_code == 200
    assert followed.json()["promised"]["next"]
    assert "pin" not in followed.json()
    assert "no-store" in followed["Cache-Control"]


def test_the_trail_names_the_key(call):
    call("/needs", {"text": TEXT})
    entry = Entry.objects.get(verb="requests_flow.need.submit")
    assert (entry.actor_kind, entry.actor_ref) == ("key", f"key:{KeyedNeed.objects.get().key_id}")


def test_a_contact_is_kept_with_the_key_that_passed_it_on(call):
    call("/needs", {"text": TEXT, "contact": CONTACT})
    contact = ReporterContact.objects.get()
    assert (contact.phone, contact.email) == ("+8615400001201", "qin@firm.example.com")
    assert contact.consent_version.startswith("key:")


@pytest.mark.parametrize(
    "contact", [{"phone": "15400001201"}, CONTACT | {"consent": False}, CONTACT | {"phone": "123"}]
)
def test_a_contact_without_consent_or_with_a_wrong_number_is_refused(call, contact):
    answer = call("/needs", {"text": TEXT, "contact": contact})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("contact.")
    assert not Need.objects.exists()


def test_a_firm_is_known_by_its_name_or_code_and_else_kept_as_written(call, enterprise):
    call("/needs", {"text": TEXT, "enterprise": enterprise.uscc})
    call("/needs", {"text": TEXT, "enterprise": "某某公司"})
    call("/needs", {"text": TEXT, "enterprise": enterprise.name, "is_personal": True})
    known, written, personal = Need.objects.order_by("pk")
    assert (known.enterprise, known.enterprise_name) == (enterprise, enterprise.name)
    assert (written.enterprise, written.enterprise_name) == (None, "某某公司")
    assert personal.enterprise is None


@pytest.mark.parametrize("text", ["😡😡😡", "\x00停电", "电" * 5000])
def test_odd_words_are_words(call, text):
    assert call("/needs", {"text": text}).status_code == 201


def test_a_key_for_some_parks_knows_no_other(call, a_key, park, building):
    elsewhere = BuildingFactory(park=ParkFactory())
    _key, secret = a_key(Scope.WRITE, Scope.READ, parks=[park])
    assert [one["code"] for one in call("/parks", secret=secret).json()] == [park.code]
    for place in ({"park": elsewhere.park.code}, {"building": elsewhere.code}, {"park": "P99"}):
        refused = call("/needs", {"text": TEXT} | place, secret=secret)
        assert (refused.status_code, refused.json()["type"]) == (404, "urn:parkdesk:problem:unknown-place")
    call("/needs", {"text": TEXT}, secret=secret)
    assert Need.objects.get().park == park


def test_a_building_of_another_park_is_refused(call, park, building):
    assert call("/needs", {"text": TEXT, "park": ParkFactory().code, "building": building.code}).status_code == 404


# --- once ------------------------------------------------------------------------------------------------
def test_the_same_call_twice_is_one_need_and_one_answer(call):
    first = call("/needs", {"text": TEXT}, Idempotency_Key="k1")
    second = call("/needs", {"text": TEXT}, Idempotency_Key="k1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Need.objects.count() == 1


def test_the_same_idempotency_key_with_other_words_is_refused(call):
    call("/needs", {"text": TEXT}, Idempotency_Key="k1")
    refused = call("/needs", {"text": "停水"}, Idempotency_Key="k1")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:parkdesk:problem:key-used")
    assert Need.objects.count() == 1


def test_idempotency_keys_of_two_systems_have_nothing_to_do_with_one_another(call, a_key):
    first = call("/needs", {"text": TEXT}, Idempotency_Key="k1").json()
    second = call("/needs", {"text": "停水"}, secret=a_key()[1], Idempotency_Key="k1")
    assert second.status_code == 201
    assert second.json()["reference"] != first["reference"]


def test_a_refused_call_does_not_use_up_its_idempotency_key(call, park):
    assert call("/needs", {"text": TEXT, "park": "P99"}, Idempotency_Key="k1").status_code == 404
    assert call("/needs", {"text": TEXT, "park": park.code}, Idempotency_Key="k1").status_code == 201


# --- whose it is -----------------------------------------------------------------------------------------
def test_the_need_of_one_key_does_not_exist_for_another(call, a_key, a_need):
    mine = call("/needs", {"text": TEXT}).json()["reference"]
    assert call(f"/needs/{mine}").status_code == 200
    for reference, secret in ((mine, a_key()[1]), (a_need().reference, a_key()[1])):
        assert call(f"/needs/{reference}", secret=secret).status_code == 404
    assert call(f"/needs/{a_need().reference}").status_code == 404


def test_nothing_that_somebody_wrote_is_given_back(call):
    said = {"text": TEXT, "title": "私事", "contact": CONTACT, "is_personal": True, "enterprise": "某某公司"}
    made = call("/needs", said)
    for answer in (made, call(f"/needs/{made.json()['reference']}")):
        page = answer.content.decode()
        assert not [word for word in (TEXT, "私事", "秦女士", "15400001201", "qin@", "某某公司") if word in page]


def test_a_finished_need_promises_nothing_more(call, clerk):
    reference = call("/needs", {"text": TEXT}).json()["reference"]
    advance(Need.objects.get(), "invalidate", by=clerk)
    said = call(f"/needs/{reference}").json()
    assert (said["stage"], said["is_open"], said["promised"]["next"]) == (State.INVALID, False, None)


@pytest.mark.parametrize("path", ["/needs/N-2026-000001-6", "/services", "/parks"])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer pdk_wrong", "Basic !!!", "Digest x"])
def test_without_a_key_nothing_opens(client, path, header):
    answer = client.get(f"/api/v1{path}", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_is_no_key(client, manager):
    client.force_login(manager)
    assert client.get("/api/v1/parks").status_code == 401
    assert client.post("/api/v1/needs", {"text": TEXT}, content_type="application/json").status_code == 401


def test_a_key_opens_by_basic_authentication_too(client, a_key):
    said = base64.b64encode(f"key:{a_key()[1]}".encode()).decode()
    assert client.get("/api/v1/parks", headers={"Authorization": f"Basic {said}"}).status_code == 200


@pytest.mark.parametrize(
    ("scope", "path", "said", "status"),
    [
        (Scope.READ, "/needs", {"text": TEXT}, 403),
        (Scope.OPEN311, "/needs", {"text": TEXT}, 403),
        (Scope.WRITE, "/needs/N-2026-000001-6", None, 403),
        (Scope.OPEN311, "/needs/N-2026-000001-6", None, 403),
        (Scope.WRITE, "/services", None, 200),
        (Scope.READ, "/parks", None, 200),
    ],
)
def test_a_key_opens_what_it_was_made_for(call, a_key, scope, path, said, status):
    assert call(path, said, secret=a_key(scope)[1]).status_code == status


# --- devices ---------------------------------------------------------------------------------------------
def test_devices_are_refused_until_somebody_switches_them_on(call, a_key, settings):
    _key, secret = a_key(Scope.DEVICE)
    refused = call("/needs", {"text": "水浸探测器报警"}, secret=secret)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:parkdesk:problem:devices-off")
    assert not Need.objects.exists()
    settings.DEVICE_INTAKE = True
    assert call("/needs", {"text": "水浸探测器报警"}, secret=secret).status_code == 201
    assert Need.objects.get().channel == Channel.DEVICE
    assert Entry.objects.get(verb="requests_flow.need.submit").actor_kind == "device"


# --- what cannot be read ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"text": 1}', "application/json", 422),
        (b'{"text": " "}', "application/json", 422),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b'{"text": "x", "state": "closed"}', "application/json", 422),
        (b"text=x", "application/x-www-form-urlencoded", 415),
        (b'"' + b"x" * 1024 * 1024 + b'"', "application/json", 413),
    ],
)
def test_what_does_not_fit_is_said_plainly_and_nothing_is_stored(call, body, kind, status):
    answer = call("/needs", body, **{"Content-Type": kind})
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}
    assert not Need.objects.exists()


def test_a_hundred_thousand_characters_are_refused_and_nothing_is_cut_off(call):
    answer = call("/needs", {"text": "电" * 100_000})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "text"
    assert "5000" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "此密钥"), ("en", "This key")])
def test_refusals_speak_the_language_of_the_caller(call, a_key, language, word):
    answer = call("/needs", {"text": TEXT}, secret=a_key(Scope.READ)[1], Accept_Language=language)
    assert word in answer.json()["detail"]
    assert "Accept-Language" in answer["Vary"]


def test_a_key_that_calls_too_often_is_told_when_to_come_again(call, a_key):
    _key, secret = a_key(per_hour=2)
    answers = [call("/parks", secret=secret, X_Forwarded_For=f"203.0.113.{number}") for number in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600


def test_a_forged_forwarding_header_gives_nobody_more_guesses(client, db):
    codes = []
    for number in range(121):
        headers = {"Authorization": f"Bearer pdk_{number}", "X-Forwarded-For": f"203.0.113.{number}"}
        codes.append(client.get("/api/v1/parks", headers=headers).status_code)
    assert codes == [401] * 120 + [429]


# --- what is described -----------------------------------------------------------------------------------
def test_the_description_names_every_refusal(client):
    described = client.get("/api/v1/openapi.json").json()
    post = described["paths"]["/api/v1/needs"]["post"]["responses"]
    assert set(post) == {"200", "201", "400", "401", "403", "404", "409", "413", "415", "422", "429"}
    assert "Retry-After" in post["429"]["headers"]
    assert "application/problem+json" in post["422"]["content"]


def test_the_catalogue_speaks_both_languages(call, db):
    Service.objects.create(code="TAX-01", slug="tax", name_zh="税务", name_en="Tax filing", category="TAX")
    chinese = call("/services", Accept_Language="zh-CN").json()
    english = call("/services", Accept_Language="en").json()
    assert (chinese[0]["name"], english[0]["name"]) == ("税务", "Tax filing")


def test_lists_need_as_many_queries_for_many_as_for_one(call, django_assert_max_num_queries):
    for _number in range(10):
        BuildingFactory()
    with django_assert_max_num_queries(9):
        assert len(call("/parks").json()) == 10
