"""Days and times are written as people in each language write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from parkdesk.core import words_of_time as words

DUE = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)  # 17:30 in Hangzhou


@pytest.fixture(autouse=True)
def november(at):
    at("2026-11-24 10:00")


@pytest.mark.parametrize(
    ("form", "chinese", "english"),
    [
        ("day", "11月27日 周五", "Fri 27 Nov"),
        ("short_day", "11月27日", "27 Nov"),
        ("weekday", "周五", "Fri"),
        ("day_time", "11月27日 周五 17:30", "Fri 27 Nov, 17:30"),
        ("time_of_day", "17:30", "17:30"),
        ("long_day", "2026年11月27日", "27 November 2026"),
    ],
)
def test_a_deadline_reads_as_people_write_it_in_both_languages(form, chinese, english):
    with override("zh-hans"):
        assert getattr(words, form)(DUE) == chinese
    with override("en"):
        assert getattr(words, form)(DUE) == english


def test_an_evening_in_london_is_the_next_day_in_hangzhou():
    with override("zh-hans"):
        assert words.day_time(datetime(2026, 11, 26, 20, 5, tzinfo=UTC)) == "11月27日 周五 4:05"


def test_a_plain_day_has_no_time():
    with override("en"):
        assert words.day_time(date(2026, 11, 27)) == "Fri 27 Nov"


@pytest.mark.parametrize(
    ("day", "words_of_it"),
    [
        (date(2027, 1, 4), "1月4日 周一"),
        (date(2025, 3, 5), "2025年3月5日 周三"),
        (date(2026, 3, 5), "3月5日 周四"),
    ],
)
def test_the_year_stands_only_where_it_could_be_mistaken(day, words_of_it):
    with override("zh-hans"):
        assert words.day(day) == words_of_it
