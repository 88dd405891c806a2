"""What the clock does for needs: early, late, often or after two days of silence, it ends the same."""

from datetime import datetime, timedelta

import pytest

from parkdesk.core import clock, ticking
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from requests_flow import ticking as ours
from requests_flow.models import Need
from requests_flow.words import State
from tests.requests_flow.conftest import link_of


def on(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def steps(need):
    return [entry.step for entry in Entry.objects.about(need)]


def state(need):
    return Need.objects.get(pk=need.pk).state


def tick_at(morning, moment):
    """One minute of the clock at that moment; any job that fails, fails the test."""
    morning(moment)
    assert [one for one in ticking.run_all() if one.error] == []


def test_the_jobs_of_needs_are_registered():
    assert {
        "requests_flow.ticking.give_back_what_nobody_accepted",
        "requests_flow.ticking.remind_to_confirm",
        "requests_flow.ticking.close_what_stays_silent",
    } <= set(ticking.jobs())


# --- each job at its edge ----------------------------------------------------------------------------
def test_what_no_unit_accepts_within_half_a_working_day_comes_back(morning, a_need):
    need = a_need(State.TRANSFERRED)
    tick_at(morning, "2026-11-24 17:29")
    assert state(need) == State.TRANSFERRED
    tick_at(morning, "2026-11-24 17:30")
    returned = Need.objects.get(pk=need.pk)
    assert (returned.state, returned.unit) == (State.TRIAGED, None)
    assert Entry.objects.about(need).last().actor_kind == "clock"


def test_the_second_notice_goes_out_two_working_days_after_the_answer_once(morning, a_need):
    need = a_need(State.RESOLVED)
    tick_at(morning, "2026-11-26 17:29")
    assert "remind" not in steps(need)
    for moment in ("2026-11-26 17:30", "2026-11-26 17:30", "2026-11-27 09:00", "2026-12-04 09:00"):
        tick_at(morning, moment)
    assert steps(need).count("remind") == 1


def test_ten_working_days_of_silence_after_two_notices_close_a_need(morning, a_need):
    need = a_need(State.RESOLVED)
    tick_at(morning, "2026-11-26 17:30")
    tick_at(morning, "2026-12-10 17:29")
    assert state(need) == State.RESOLVED
    tick_at(morning, "2026-12-10 17:30")
    assert (state(need), steps(need)[-2:]) == (State.CLOSED, ["remind", "close"])


def test_silence_counts_from_the_second_notice_however_late_it_went_out(morning, a_need):
    """The clock was away for a week: whoever is asked late has as long to answer."""
    need = a_need(State.RESOLVED)
    tick_at(morning, "2026-12-03 17:30")
    tick_at(morning, "2026-12-17 17:29")
    assert state(need) == State.RESOLVED
    tick_at(morning, "2026-12-17 17:30")
    assert state(need) == State.CLOSED


def test_a_need_is_never_reminded_and_closed_in_one_tick(morning, a_need):
    need = a_need(State.RESOLVED)
    tick_at(morning, "2027-01-20 10:00")
    assert (state(need), steps(need)[-1]) == (State.RESOLVED, "remind")


def test_what_gets_no_reply_for_fifteen_working_days_is_closed(morning, a_need):
    need = a_need(State.WAITING_ENTERPRISE)
    tick_at(morning, "2026-12-15 17:29")
    assert state(need) == State.WAITING_ENTERPRISE
    tick_at(morning, "2026-12-15 17:30")
    assert state(need) == State.CLOSED


def test_waiting_for_an_outside_body_never_closes_a_need(morning, a_need):
    need = a_need(State.WAITING_EXTERNAL)
    tick_at(morning, "2027-06-01 10:00")
    assert state(need) == State.WAITING_EXTERNAL


def test_an_answer_or_a_confirmation_comes_before_the_clock(morning, a_need):
    asked, done = a_need(State.WAITING_ENTERPRISE), a_need(State.RESOLVED)
    morning("2026-12-15 17:29")
    advance(asked, "reply", by=link_of(asked), answer="东侧")
    advance(done, "confirm", by=link_of(done))
    tick_at(morning, "2026-12-15 17:30")
    assert (state(asked), steps(done)[-1]) == (State.TRIAGED, "confirm")


def test_a_reopened_and_answered_need_is_reminded_anew(morning, a_need, clerk, operator_unit, operator_person):
    need = a_need(State.RESOLVED)
    tick_at(morning, "2026-11-26 17:30")
    need = advance(need, "reopen", by=link_of(need), reason="又停了")
    need = advance(need, "dispatch", by=clerk, unit=operator_unit)
    need = advance(need, "accept", by=operator_person)
    need = advance(need, "resolve", by=operator_person, outcome="solved", answer="换了主板")
    tick_at(morning, "2026-11-27 10:00")
    assert steps(need).count("remind") == 1
    tick_at(morning, "2026-11-30 17:30")
    assert steps(need).count("remind") == 2


# --- 0, 1, 2 or 5 times, early, or after 48 hours ----------------------------------------------------
def every(hours, times=1):
    """Ticks from Tuesday 24 November to Friday 25 December, so many each time."""
    moment = on("2026-11-24 10:00")
    while moment <= on("2026-12-25 18:00"):
        yield from [moment] * times
        moment += timedelta(hours=hours)


MINUTE = timedelta(minutes=1)
EDGES = [
    on(text)
    for text in ("2026-11-24 17:30", "2026-11-26 17:30", "2026-12-10 17:30", "2026-12-15 17:30", "2026-12-25 18:00")
]
WAYS = {
    "once when due": EDGES,
    "twice when due": [moment for moment in EDGES for _ in range(2)],
    "five times when due": [moment for moment in EDGES for _ in range(5)],
    "a minute early and then when due": [edge + late for edge in EDGES for late in (-MINUTE, timedelta())],
    "every six hours": list(every(6)),
    "five times every twelve hours": list(every(12, times=5)),
    "after 48 hours of silence each time": list(every(48)),
    "late by a day": [moment + timedelta(days=1) for moment in EDGES],
}


# Marks and climbing stand between each other as the ticks fall; how many there are does not depend on it.
PATH = ("escalate", "climb")


def final(needs):
    return [(state(need), [step for step in steps(need) if step not in PATH]) for need in needs]


@pytest.mark.parametrize("way", WAYS)
def test_however_the_clock_ticks_it_ends_the_same_with_each_reminder_once(morning, a_need, way):
    waiting = (State.WAITING_ENTERPRISE, State.WAITING_EXTERNAL)
    needs = [a_need(one) for one in (State.TRANSFERRED, State.RESOLVED, *waiting)]
    before = [steps(need) for need in needs]
    for moment in WAYS[way]:
        tick_at(morning, f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    assert final(needs) == [
        (State.TRIAGED, [*before[0], "return"]),
        (State.CLOSED, [*before[1], "remind", "close"]),
        (State.CLOSED, [*before[2], "close"]),
        (State.WAITING_EXTERNAL, before[3]),
    ]
    assert [[steps(need).count(one) for one in PATH] for need in needs] == [[6, 2], [0, 0], [0, 0], [0, 0]]


def test_a_clock_that_never_ticks_changes_no_right_and_no_light(morning, a_need, operator_person):
    """Guards and lights read the clock themselves: nothing waits for a job."""
    late, done = a_need(State.TRANSFERRED), a_need(State.RESOLVED)
    morning("2026-12-25 18:00")
    assert Need.objects.get(pk=late.pk).light.colour == "red"
    assert not Need.objects.get(pk=done.pk).is_rated
    assert late in Need.objects.overdue(clock.now())
    assert advance(late, "accept", by=operator_person).state == State.IN_PROGRESS
    assert advance(done, "confirm", by=link_of(done)).state == State.CLOSED


def test_a_tick_opens_only_what_may_be_ripe(morning, a_need, monkeypatch):
    for one in (State.RESOLVED, State.WAITING_ENTERPRISE, State.TRANSFERRED):
        a_need(one)
    asked = []
    monkeypatch.setattr(ours, "advance", lambda need, step, by: asked.append(step))
    tick_at(morning, "2026-11-24 11:00")
    assert asked == []
    tick_at(morning, "2026-11-26 17:30")
    assert asked == ["return", "remind"]


def test_one_need_that_cannot_be_touched_does_not_hold_up_the_others(transactional_db, morning, a_need, monkeypatch):
    broken, whole = a_need(State.RESOLVED), a_need(State.RESOLVED)

    def moody(need, step, by):
        if need.pk == broken.pk:
            raise RuntimeError("a row out of order")
        return advance(need, step, by=by)

    monkeypatch.setattr(ours, "advance", moody)
    morning("2026-11-26 17:30")
    assert [str(one.error) for one in ticking.run_all() if one.error] == ["a row out of order"]
    assert steps(whole)[-1] == "remind"
