"""The calendar in force, the file of a notice, and the one clock that all processes share."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from parkdesk.core import clock, shift
from parkdesk.core.calendar_file import Faulty, load_calendar
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.models import CalendarDay, ClockShift

PACKAGED = Path(clock.__file__).parent / "data" / "calendar_cn.csv"


@pytest.fixture
def fresh(db):
    clock.forget_calendar()
    yield
    clock.forget_calendar()


@pytest.fixture
def demonstration(db, settings):
    settings.PARKDESK_DEMO = True
    shift.forget()
    yield
    shift.forget()


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_the_packaged_notices_are_in_force(fresh):
    calendar = clock.calendar()
    assert calendar.is_working(date(2026, 10, 10))
    assert not calendar.is_working(date(2026, 10, 7))
    assert calendar.years == {2025, 2026}


def test_the_calendar_costs_one_query_a_minute(fresh, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert clock.calendar() == clock.calendar()


def test_a_typhoon_day_is_off_and_makes_no_year_announced(fresh):
    CalendarDay.objects.create(date=date(2027, 8, 11), kind="holiday", name_zh="台风停工")
    assert not clock.calendar().is_working(date(2027, 8, 11))
    assert clock.calendar().is_provisional(date(2027, 8, 11))


def _file(tmp_path, *rows):
    path = tmp_path / "notice.csv"
    path.write_text("\ufeff" + "\n".join(["date,kind,name_zh", *rows]), encoding="utf-8")
    return path


def test_a_new_notice_replaces_its_year(fresh, tmp_path):
    CalendarDay.objects.create(date=date(2027, 3, 3), kind="holiday", name_zh="误录")
    loaded = load_calendar(_file(tmp_path, "2027-10-01,holiday,国庆节", "2027-10-09,makeup_workday,调休上班"))
    assert (loaded.years, loaded.days, loaded.gone) == ([2027], 2, [date(2027, 3, 3)])
    assert clock.calendar().is_working(date(2027, 10, 9))
    assert not clock.calendar().is_provisional(date(2027, 3, 3))


def test_the_last_days_of_december_replace_no_year(fresh, tmp_path):
    loaded = load_calendar(_file(tmp_path, "2026-12-31,holiday,元旦", "2027-10-01,holiday,国庆节"))
    assert loaded.years == [2027]
    assert not clock.calendar().is_working(date(2026, 10, 1))
    assert not clock.calendar().is_working(date(2026, 12, 31))


def test_a_notice_taken_in_twice_changes_nothing_more(fresh, capsys):
    before = list(CalendarDay.objects.values_list("date", "kind", "name_zh"))
    call_command("import_calendar", str(PACKAGED))
    call_command("import_calendar", str(PACKAGED))
    assert list(CalendarDay.objects.values_list("date", "kind", "name_zh")) == before
    assert "2025, 2026" in capsys.readouterr().out


def test_a_faulty_notice_changes_nothing_and_names_each_place(fresh, tmp_path):
    rows = ("2027-02-30,holiday,春节", "2027-10-01,party,国庆节", "2027-10-02,holiday,", "2026-01-01,holiday,元旦")
    before = CalendarDay.objects.count()
    with pytest.raises(Faulty) as refused:
        load_calendar(_file(tmp_path, *rows, rows[-1]))
    places = [(fault.row, fault.column) for fault in refused.value.faults]
    assert places == [(2, "date"), (3, "kind"), (4, "name_zh"), (6, "date")]
    assert CalendarDay.objects.count() == before


@pytest.mark.parametrize(
    "content", [b"", b"date,kind,name_zh\n", b"day,what\n1,2\n", b"date,kind,name_zh\n\xb9\xfa,,\n"]
)
def test_a_file_that_is_no_notice_is_refused_in_words(fresh, tmp_path, content):
    path = tmp_path / "notice.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"\d"):
        call_command("import_calendar", str(path))


def test_the_clock_of_a_real_house_costs_no_query_and_does_not_move(db, settings, django_assert_num_queries):
    settings.PARKDESK_DEMO = settings.PARKDESK_CLOCK_SHIFT = False
    with django_assert_num_queries(0):
        clock.now()
    with pytest.raises(RuntimeError, match="moves only"):
        shift.move_to(clock.now() + timedelta(days=1))


def test_a_demonstration_moves_to_the_next_opening_and_back(demonstration, at):
    at("2026-11-27 18:00")
    shift.move_to(clock.next_opening(clock.calendar(), clock.now()))
    assert clock.now() == on("2026-11-30 09:00")
    shift.move_to(clock.next_opening(clock.calendar(), clock.now()))
    assert clock.today() == date(2026, 12, 1)
    shift.reset()
    assert clock.now() == on("2026-11-27 18:00")


def test_a_demonstration_asks_for_its_offset_once_a_second(demonstration, django_assert_num_queries):
    with django_assert_num_queries(1):
        clock.now(), clock.now()


def test_another_process_sees_the_moved_clock(demonstration, at):
    at("2026-11-27 18:00")
    clock.now()
    ClockShift.objects.create(pk=1, seconds=3600)
    shift.forget()
    assert clock.now() == on("2026-11-27 19:00")


def test_today_turns_at_midnight_in_shanghai(db, at):
    at("2026-11-27 23:59:59")
    assert clock.today() == date(2026, 11, 27)
    at("2026-11-28 00:00:00")
    assert clock.today() == date(2026, 11, 28)
