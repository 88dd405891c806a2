"""Points that end are announced 60, 30 and 7 days before, each once, however often the clock ticks."""

from datetime import date

import pytest

from parkdesk.core import outbox
from parkdesk.core.models import Entry, Notice
from parkdesk.core.notices import words
from points import expiry, ticking
from points.models import ExpiryWarning
from tests.points.conftest import give, spend

pytestmark = pytest.mark.usefixtures("morning", "db")
TOLD = "points.expirywarning.tell"


@pytest.fixture
def ending(account, morning):
    """30 points that end on 31 December 2026, 20 that end a year later."""
    give(account, 30, on=date(2025, 6, 1))
    give(account, 20)
    return account


def told():
    return list(ExpiryWarning.objects.order_by("pk").values_list("days", "ends_on"))


def test_a_member_is_told_three_times(ending, morning):
    ends_on = date(2026, 12, 31)
    for day, expected in (
        ("2026-10-31", []),
        ("2026-11-01", [60]),
        ("2026-11-30", [60]),
        ("2026-12-01", [60, 30]),
        ("2026-12-24", [60, 30, 7]),
        ("2026-12-31", [60, 30, 7]),
        ("2027-01-01", [60, 30, 7]),
    ):
        morning(f"{day} 09:00")
        for _ in range(3):
            ticking.warn_of_points_that_end()
        assert told() == [(days, ends_on) for days in expected], day


def test_whoever_was_not_told_in_time_is_told_late_but_once(ending, morning):
    morning("2026-12-20 09:00")
    assert [ticking.warn_of_points_that_end() for _ in range(2)] == [1, 0]
    assert told() == [(30, date(2026, 12, 31))]


def test_what_is_spent_is_not_announced(ending, shop, morning):
    spend(ending, 30, shop)
    morning("2026-12-20 09:00")
    assert ticking.warn_of_points_that_end() == 0


def test_the_notice_says_how_many_and_until_when(ending, member, morning):
    morning("2026-12-20 09:00")
    ticking.warn_of_points_that_end()
    outbox.drain()
    assert Entry.objects.get(verb=TOLD).facts["points"] == 30
    notice = words(Notice.objects.get(entry__verb=TOLD, channel="in_app"))
    assert "30" in notice.subject
    assert "12月31日" in notice.body


def test_somebody_who_has_left_is_told_nothing(ending, member, morning):
    member.is_active = False
    member.save()
    morning("2026-12-20 09:00")
    ticking.warn_of_points_that_end()
    outbox.drain()
    assert not Notice.objects.filter(entry__verb=TOLD).exists()


def test_two_ticks_at_once_tell_it_once(ending):
    ends_on = date(2026, 12, 31)
    assert [expiry._tell(ending.pk, ends_on, 60, 30) for _ in range(2)] == [True, False]
    assert Entry.objects.filter(verb=TOLD).count() == 1
