"""From a visit on record to the visitor's points: five each, at most forty a month, taken back with the visit."""

from datetime import timedelta

import pytest

from enterprises.roles import Role
from parkdesk.core import clock, outbox
from parkdesk.core.actors import Holder
from parkdesk.core.flow import advance
from points import accounts, rulebook, seeds
from points.models import Award
from requests_flow import visiting
from tests.factories import AppointmentFactory, EnterpriseFactory, ParkFactory

pytestmark = pytest.mark.django_db
MOST_A_MONTH = 40


@pytest.fixture
def park(at):
    at("2026-11-24 09:30")
    seeds.ensure_rule_book(2026)
    rulebook.approve(2026, "联席会议", AppointmentFactory(role=Role.COMMUNITY_LEADER).person)
    return ParkFactory()


@pytest.fixture
def visitor(park):
    return AppointmentFactory(role=Role.PARK_LEADER, park=park).person


def call(firm, visitor, **more):
    return visiting.log(visiting.Call(firm, clock.today(), **more), by=visitor)[0]


def balance(person):
    outbox.drain()
    return accounts.standing(accounts.of_person(person)).available


def test_a_visit_pays_once_and_its_confirmation_pays_nothing_more(park, visitor):
    visit = call(EnterpriseFactory(park=park), visitor, wishes=(visiting.Wish("货梯慢"), visiting.Wish("漏水")))
    assert balance(visitor) == 5
    advance(visit, "confirm", by=Holder("confirmation", f"visit:{visit.pk}"))
    assert balance(visitor) == 5
    outbox.replay("points: visits", since=clock.now() - timedelta(days=1))
    assert (balance(visitor), Award.objects.count()) == (5, 1)


def test_a_visit_taken_back_takes_its_points_along(park, visitor):
    visit = call(EnterpriseFactory(park=park), visitor)
    assert balance(visitor) == 5
    advance(visit, "withdraw", by=visitor)
    assert balance(visitor) == 0


def test_a_month_pays_no_more_than_the_rule_allows(park, visitor):
    for firm in EnterpriseFactory.create_batch(MOST_A_MONTH + 2, park=park):
        call(firm, visitor)
    assert balance(visitor) == 5 * MOST_A_MONTH
