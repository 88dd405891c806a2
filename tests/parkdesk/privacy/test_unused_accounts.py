"""Accounts that nobody uses: told beforehand, closed once, and kept where something hangs on them (domain.md 11)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command

from enterprises.erasing import has_left
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk import retention, unused_accounts
from parkdesk.core import clock, outbox
from parkdesk.core.models import Entry, Notice
from points import accounts
from points.models import Account
from requests_flow.words import State
from tests.factories import AppointmentFactory, PersonFactory
from tests.parkdesk.privacy.conftest import MAIL, NAME, NUMBER, PHONE, traces

pytestmark = pytest.mark.django_db
BORN = "2024-01-10 09:30"
TOLD, DAY_BEFORE, CLOSED = "2025-12-11 09:30", "2026-01-08 09:30", "2026-01-12 09:30"


@pytest.fixture
def person(morning):
    """Somebody who signed in on one day in 2024 and never again."""
    morning(BORN)
    now = clock.now()
    return PersonFactory(
        name=NAME, email=MAIL, phone=PHONE, phone_verified=True, username="hechu", last_login=now, date_joined=now
    )


def run(times=1):
    """The job of a day."""
    for _ in range(times):
        cache.clear()
        retention.let_old_data_fade()
    outbox.drain()


def words(person):
    return Entry.objects.filter(verb="enterprises.person.warn_unused", subject_id=person.pk)


def is_closed(person):
    return has_left(Person.objects.get(pk=person.pk))


def test_it_is_told_30_days_before_and_not_earlier(person, morning):
    morning("2025-12-05 09:30")
    run()
    assert not words(person).exists()
    morning(TOLD)
    run(2)
    assert words(person).count() == 1
    assert Notice.objects.filter(entry__in=words(person), recipient=f"person:{person.pk}").exists()


@pytest.mark.parametrize("times", [0, 1, 2, 5])
def test_however_often_the_job_runs_it_ends_the_same(person, morning, times):
    morning(TOLD)
    run(times)
    morning(DAY_BEFORE)
    run(times)
    assert not is_closed(person)
    morning(CLOSED)
    run(times)
    assert is_closed(person) == bool(times)
    assert words(person).count() == bool(times)
    assert Entry.objects.filter(verb="enterprises.person.erase", subject_id=person.pk).count() == bool(times)


def test_nothing_of_whom_it_was_is_left_and_the_sums_stand(person, morning):
    morning(TOLD)
    run()
    morning(CLOSED)
    run()
    assert traces(NUMBER, NAME, MAIL) == []
    call_command("verify_trail")


def test_a_house_that_slept_tells_first_and_closes_30_days_later(person, morning):
    morning("2027-06-01 09:30")
    run(2)
    assert not is_closed(person)
    morning("2027-06-30 09:30")
    run()
    assert not is_closed(person)
    morning("2027-07-02 09:30")
    run()
    assert is_closed(person)


def test_a_word_of_long_ago_is_said_again(person, morning):
    morning(TOLD)
    run()
    morning("2026-08-03 09:30")
    run()
    assert not is_closed(person)
    assert words(person).count() == 2


def test_whoever_signs_in_once_keeps_it_for_two_more_years(person, morning, client):
    morning(TOLD)
    run()
    morning(DAY_BEFORE)
    Person.objects.filter(pk=person.pk).update(last_login=clock.now())
    morning(CLOSED)
    run()
    assert not is_closed(person)
    morning("2028-01-20 09:30")
    run()
    assert not is_closed(person)
    assert words(person).count() == 2


def office(person, a_need):
    AppointmentFactory(person=person, role=Role.VOLUNTEER, starts_on=clock.today(), ends_on=None)


def office_to_come(person, a_need):
    AppointmentFactory(
        person=person, role=Role.SYSTEM_ADMIN, starts_on=clock.today() + timedelta(days=2000), ends_on=None
    )


def open_need(person, a_need):
    a_need(State.IN_PROGRESS, by=person)


def open_need_by_number(person, a_need):
    a_need(State.IN_PROGRESS, phone=PHONE, name=NAME, consent_version="1")


def points_left(person, a_need):
    Account.objects.filter(pk=accounts.of_person(person).pk).update(balance=3)


def keeps_the_house(person, a_need):
    Person.objects.filter(pk=person.pk).update(is_superuser=True)


KEEPS = [office, office_to_come, open_need, open_need_by_number, points_left, keeps_the_house]


@pytest.mark.parametrize("kept_by", KEEPS)
def test_what_hangs_on_it_keeps_it_and_nobody_is_told(person, morning, a_need, kept_by):
    morning("2025-12-10 09:30")
    kept_by(person, a_need)
    for day in (TOLD, CLOSED, "2026-06-01 09:30"):
        morning(day)
        run()
    assert not is_closed(person)
    assert not words(person).exists()


def test_what_comes_after_the_word_keeps_it_too(person, morning):
    morning(TOLD)
    run()
    AppointmentFactory(person=person, role=Role.VOLUNTEER, starts_on=clock.today(), ends_on=None)
    morning(CLOSED)
    run()
    unused_accounts.close(person)
    assert not is_closed(person)
    Appointment.objects.filter(person=person).update(ends_on=clock.today())
    morning("2026-01-13 09:30")
    run()
    assert is_closed(person)


def test_a_shorter_number_of_days_by_hand_closes_nobody_who_was_not_told(person, morning):
    morning("2024-06-03 09:30")
    retention.fade(1)
    assert not is_closed(person)
    assert unused_accounts.old(clock.now()).count() == 0


def test_the_page_of_privacy_names_the_period(client):
    assert "730" in client.get("/en/privacy/").content.decode()
