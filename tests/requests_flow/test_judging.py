"""How a handling is judged: by the reporter once, by a follow-up of somebody else, by silence."""

import pytest
from django.db import IntegrityError, transaction

from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import calls, desk, guards
from requests_flow.models import FollowUp, Rating
from requests_flow.words import Grade, Outcome, State
from tests.requests_flow.conftest import link_of


def steps(need):
    return [entry.step for entry in Entry.objects.about(need)]


# --- ratings -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("grade", Grade)
def test_a_reporter_rates_a_handling_with_one_of_five_grades(morning, a_need, grade):
    need = a_need(State.RESOLVED)
    rating = desk.rate(need, grade=grade, comment="师傅很耐心", by=link_of(need))
    assert (rating.need, rating.handling, rating.grade, rating.at) == (need, 1, grade, clock.now())
    entry = Entry.objects.about(need).last()
    assert (entry.step, entry.facts["grade"], entry.words) == ("rate", int(grade), {"comment": "师傅很耐心"})
    assert not entry.is_public


def test_a_handling_is_rated_once(morning, a_need):
    need = a_need(State.RESOLVED)
    desk.rate(need, grade=5, by=link_of(need))
    with pytest.raises(NotNow, match=str(guards.is_not_yet_rated.reason)):
        desk.rate(need, grade=1, by=link_of(need))
    assert Rating.objects.get().grade == 5


def test_the_database_holds_one_rating_per_handling_and_no_sixth_grade(morning, a_need):
    need = a_need(State.RESOLVED)
    desk.rate(need, grade=5, by=link_of(need))
    for more in ({"handling": 1, "grade": 4}, {"handling": 2, "grade": 6}, {"handling": 2, "grade": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(need=need, at=clock.now(), **more)


def test_staff_never_rate(morning, a_need, clerk, manager, leader, operator_person, volunteer):
    need = a_need(State.RESOLVED)
    for somebody in (clerk, manager, leader, operator_person, volunteer):
        with pytest.raises(NotYours):
            desk.rate(need, grade=5, by=somebody)
    assert not Rating.objects.exists()


def test_a_closed_need_can_be_rated_within_ten_working_days(morning, a_need):
    need = a_need(State.CLOSED)
    morning("2026-12-08 17:29")
    assert desk.rate(need, grade=4, by=link_of(need)).grade == 4


def test_later_it_can_not(morning, a_need):
    need = a_need(State.CLOSED)
    morning("2026-12-08 17:30")
    with pytest.raises(NotNow, match="10"):
        desk.rate(need, grade=4, by=link_of(need))


def test_a_rating_that_is_refused_leaves_nothing(morning, a_need):
    need = a_need(State.RESOLVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        desk.rate(need, grade=7, by=link_of(need))
    assert "rate" not in steps(need)
    assert desk.rate(need, grade=3, by=link_of(need)).grade == 3


def test_nothing_is_rated_before_there_is_an_answer(morning, a_need):
    need = a_need(State.IN_PROGRESS)
    with pytest.raises(NotNow):
        desk.rate(need, grade=5, by=link_of(need))


# --- follow-ups --------------------------------------------------------------------------------------
def test_whoever_resolved_a_need_does_not_follow_it_up(morning, a_need, clerk, manager, operator_unit):
    need = a_need(State.ACKNOWLEDGED)
    sorting = desk.Sorting(category="PRO", tier="simple", rule="S")
    clerk.appointments.update(unit=operator_unit)
    clerk = type(clerk).objects.get(pk=clerk.pk)
    need = desk.settle(need, sorting, unit=operator_unit, answer="已重启", by=clerk)
    with pytest.raises(NotYours):
        calls.follow_up(need, method="phone", is_solved=True, by=clerk)
    assert calls.follow_up(need, method="phone", is_solved=True, by=manager).state == State.CLOSED


def test_those_who_do_the_work_do_not_follow_up(morning, a_need, operator_person, volunteer):
    need = a_need(State.RESOLVED)
    for somebody in (operator_person, volunteer):
        with pytest.raises(NotYours):
            calls.follow_up(need, method="phone", is_solved=True, by=somebody)


def test_a_follow_up_that_finds_it_solved_closes_the_need(morning, a_need, manager):
    need = calls.follow_up(a_need(State.RESOLVED), method="wechat", is_solved=True, by=manager, note="确实好了")
    assert (need.state, steps(need)[-2:]) == (State.CLOSED, ["follow_up", "close"])
    found = FollowUp.objects.get()
    assert (found.need, found.by, found.method, found.is_solved, found.handling) == (need, manager, "wechat", True, 1)


def test_a_follow_up_that_finds_it_unsolved_reopens_the_need(morning, a_need, manager):
    need = calls.follow_up(a_need(State.RESOLVED), method="on_site", is_solved=False, by=manager, note="还在抖")
    assert (need.state, need.handling, steps(need)[-2:]) == (State.REOPENED, 2, ["follow_up", "reopen"])
    assert FollowUp.objects.get().handling == 1


def test_a_follow_up_reopens_even_after_the_time_for_ratings(morning, a_need, manager):
    """Silence closes after 2 and then 10 working days; in the last two of them a call may still find it unsolved."""
    need = a_need(State.RESOLVED)
    morning("2026-12-09 10:00")
    assert calls.follow_up(need, method="phone", is_solved=False, by=manager).state == State.REOPENED


def test_a_follow_up_is_recorded_whole_or_not_at_all(morning, a_need, manager, monkeypatch):
    need = a_need(State.RESOLVED)
    monkeypatch.setattr(FollowUp, "save", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("the power is out")))
    with pytest.raises(RuntimeError):
        calls.follow_up(need, method="phone", is_solved=True, by=manager)
    assert steps(need)[-1] == "resolve"


# --- confirming and reopening ------------------------------------------------------------------------
def test_the_reporter_confirms_and_the_need_is_closed(morning, a_need):
    need = a_need(State.RESOLVED)
    assert advance(need, "confirm", by=link_of(need)).closed_at == clock.now()


def test_the_reporter_reopens_within_ten_working_days(morning, a_need):
    need, other = a_need(State.CLOSED), a_need(State.CLOSED)
    morning("2026-12-08 17:29")
    assert advance(need, "reopen", by=link_of(need), reason="又停了").state == State.REOPENED
    morning("2026-12-08 17:30")
    with pytest.raises(NotNow):
        advance(other, "reopen", by=link_of(other), reason="又停了")


def test_what_got_no_reply_was_not_handled_and_is_neither_rated_nor_reopened(morning, a_need, clerk):
    need = a_need(State.WAITING_ENTERPRISE)
    morning("2026-12-15 17:30")
    need = advance(need, "close", by=clerk)
    for step, facts in (("rate", {"grade": 1}), ("reopen", {"reason": "没收到问题"})):
        with pytest.raises(NotNow):
            advance(need, step, by=link_of(need), **facts)


def test_an_explanation_is_an_outcome_of_its_own(morning, a_need):
    assert a_need(State.RESOLVED, outcome=Outcome.EXPLAINED).outcome == "explained"
