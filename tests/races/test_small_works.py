"""Payments for one small work at the same moment: together never over its budget, and no line without its money."""

import threading
from datetime import date

import pytest
from django.db.models import Sum

from councils import seating, works
from councils.models import SmallWork, WorkPayment
from enterprises.roles import Role
from parkdesk.core.flow import NotNow
from tests.councils.small_works import YUAN, Site
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory, a_term
from tests.races.test_votes import SEATS
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(1, 100)
ONE = works.Payment("灯具", 1000 * YUAN, date(2026, 11, 24))


@pytest.fixture
def site(transactional_db, at):
    """A council of eight seats with its office, and the unit that has its works done; time runs."""
    now, park = at("2026-11-24 09:30", tick=True), ParkFactory()
    committee = AppointmentFactory(role=Role.PARTY_COMMITTEE).person
    office = AppointmentFactory(role=Role.DESK_MANAGER).person
    worker = AppointmentFactory(role=Role.OPERATOR_STAFF, unit=park.operator).person
    council = seating.found(park)
    people = [PersonFactory() for _ in SEATS]
    for party, person in zip(SEATS, people, strict=True):
        seating.seat(council, party, person, term=a_term(), by=committee)
    return Site(council, office, people[0], worker, park.operator, now)


def paid():
    return WorkPayment.objects.aggregate(all=Sum("fen"))["all"]


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_payments_at_once_stay_within_the_budget(at_once, site, lap):
    """A budget of twelve thousand has room for twelve of a thousand each."""
    work = site.contracted()
    outcome = at_once(lambda _: works.spend(work, payment=ONE, by=site.worker), HANDS)
    assert len(outcome.answers) == WorkPayment.objects.count() == 12
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert SmallWork.objects.get().spent == paid() == work.budget


def test_without_the_lock_lines_are_more_than_what_was_spent(at_once, site):
    """Control: looking at what is left first and writing it afterwards loses payments."""
    work, looked = site.contracted(), threading.Barrier(5)

    def look_then_write(number):
        spent = SmallWork.objects.get().spent
        looked.wait(timeout=30)
        SmallWork.objects.filter(pk=work.pk).update(spent=spent + ONE.fen)
        WorkPayment.objects.create(work=work, number=number + 1, what=ONE.what, fen=ONE.fen, paid_on=ONE.paid_on)

    outcome = at_once(look_then_write, 5)
    assert outcome.errors == []
    assert SmallWork.objects.get().spent < paid()
