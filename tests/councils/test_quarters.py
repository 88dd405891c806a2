"""Quarters of a year, for the bulletin and the letters of reminder."""

from datetime import date, timedelta

import pytest

from councils.quarters import Quarter


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_lies_in_its_quarter(month):
    first, last = Quarter.of(date(2026, month, 15)).days
    assert first <= date(2026, month, 1) <= last
    assert (first.day, (last + timedelta(days=1)).day) == (1, 1)


def test_the_last_quarter_ends_with_the_year():
    assert Quarter(2026, 4).days == (date(2026, 10, 1), date(2026, 12, 31))


def test_quarters_go_back_over_the_new_year():
    assert [str(Quarter(2026, 2).back(count)) for count in (-1, 0, 1, 2)] == ["2026Q3", "2026Q2", "2026Q1", "2025Q4"]


@pytest.mark.parametrize("text", ["", "2026", "2026Q5", "99999Q1", "²Q1", "Q4"])
def test_what_is_no_quarter_is_read_as_none(text):
    assert Quarter.read(text) is None
    assert Quarter.read("2026q4") == Quarter(2026, 4)
