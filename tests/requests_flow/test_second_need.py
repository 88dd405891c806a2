"""The second need from the same phone: place, firm and contact are known, and nobody else's phone knows them."""

import pytest
from django.test import Client
from django.urls import reverse

from requests_flow import remembering
from requests_flow.models import Need, ReporterContact
from tests.requests_flow.conftest import TEXT

pytestmark = pytest.mark.django_db
SAID = {"text": TEXT, "enterprise_name": "辰擎", "room": "1205", "phone": "15400011201", "consent": "on"}
OFFER = 'name="as_before"'


@pytest.fixture
def form_url(place_code, morning) -> str:
    return f"{reverse('requests_flow:new')}?place={place_code.code}"


def shown(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_next_form_of_a_phone_knows_firm_room_and_that_there_is_a_contact(client, form_url):
    client.post(form_url, SAID)
    page = shown(client, form_url)
    assert 'value="辰擎"' in page
    assert 'value="1205"' in page
    assert OFFER in page
    assert "154****1201" in page
    assert "15400011201" not in page


def test_a_tick_takes_contact_and_consent_along(client, form_url):
    client.post(form_url, SAID)
    client.post(form_url, {"text": "西侧客梯也停了", "as_before": "on"})
    first, second = ReporterContact.objects.order_by("pk")
    assert (second.phone, second.consent_version) == (first.phone, first.consent_version)
    assert second.need.text == "西侧客梯也停了"


def test_without_the_tick_no_contact_is_taken_along(client, form_url):
    client.post(form_url, SAID)
    assert client.post(form_url, {"text": "西侧客梯也停了"}).status_code == 303
    assert ReporterContact.objects.count() == 1


def test_a_place_chosen_from_the_list_is_chosen_again(client, building, morning):
    url = reverse("requests_flow:new")
    client.post(url, {**SAID, "where": f"b:{building.code}"})
    assert f'<option value="b:{building.code}" selected>' in shown(client, url)


def test_a_contact_that_was_erased_or_agreed_to_under_another_notice_is_not_offered(client, form_url):
    client.post(form_url, SAID)
    ReporterContact.objects.update(consent_version="2020-01")
    assert OFFER not in shown(client, form_url)
    ReporterContact.objects.all().delete()
    assert OFFER not in shown(client, form_url)
    client.post(form_url, {"text": "西侧客梯也停了", "as_before": "on"})
    assert Need.objects.count() == 2
    assert not ReporterContact.objects.exists()


@pytest.mark.parametrize("kind", [{"is_protected": "on"}, {"for_whom": "personal"}])
def test_a_personal_or_protected_need_leaves_nothing_on_the_phone(client, form_url, kind):
    client.post(form_url, SAID)
    client.post(form_url, {**SAID, "text": "拖欠三个月工资", **kind})
    page = shown(client, form_url)
    assert OFFER not in page
    assert 'value="辰擎"' not in page


def test_another_phone_and_a_forged_cookie_know_nothing(client, form_url):
    client.post(form_url, SAID)
    stranger = Client()
    assert 'value="辰擎"' not in shown(stranger, form_url)
    stranger.cookies[remembering.COOKIE] = client.cookies[remembering.COOKIE].value[:-2] + "xx"
    assert 'value="辰擎"' not in shown(stranger, form_url)
    stranger.post(form_url, {"text": "西侧客梯也停了", "as_before": "on"})
    assert ReporterContact.objects.count() == 1


def test_whoever_is_handed_the_phone_empties_the_form(client, form_url):
    client.post(form_url, SAID)
    assert client.post(form_url, {"forget": "1"})["Location"] == form_url
    page = shown(client, form_url)
    assert 'value="辰擎"' not in page
    assert OFFER not in page
    assert Need.objects.count() == 1


def test_no_number_stands_in_the_cookie(client, form_url):
    client.post(form_url, SAID)
    assert "15400011201" not in str(remembering.signing.loads(
        client.cookies[remembering.COOKIE].value, salt=remembering.SALT
    ))  # fmt: skip


def test_somebody_signed_in_is_not_filled_in_by_the_phone(client, form_url, enterprise_person):
    client.post(form_url, SAID)
    client.force_login(enterprise_person)
    assert OFFER not in shown(client, form_url)
