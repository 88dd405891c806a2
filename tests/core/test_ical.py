"""Calendars that people subscribe to: read back with the same library, and looked at as text."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from parkdesk.core.ical import CANCELLED, Event, calendar

WHEN = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
TALK = Event(
    uid="meeting-7@parkdesk",
    sequence=0,
    starts=WHEN,
    ends=WHEN + timedelta(hours=2),
    title="联席会;3号楼,客梯",
    place="党群服务中心二楼议事厅",
    text="第一项\n第二项",
    url="https://desk.example.test/council/P01/",
    changed=WHEN - timedelta(days=5),
)


def read(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_what_is_written_reads_back_word_by_word():
    (one,) = read(calendar("园治会", [TALK]))
    assert (str(one["uid"]), int(one["sequence"]), str(one["status"])) == ("meeting-7@parkdesk", 0, "CONFIRMED")
    assert (str(one["summary"]), str(one["location"])) == (TALK.title, TALK.place)
    assert str(one["description"]) == TALK.text
    assert one["dtstart"].dt == TALK.starts
    assert one["dtend"].dt == TALK.ends
    assert one["dtstamp"].dt == TALK.changed


def test_times_are_those_of_shanghai_and_the_zone_stands_in_the_file():
    text = calendar("园治会", [TALK]).decode()
    assert "DTSTART;TZID=Asia/Shanghai:20261125T140000" in text
    assert "BEGIN:VTIMEZONE" in text


def test_lines_end_and_fold_as_the_standard_says():
    content = calendar("园治会" * 40, [TALK])
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


def test_a_date_that_was_called_off_stays_in_the_file():
    gone = Event("meeting-7@parkdesk", 2, WHEN, None, "联席会", status=CANCELLED)
    (one,) = read(calendar("园治会", [gone]))
    assert (str(one["status"]), int(one["sequence"])) == ("CANCELLED", 2)
    assert "dtend" not in one


def test_nobody_is_named_in_a_feed():
    text = calendar("园治会", [TALK]).decode()
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_the_same_dates_give_the_same_bytes():
    assert calendar("园治会", [TALK]) == calendar("园治会", [TALK])


@pytest.mark.parametrize("evil", ["a\r\nATTENDEE:mailto:x@example.test", "b\nBEGIN:VEVENT"])
def test_a_title_cannot_bring_a_line_of_its_own(evil):
    text = calendar("园治会", [Event("x", 0, WHEN, None, evil)]).decode()
    assert "\r\nATTENDEE" not in text
    assert text.count("\r\nBEGIN:VEVENT") == 1


def test_a_calendar_without_dates_is_a_calendar():
    assert not read(calendar("园治会", []))
