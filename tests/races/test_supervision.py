"""Many hands on one order: one registration, one signature, numbers without a gap."""

from datetime import date

import pytest

from councils import numbering, supervise
from councils.models import NumberSeries, SupervisionOrder
from enterprises.roles import Role
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from requests_flow import desk
from requests_flow.intake import Place, Report, hand_in
from requests_flow.words import Tier
from tests.factories import AppointmentFactory, ParkFactory
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 250)
PATIENCE = 50


def supervisor():
    return AppointmentFactory(role=Role.PARTY_COMMITTEE).person


def proposed(by, subject="客梯年检公示"):
    return supervise.propose(supervise.Matter(source=SupervisionOrder.Source.COMMITTEE, subject=subject), by=by)


def major_need():
    clerk = AppointmentFactory(role=Role.WINDOW_CLERK).person
    need, _ = hand_in(Report(text="三楼有人被困在电梯里", place=Place(ParkFactory())))
    return desk.sort(need, desk.Sorting(category="PRO", tier=Tier.MAJOR, rule="M1"), by=clerk)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_listeners_register_one_major_need_once(at_once, lap):
    need = major_need()
    outcome = at_once(lambda _: supervise.follow_major(need), HANDS)
    assert outcome.errors == []
    assert {order.pk for order in outcome.answers} == {SupervisionOrder.objects.get().pk}
    order = SupervisionOrder.objects.get()
    assert (order.number, order.state) == (1, "registered")
    assert [entry.step for entry in Entry.objects.about(order)] == ["propose", "register"]


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_registrations_at_once_have_twenty_numbers_without_a_gap(at_once, lap):
    by = supervisor()
    orders = [proposed(by, f"事项{number}") for number in range(HANDS)]
    outcome = at_once(lambda number: supervise.register(orders[number], by=by), HANDS)
    assert outcome.errors == []
    assert sorted(SupervisionOrder.objects.values_list("number", flat=True)) == list(range(1, HANDS + 1))


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_presses_on_one_order_use_one_number(at_once, lap):
    by = supervisor()
    order, other = proposed(by), proposed(by, "另一件事")
    outcome = at_once(lambda _: supervise.register(order, by=by), HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert len(outcome.answers) == 1
    assert supervise.register(other, by=by).number == 2


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_people_of_a_unit_sign_once(at_once, lap):
    by, unit = supervisor(), ParkFactory().operator
    people = [AppointmentFactory(role=Role.OPERATOR_STAFF, unit=unit).person for _ in range(HANDS)]
    order = supervise.register(proposed(by), by=by)
    order = supervise.assign(order, supervise.Assignment(unit, "公示", due_on=date(2030, 1, 7)), by=by)
    outcome = at_once(lambda number: supervise.sign(order, by=people[number]), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert SupervisionOrder.objects.get().signer == outcome.answers[0].signer


def test_without_the_series_two_orders_take_one_number(at_once):
    """Control: reading the highest number and adding one is not enough."""

    def look_then_take(_):
        return (NumberSeries.objects.filter(series="naive").values_list("last", flat=True).first() or 0) + 1

    def take(number):
        found = look_then_take(number)
        NumberSeries.objects.update_or_create(series="naive", year=2026, defaults={"last": found})
        return found

    for _ in range(PATIENCE):
        NumberSeries.objects.filter(series="naive").delete()
        answers = at_once(take, HANDS).answers
        if len(set(answers)) < len(answers):
            return
    pytest.fail("the race did not show: the test above proves nothing")


def test_a_number_belongs_into_a_transaction(transactional_db):
    with pytest.raises(Exception, match="transaction"):
        numbering.next_number("supervision", 2026)
