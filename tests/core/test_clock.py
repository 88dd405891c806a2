"""The house's clock: limits, blocks, stops, lights."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core import clock
from parkdesk.core.clock import SHANGHAI, Calendar, hours, minutes, working_days

GOLDEN = json.loads((Path(__file__).parent.parent / "data" / "calendar_golden.json").read_text())
PACKAGED = Path(clock.__file__).parent / "data" / "calendar_cn.csv"


def _packaged() -> Calendar:
    rows = [line.split(",") for line in PACKAGED.read_text(encoding="utf-8").splitlines()[1:]]
    return Calendar(
        holidays=frozenset(date.fromisoformat(day) for day, kind, _ in rows if kind == "holiday"),
        makeup=frozenset(date.fromisoformat(day) for day, kind, _ in rows if kind != "holiday"),
        years=frozenset({2025, 2026}),
    )


CHINA = _packaged()
DAYS = st.dates(date(2024, 12, 1), date(2028, 3, 31))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30)).map(lambda one: one.replace(tzinfo=SHANGHAI))


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# --- working days ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['start']}+{case['working_days']}")
def test_a_limit_ends_on_the_day_the_office_worked_out(case):
    due = clock.add_working_days(CHINA, date.fromisoformat(case["start"]), case["working_days"])
    assert due == date.fromisoformat(case["due"])


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year):
    assert clock.working_days_between(CHINA, date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_29_february_is_a_day_like_others():
    assert clock.add_working_days(CHINA, date(2028, 2, 28), 1) == date(2028, 2, 29)


def test_a_limit_of_no_days_on_a_day_off_moves_on():
    assert clock.add_working_days(CHINA, date(2026, 10, 1), 0) == date(2026, 10, 8)


def test_a_limit_does_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        clock.add_working_days(CHINA, date(2026, 10, 1), -1)


@pytest.mark.parametrize(("day", "is_working"), [("2027-01-01", False), ("2027-05-03", True), ("2027-10-01", False)])
def test_a_year_without_a_notice_has_weekends_and_fixed_holidays(day, is_working):
    assert CHINA.is_working(date.fromisoformat(day)) is is_working
    assert CHINA.is_provisional(date.fromisoformat(day))


def test_a_year_with_a_notice_is_not_provisional():
    assert not CHINA.is_provisional(date(2026, 12, 31))


@given(DAYS, st.integers(0, 80))
def test_a_limit_always_ends_on_a_working_day(start, n):
    assert CHINA.is_working(clock.add_working_days(CHINA, start, n))


@given(DAYS, st.integers(1, 80))
def test_a_longer_limit_ends_later(start, n):
    assert clock.add_working_days(CHINA, start, n) < clock.add_working_days(CHINA, start, n + 1)


@given(DAYS, st.integers(0, 20), st.integers(1, 40))
def test_who_starts_later_is_not_due_earlier(start, later, n):
    due = clock.add_working_days(CHINA, start, n)
    assert due <= clock.add_working_days(CHINA, start + timedelta(days=later), n)


@given(DAYS, st.integers(1, 80))
def test_counting_working_days_undoes_adding_them(start, n):
    due = clock.add_working_days(CHINA, start, n)
    assert clock.working_days_between(CHINA, start, due) == n
    assert clock.working_days_between(CHINA, due, start) == -n


# --- due times ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-23 08:00", "2026-11-23 12:00"),
        ("2026-11-23 09:00", "2026-11-23 12:00"),
        ("2026-11-23 09:01", "2026-11-23 17:30"),
        ("2026-11-23 12:40", "2026-11-23 17:30"),
        ("2026-11-23 13:31", "2026-11-24 12:00"),
        ("2026-11-23 23:59", "2026-11-24 12:00"),
        ("2026-11-27 15:00", "2026-11-30 12:00"),
        ("2026-11-28 10:00", "2026-11-30 12:00"),
        ("2026-10-09 15:00", "2026-10-10 12:00"),
        ("2026-09-30 15:00", "2026-10-08 12:00"),
    ],
)
def test_half_a_working_day_ends_with_the_next_half_day_block(start, due):
    assert clock.due_at(CHINA, on(start), working_days(0.5)) == on(due)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (working_days(1), "2026-11-24 17:30"),
        (working_days(1.5), "2026-11-25 12:00"),
        (working_days(3), "2026-11-26 17:30"),
        (hours(2), "2026-11-23 12:15"),
        (minutes(30), "2026-11-23 10:45"),
    ],
)
def test_each_kind_of_limit_has_its_own_end(limit, due):
    assert clock.due_at(CHINA, on("2026-11-23 10:15"), limit) == on(due)


def test_hours_run_on_days_off_and_over_midnight():
    assert clock.due_at(CHINA, on("2026-10-01 23:00"), hours(2)) == on("2026-10-02 01:00")


def test_the_day_of_a_need_is_the_day_in_shanghai():
    past_midnight = datetime.fromisoformat("2026-11-23T16:30:00+00:00")
    assert clock.due_at(CHINA, past_midnight, working_days(1)) == on("2026-11-25 17:30")
    assert clock.due_at(CHINA, past_midnight - timedelta(hours=1), working_days(1)) == on("2026-11-24 17:30")


@pytest.mark.parametrize("units", [{}, {"hours": 1, "minutes": 1}, {"half_days": -1}, {"hours": 0}])
def test_a_limit_has_exactly_one_unit(units):
    with pytest.raises(ValueError, match="exactly one unit"):
        clock.Limit(**units)


def test_working_days_come_in_halves():
    with pytest.raises(ValueError, match="halves"):
        working_days(0.3)


# --- stops ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stopped_from", "stopped_to", "due"),
    [
        ("2026-11-24 10:00", "2026-11-24 11:00", "2026-11-26 17:30"),
        ("2026-11-24 10:00", "2026-11-24 14:00", "2026-11-27 12:00"),
        ("2026-11-24 10:00", "2026-11-25 10:00", "2026-11-27 17:30"),
        ("2026-11-27 18:00", "2026-11-30 08:00", "2026-11-26 17:30"),
        ("2026-11-24 10:00", "2026-11-27 10:00", "2026-12-01 17:30"),
    ],
)
def test_a_stop_moves_the_due_time_by_the_blocks_that_were_stopped(stopped_from, stopped_to, due):
    moved = clock.shift_by_stop(CHINA, on("2026-11-26 17:30"), on(stopped_from), on(stopped_to))
    assert moved == on(due)


def test_a_stop_moves_a_limit_of_hours_by_the_time_that_passed():
    stop = on("2026-11-28 11:00"), on("2026-11-28 13:10")
    assert clock.shift_by_stop(CHINA, on("2026-11-28 12:00"), *stop, hours(2)) == on("2026-11-28 14:10")
    assert clock.shift_by_stop(CHINA, on("2026-11-28 12:20"), *stop) == on("2026-11-28 14:30")


def test_a_stop_that_ends_before_it_begins_moves_nothing():
    due = on("2026-11-26 17:30")
    assert clock.shift_by_stop(CHINA, due, on("2026-11-24 10:00"), on("2026-11-23 10:00")) == due


@given(MOMENTS, st.integers(1, 30), st.integers(0, 400), st.integers(0, 2000))
def test_after_a_stop_as_much_is_left_as_when_it_stopped(start, half_days, hours_on, hours_stopped):
    due = clock.due_at(CHINA, start, clock.Limit(half_days=half_days))
    stopped_from = min(start + timedelta(hours=hours_on), due)
    stopped_to = stopped_from + timedelta(hours=hours_stopped)
    moved = clock.shift_by_stop(CHINA, due, stopped_from, stopped_to)
    left = clock.half_days_between(CHINA, stopped_from, due)
    assert clock.half_days_between(CHINA, stopped_to, moved) == left


# --- lights ---------------------------------------------------------------------------------------

START, DUE = "2026-11-16 10:00", "2026-11-30 17:30"


def _light(now, due=DUE, stopped_since=None):
    stopped = on(stopped_since) if stopped_since else None
    return clock.light(CHINA, on(now), on(START), on(due) if due else None, stopped)


@pytest.mark.parametrize(
    ("now", "colour", "left", "zh", "en"),
    [
        ("2026-11-25 18:00", "green", 3, "按时，还剩 3 个工作日", "On time, 3 working days left"),
        ("2026-11-26 00:00", "amber", 2, "快到期，还剩 2 个工作日", "Due soon, 2 working days left"),
        ("2026-11-27 09:00", "amber", 1, "快到期，还剩 1 个工作日", "Due soon, 1 working day left"),
        ("2026-11-30 17:30", "amber", 0, "今天 17:30 到期", "Due today 17:30"),
        ("2026-11-30 17:31", "red", 0, "今天 17:30 起超期", "Overdue since today 17:30"),
        ("2026-12-01 08:00", "red", -1, "超期 1 个工作日", "1 working day overdue"),
        ("2026-12-02 08:00", "red", -2, "超期 2 个工作日", "2 working days overdue"),
    ],
)
def test_a_light_says_in_words_what_its_colour_shows(now, colour, left, zh, en):
    light = _light(now)
    assert (light.colour, light.days_left, light.total_days) == (colour, left, 10)
    assert light.is_overdue is (colour == "red")
    with translation.override("en"):
        assert light.words() == en
    with translation.override("zh-hans"):
        assert light.words() == zh


@pytest.mark.parametrize(("now", "colour"), [("2026-11-17 18:00", "green"), ("2026-11-18 08:00", "amber")])
def test_a_short_limit_turns_amber_with_one_working_day_left(now, colour):
    assert _light(now, due="2026-11-19 17:30").colour == colour


def test_what_ran_out_on_friday_evening_is_overdue_on_saturday():
    light = _light("2026-11-28 10:00", due="2026-11-27 17:30")
    assert (light.colour, light.days_left, light.is_today) == ("red", 0, False)
    with translation.override("en"):
        assert light.words() == "Overdue since Fri 27 Nov, 17:30"
    with translation.override("zh-hans"):
        assert light.words() == "11月27日 周五 17:30 起超期"


def test_a_limit_of_hours_on_a_day_off_names_its_moment():
    with translation.override("en"):
        assert _light("2026-11-28 23:30", due="2026-11-29 01:30").words() == "Due Sun 29 Nov, 1:30"


def test_a_stopped_light_is_grey_and_keeps_what_was_left():
    light = _light("2026-11-23 10:00", stopped_since="2026-11-18 15:00")
    assert (light.colour, light.days_left, light.stopped_days, light.is_overdue) == ("grey", 8, 3, False)
    with translation.override("en"):
        assert light.words() == "Stopped for 3 working days"
        assert _light("2026-11-18 16:00", stopped_since="2026-11-18 15:00").words() == "Stopped since today"


def test_at_a_weekend_a_stop_of_friday_is_not_todays():
    sunday = _light("2026-11-22 10:00", stopped_since="2026-11-20 15:00")
    assert sunday.words() == "11月20日 周五 15:00 起暂停计时"
    with translation.override("en"):
        assert sunday.words() == "Stopped since Fri 20 Nov, 15:00"


def test_without_a_due_time_there_is_no_limit_to_break():
    light = _light("2026-11-23 10:00", due=None)
    with translation.override("en"):
        assert (light.colour, light.words()) == ("grey", "No time limit")


def test_a_light_in_a_year_without_a_notice_is_provisional():
    assert _light("2026-11-23 10:00", due="2027-01-04 17:30").is_provisional


@pytest.mark.parametrize(
    ("now", "opening"),
    [("2026-11-23 08:00", "2026-11-24 09:00"), ("2026-11-27 20:00", "2026-11-30 09:00")],
)
def test_the_house_opens_at_nine_on_the_next_working_day(now, opening):
    assert clock.next_opening(CHINA, on(now)) == on(opening)
