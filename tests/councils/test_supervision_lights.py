"""When what is due on an order, and how its light stands (domain.md 4.2 and 7)."""

from datetime import date

import pytest

from councils import adopt, supervise
from councils.adopt import Terms
from councils.models import ReminderLetter, SupervisionOrder
from councils.supervision_guards import sits_in_its_council
from councils.supervision_words import State
from enterprises.models import Person
from parkdesk.core import clock, ticking
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import calls, desk
from requests_flow.models import Need
from requests_flow.words import Outcome
from requests_flow.words import State as NeedState
from tests.councils.supervision_stage import JOBS, drop, fresh, order_of, tick


@pytest.fixture(autouse=True)
def fresh_calendar():
    clock.forget_calendar()
    yield
    clock.forget_calendar()


def day(moment):
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def look(order):
    order = fresh(order)
    return order.light.colour, order.light.words()


# From Tuesday 24 November 2026, 9:30: the need is acknowledged and sorted then.
def test_each_step_of_a_major_need_has_its_day(stage, morning, operator_person, party_supervisor):
    order = stage.of_need(State.REGISTERED)
    assert day(order.next_due_at) == "11-24 17:30"  # assign: half a working day
    order = stage._assign_by_promise(order)
    assert day(order.next_due_at) == "11-24 17:30"  # sign: half a working day
    assert day(order.due_at) == "12-22 17:30"  # done: 20 working days, as the reporter was promised
    order = stage._sign(order)
    assert day(order.next_due_at) == "11-27 17:30"  # the plan: 3 working days
    morning("2026-11-26 10:00")
    order = supervise.feed_back(order, text="方案", by=operator_person)
    assert day(order.next_due_at) == "12-03 17:30"  # a note: every 5 working days
    morning("2026-12-03 10:00")
    order = supervise.feed_back(order, text="进展", by=operator_person)
    assert day(order.next_due_at) == "12-10 17:30"
    assert [one.facts.get("kind") for one in Entry.objects.about(order) if one.step == "feedback"] == [
        "plan",
        "progress",
    ]


def test_a_plan_is_never_asked_for_on_the_day_of_a_late_assignment(stage, morning):
    order = stage.of_need(State.REGISTERED)
    morning("2026-12-01 10:00")
    order = stage._sign(stage._assign_by_promise(order))
    assert day(order.next_due_at) == "12-02 17:30"


def test_an_order_is_amber_when_a_note_is_missing_and_red_past_its_limit(stage, morning, operator_person):
    order = stage.of_need(State.IN_HAND)
    assert look(order)[0] == "green"
    morning("2026-11-27 17:31")
    assert look(order)[0] == "amber"
    assert look(order)[1] == fresh(order).missed
    supervise.feed_back(order, text="方案", by=operator_person)
    assert look(order)[0] == "green"
    morning("2026-12-22 17:29")
    assert look(order)[0] == "amber"
    morning("2026-12-22 17:31")
    assert look(order)[0] == "red"


def test_a_suspended_order_is_grey_and_runs_on_by_as_much_later(stage, morning, party_supervisor, operator_person):
    order = stage.to(State.IN_HAND)
    assert day(order.due_at) == "12-11 17:30"
    order = advance(order, "suspend", by=party_supervisor, reason="等台风过去")
    morning("2026-11-26 10:00")
    assert look(order)[0] == "grey"
    with pytest.raises(NotNow):
        supervise.feed_back(order, text="方案", by=operator_person)
    order = advance(order, "resume", by=party_supervisor)
    assert day(order.due_at) == "12-15 17:30"
    assert look(order)[0] == "green"


def test_while_the_need_waits_for_somebody_its_order_is_grey(stage, operator_person):
    order = stage.of_need(State.IN_HAND)
    advance(order.need, "wait", by=operator_person, waits_for="特检院")
    assert look(order)[0] == "grey"


def test_after_the_report_the_check_is_due(stage, morning):
    order = stage.to(State.REPORTED)
    assert day(order.next_due_at) == "11-27 17:30"
    morning("2026-11-30 09:00")
    assert look(order)[0] == "red"


# --- the second call ---------------------------------------------------------------------------------
@pytest.fixture
def struck_off(stage, party_supervisor, operator_person, manager):
    order = stage.of_need(State.IN_HAND)
    need = desk.resolve(order.need, outcome=Outcome.SOLVED, answer="已修复", by=operator_person)
    need = calls.follow_up(need, method="phone", is_solved=True, by=manager)
    order = supervise.verify(order_of(need), evidence="confirmed", finding="企业确认", by=party_supervisor)
    return supervise.strike_off(order, conclusion="同意销号", by=party_supervisor)


def test_a_major_need_is_called_about_again_20_working_days_after_completion(struck_off, morning, manager):
    order = fresh(struck_off)
    assert day(order.light.due) == "12-22 17:30"
    with pytest.raises(NotNow):
        advance(order, "archive", by=manager)
    with pytest.raises(NotNow):  # too early: the question is whether it lasts
        calls.call_again(order.need, method="phone", is_solved=True, by=manager)
    morning("2026-12-18 10:00")
    need = calls.call_again(order.need, method="phone", is_solved=True, by=manager)
    assert (need.state, need.follow_ups.count()) == (NeedState.CLOSED, 2)
    assert advance(fresh(order), "archive", by=manager).state == State.ARCHIVED


def test_what_has_not_lasted_is_opened_again(struck_off, morning, manager):
    morning("2026-12-22 10:00")
    need = calls.call_again(fresh(struck_off).need, method="phone", is_solved=False, by=manager, note="又停了两次")
    assert (need.state, need.handling, need.called_again_at) == (NeedState.REOPENED, 2, None)


