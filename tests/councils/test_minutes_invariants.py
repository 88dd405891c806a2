"""What holds for all minutes: their figures are the database's (11), and jobs may run often, late or never (12)."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some

from councils import agenda, attendance, meetings, minutes
from councils.meeting_ticking import approve_in_silence, close_agendas
from councils.models import AgendaItem, Attendance, Meeting, Minutes, Resolution
from councils.record import figures
from councils.sheet_words import numeral
from parkdesk.core.actors import CLOCK
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.models import Entry
from tests.rounds import examples, undone

RESULTS = some.sampled_from(["decided", "deferred", "withdrawn", "noted"])
# Who stays away or goes out; six of the eight, of four parties, are always enough.
ABSENCES = some.sets(some.sampled_from([3, 4, 5]), max_size=2)


@pytest.fixture
def called(walk):
    """A meeting that is called; every example is undone."""
    return walk.called()


@given(away=ABSENCES, results=some.lists(RESULTS, min_size=1, max_size=4), guests=some.integers(0, 2))
@examples(8, 100)
def test_the_figures_of_issued_minutes_are_those_of_the_database(walk, leader, called, away, results, guests):
    with undone():
        document = _issue(walk, leader, called, away, results, guests)
        record, meeting = json.loads(document.record), document.meeting
        kinds = Counter(meeting.attendances.values_list("kind", flat=True))
        assert figures(record) == {
            "called": meeting.attendances.members().count(),
            "present": kinds["present"],
            "excused": kinds["excused"],
            "absent": kinds["absent"],
            "guests": kinds["observer"],
            "items": AgendaItem.objects.filter(meeting=meeting).count(),
            "resolutions": Resolution.objects.in_force().filter(agenda_item__meeting=meeting).count(),
        }
        assert record["quorum"]["present"] == kinds["present"]
        assert [one["result"] for one in record["items"]] == results
        assert minutes.is_untouched(document)


def _issue(walk, leader, meeting, away, results, guests) -> Minutes:
    for number in range(2, len(results) + 1):
        agenda.put_on_agenda(meeting, topic=agenda.Topic(f"第{number}个议题"), by=walk.office)
    walk.at("2026-11-27 14:00")
    _gather(walk, meeting, away, guests)
    meeting = meetings.open_session(meeting, by=walk.office)
    for item, result in zip(meeting.items.order_by("order"), results, strict=True):
        _conclude(walk, item, result)
    walk.at("2026-11-27 15:30")
    document = minutes.circulate(meetings.end(meeting, by=walk.office).minutes, by=walk.office)
    walk.at("2026-12-01 17:30")
    document = minutes.approve(document, by=CLOCK)
    for seat in (walk.seats[0], walk.seats[1]):
        document = minutes.countersign(document, by=seat.person)
    return minutes.issue(document, by=leader)


def _gather(walk, meeting, away, guests) -> None:
    for place, seat in enumerate(walk.seats):
        if place not in away:
            attendance.arrive(meeting, seat, by=walk.office)
        elif place % 2:
            attendance.excuse(meeting, seat, by=walk.office)
    for number in range(guests):
        attendance.accompany(meeting, f"列席单位{number}", by=walk.office)


def _conclude(walk, item, result) -> None:
    if result == "decided":
        walk.agree(item)
    else:
        agenda.conclude(item, result=result, by=walk.office)


# --- jobs ---------------------------------------------------------------------------------------------
BEGIN = datetime(2026, 11, 26, 9, 0, tzinfo=SHANGHAI)
MOMENTS = some.lists(some.integers(0, 9 * 24), max_size=5)


@given(hours=MOMENTS)
@examples(15, 200)
def test_jobs_that_run_often_late_or_never_come_to_the_same(walk, called, hours):
    """Run at any hours of nine days, then once at their end: as if they had run once, or every minute."""
    with undone():
        for hour in [*sorted(hours), 9 * 24]:
            with time_machine.travel(BEGIN + timedelta(hours=hour), tick=False):
                close_agendas()
        assert Meeting.objects.get(pk=called.pk).state == Meeting.State.AGENDA_FROZEN
        assert Entry.objects.filter(verb="councils.meeting.freeze").count() == 1


@given(hours=MOMENTS)
@examples(15, 200)
def test_silence_approves_once_however_often_somebody_looks(walk, document, hours):
    with undone():
        for hour in [*sorted(hours), 9 * 24]:
            now = datetime(2026, 11, 27, 15, 30, tzinfo=SHANGHAI) + timedelta(hours=hour)
            with time_machine.travel(now, tick=False):
                approve_in_silence()
                state = Minutes.objects.get(pk=document.pk).state
            assert (state == Minutes.State.APPROVED) == (now >= document.window_ends_at)
        assert Entry.objects.filter(verb="councils.minutes.approve").count() == 1


@pytest.fixture
def document(walk) -> Minutes:
    return walk.circulated()


def test_without_any_job_the_office_does_the_same_by_hand(walk):
    document = walk.circulated()
    walk.at("2026-12-01 17:30")
    assert minutes.approve(document, by=walk.office).state == Minutes.State.APPROVED


# --- pure ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (31, "三十一"), (99, "九十九")]
)
def test_levels_are_numbered_in_chinese(number, words):
    assert numeral(number) == words


@given(number=some.integers(1, 99))
def test_no_two_numbers_read_the_same(number):
    assert numeral(number) not in {numeral(other) for other in range(1, 100) if other != number}


def test_who_was_there_in_full_was_there_from_ten_minutes_after_the_beginning_to_the_end():
    begun = datetime(2026, 11, 27, 14, 0, tzinfo=SHANGHAI)
    meeting = Meeting(began_at=begun, ended_at=begun + timedelta(hours=1))
    late = {"arrived_at": begun + timedelta(minutes=10)}
    later = {"arrived_at": begun + timedelta(minutes=11)}
    gone = {"arrived_at": begun, "left_at": begun + timedelta(minutes=59)}
    rows = [Attendance(meeting=meeting, kind="present", **terms) for terms in (late, later, gone)]
    assert [row.in_full for row in rows] == [True, False, False]
