"""The house's clock: what time it is, the calendar in force, and the arithmetic of limits and lights.

All code reads `now()` and `today()` from here (decisions 16). The arithmetic is pure and lives in `workdays` and
`lights`; it takes the Calendar value that `calendar()` gives.
"""

import time
from datetime import date, datetime

from django.utils import timezone

from parkdesk.core import shift
from parkdesk.core.lights import Light, light
from parkdesk.core.models import CalendarDay
from parkdesk.core.workdays import (
    CLOSING,
    OPENING,
    SHANGHAI,
    Calendar,
    Limit,
    add_working_days,
    at,
    due_at,
    half_days_between,
    hours,
    minutes,
    next_opening,
    shift_by_stop,
    working_days,
    working_days_between,
)

__all__ = [
    "CLOSING",
    "OPENING",
    "SHANGHAI",
    "Calendar",
    "Light",
    "Limit",
    "add_working_days",
    "at",
    "calendar",
    "due_at",
    "forget_calendar",
    "half_days_between",
    "hours",
    "light",
    "machine_time",
    "minutes",
    "next_opening",
    "now",
    "shift_by_stop",
    "today",
    "working_days",
    "working_days_between",
]

# Another process may import a notice; a minute later all know it.
CALENDAR_FRESH_SECONDS = 60.0
_memo: tuple[float, Calendar] | None = None


def now() -> datetime:
    """The time of the house: the real time (aware, UTC) plus the shared offset of demonstrations and tests."""
    return shift.pinned() or timezone.now() + shift.current()


def machine_time() -> datetime:
    """The time of this machine, which no demonstration moves: how long ago a tick ran, how old a backup is."""
    return timezone.now()


def today() -> date:
    """The day it is in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def calendar() -> Calendar:
    """The calendar in force, from core.CalendarDay; at most one query a minute and process."""
    global _memo  # noqa: PLW0603  (a memo of this process)
    read_at = time.monotonic()
    if _memo is None or not 0 <= read_at - _memo[0] < CALENDAR_FRESH_SECONDS:
        _memo = read_at, _load()
    return _memo[1]


def forget_calendar() -> None:
    """Read the calendar anew at the next look: after an import, and between tests."""
    global _memo  # noqa: PLW0603  (a memo of this process)
    _memo = None


def _load() -> Calendar:
    by_kind: dict[str, set[date]] = {CalendarDay.Kind.HOLIDAY: set(), CalendarDay.Kind.MAKEUP: set()}
    for day, kind in CalendarDay.objects.values_list("date", "kind"):
        by_kind[kind].add(day)
    holidays = frozenset(by_kind[CalendarDay.Kind.HOLIDAY])
    return Calendar(
        holidays=holidays,
        makeup=frozenset(by_kind[CalendarDay.Kind.MAKEUP]),
        # 1 October is a holiday of every notice; a typhoon day entered by hand does not make a year announced.
        years=frozenset(day.year for day in holidays if (day.month, day.day) == (10, 1)),
    )
