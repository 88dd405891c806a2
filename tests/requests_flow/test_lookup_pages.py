"""Number and PIN: a masked page, and a lock for those who guess."""

import pytest
from django.test import Client
from django.urls import reverse

from requests_flow import lookup
from requests_flow.reference import make
from requests_flow.words import State
from tests.requests_flow.conftest import TEXT

pytestmark = pytest.mark.django_db
UNKNOWN = make(2026, 999_999)


@pytest.fixture
def url(morning) -> str:
    return reverse("requests_flow:lookup")


@pytest.fixture
def need(a_need, morning):
    return a_need(
        State.IN_PROGRESS, name="乔晨遥", phone="+8615400011201", email="lin@example.com", consent_version="1"
    )


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10000:04d}"


def asked(client, url, reference, pin):
    return client.post(url, {"reference": reference, "pin": pin})


def test_number_and_pin_show_state_date_unit_and_landline(client, url, need):
    page = asked(client, url, need.reference, need.pin).content.decode()
    for shown in (need.reference, str(need.get_state_display()), "恒光启园区运营", "程经理", "promise-date"):
        assert shown in page


def test_the_masked_page_gives_away_nothing_else(client, url, need, clerk, operator_person):
    page = asked(client, url, need.reference, need.pin).content.decode()
    hidden = [TEXT, need.title, need.token, need.pin, need.place_name, "乔晨遥", "15400011201", "lin@", clerk.name]
    for secret in (*hidden, operator_person.name):
        assert secret not in page


@pytest.mark.parametrize(
    "typed", [str.lower, lambda ref: ref.replace("-", ""), lambda ref: f" {ref} ".replace("-", " ")]
)
def test_a_number_is_understood_in_any_spelling(client, url, need, typed):
    assert need.reference in asked(client, url, typed(need.reference), f" {need.pin} ").content.decode()


def test_a_slip_in_the_number_is_named_without_saying_what_exists(client, url, need):
    page = asked(client, url, "N-2026-000123-0", need.pin).content.decode()
    assert "#id_reference" in page


def test_an_unknown_number_answers_like_a_wrong_pin(client, url, need):
    answers = []
    for reference in (UNKNOWN, need.reference):
        visitor = Client()
        page = asked(visitor, url, reference, wrong(need.pin)).content.decode()
        answers.append(page[page.index('<section class="errors"') : page.index("</section>")])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("is_known", [True, False])
def test_five_misses_lock_a_number_for_an_hour(client, url, need, morning, is_known):
    reference = need.reference if is_known else UNKNOWN
    for _ in range(lookup.MISSES):
        assert asked(Client(), url, reference, wrong(need.pin)).status_code == 200
    locked = asked(Client(), url, reference, need.pin)
    assert locked.status_code == 429
    assert locked["Retry-After"]
    morning("2026-11-24 10:31")
    assert asked(client, url, reference, need.pin).status_code == 200


def test_a_fitting_pin_forgives_the_misses_before_it(client, url, need):
    for _ in range(3):
        for _ in range(lookup.MISSES - 1):
            asked(client, url, need.reference, wrong(need.pin))
        assert need.reference in asked(client, url, need.reference, need.pin).content.decode()


def test_a_device_that_tries_many_numbers_is_stopped(client, url, need):
    client.get(url)
    answers = [asked(client, url, make(2026, number), "0000").status_code for number in range(500, 540)]
    assert answers[-1] == 429
    assert asked(Client(), url, need.reference, need.pin).status_code == 200


def test_an_empty_form_says_what_is_missing(client, url):
    page = asked(client, url, "", "12").content.decode()
    assert "#id_reference" in page
    assert "#id_pin" in page