def test_whoever_completed_it_does_not_make_the_second_call(struck_off, morning, clerk):
    need = fresh(struck_off).need
    Need.objects.filter(pk=need.pk).update(resolved_by=clerk)
    morning("2026-12-22 10:00")
    with pytest.raises(NotYours):
        calls.call_again(need, method="phone", is_solved=True, by=clerk)


# --- the clock's jobs --------------------------------------------------------------------------------
def test_the_jobs_of_supervision_are_registered():
    assert {f"{job.__module__}.{job.__name__}" for job in JOBS} <= set(ticking.jobs())


def test_an_overdue_need_is_proposed_one_working_day_later_and_once(stage, morning, a_need, party_supervisor):
    need = a_need(NeedState.IN_PROGRESS)  # promised for 27 November
    morning("2026-11-30 17:29")
    tick()
    assert not SupervisionOrder.objects.exists()
    morning("2026-11-30 17:30")
    for _ in range(5):
        tick()
    order = SupervisionOrder.objects.get()
    assert (order.source, order.state, order.need) == ("overdue", State.DRAFTED, need)
    drop(order, party_supervisor)
    tick()
    assert SupervisionOrder.objects.count() == 1


def test_an_overdue_resolution_is_proposed_one_working_day_later_and_once(
    council, chair, leader, operator_unit, morning
):
    morning("2026-11-24 09:30")
    terms = Terms(text="由运营商牵头，公示停梯记录", unit=operator_unit, due_on=date(2026, 11, 27))
    agreed = adopt.take_force(adopt.adopt(council, terms, by=leader), by=leader)
    morning("2026-11-30 17:29")
    tick()
    assert not SupervisionOrder.objects.exists()
    morning("2026-11-30 17:30")
    for _ in range(3):
        tick()
    order = SupervisionOrder.objects.get()
    assert (order.source, order.resolution, order.park, order.subject) == (
        "resolution", agreed, council.park, agreed.text,
    )  # fmt: skip
    assert not sits_in_its_council(order, leader)
    assert sits_in_its_council(order, Person.objects.get(pk=chair.pk))


def test_what_is_missing_is_reminded_of_once(stage, morning):
    order = stage.of_need(State.IN_HAND)
    morning("2026-11-27 17:31")
    for _ in range(5):
        tick()
    assert [one.step for one in Entry.objects.about(order)].count("remind") == 1
    morning("2026-11-30 09:00")
    tick()
    assert [one.step for one in Entry.objects.about(order)].count("remind") == 1


def test_a_late_job_counts_a_red_order_into_the_quarter_of_its_limit(stage, morning):
    order = stage.of_need(State.IN_HAND)
    morning("2027-01-05 09:00")
    tick()
    tick()
    order = fresh(order)
    assert day(order.red_at) == "12-22 17:30"
    assert [one.step for one in Entry.objects.about(order)].count("turn_red") == 1


def test_two_red_orders_in_a_quarter_draft_one_letter_that_a_person_sends(stage, morning, party_supervisor, leader):
    for _ in range(2):
        stage.to(State.IN_HAND)
    morning("2026-12-14 09:00")
    for _ in range(3):
        tick()
    letter = ReminderLetter.objects.get()
    assert (letter.unit, letter.year, letter.quarter, letter.orders().count()) == (stage.unit, 2026, 4, 2)
    worker = Person.objects.get(pk=stage.worker.pk)
    assert not ReminderLetter.objects.visible_to(worker).exists()
    supervise.send_letter(letter, by=party_supervisor)
    assert ReminderLetter.objects.visible_to(worker).get().sent_at == clock.now()


def test_one_red_order_is_no_letter(stage, morning):
    stage.to(State.IN_HAND)
    morning("2026-12-14 09:00")
    tick()
    assert not ReminderLetter.objects.exists()


def test_a_struck_off_order_goes_to_the_archive_after_a_week(stage, morning):
    order = stage.to(State.STRUCK_OFF)
    morning("2026-12-01 17:29")
    tick()
    assert fresh(order).state == State.STRUCK_OFF
    morning("2026-12-01 17:30")
    tick()
    assert fresh(order).state == State.ARCHIVED


def test_the_clock_repairs_what_the_trail_has_not_told_yet(stage, morning, operator_person):
    order = stage.of_need(State.IN_HAND)
    desk.resolve(order.need, outcome=Outcome.SOLVED, answer="已修复", by=operator_person)
    tick()
    tick()
    assert fresh(order).state == State.REPORTED


EDGES = ("2026-11-27 17:31", "2026-12-04 17:31", "2026-12-11 17:31", "2026-12-14 09:00")


@pytest.mark.parametrize("times", [1, 2, 5])
def test_however_often_the_jobs_run_the_orders_end_the_same(stage, morning, times):
    for _ in range(2):
        stage.to(State.IN_HAND)
    for edge in EDGES:
        morning(edge)
        for _ in range(times):
            tick()
    steps = [[one.step for one in Entry.objects.about(order)] for order in SupervisionOrder.objects.order_by("pk")]
    assert steps == [["propose", "register", "assign", "sign", "remind", "turn_red"]] * 2
    assert ReminderLetter.objects.count() == 1


def test_jobs_that_never_ran_change_no_light(stage, morning):
    order = stage.to(State.IN_HAND)
    morning("2026-12-14 09:00")
    assert look(order)[0] == "red"
