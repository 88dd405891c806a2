"""The lights of `parkdesk.core.lights` as conditions of a query, so that a list can ask for a colour.

Amber depends on working days left and in all (decisions 17), which a database cannot count. But there are few days
ahead on which amber is possible at all: for each of them the calendar says since when a limit must run.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from parkdesk.core import clock
from parkdesk.core.lights import AMBER_DAYS, AMBER_SHARE

COLOURS = ("red", "amber", "green", "grey")
# A limit of at most this many working days left can be amber: a fifth of three months.
FURTHEST = 13
# Each colour that runs asks `due_at` for more than to be there: that need not be asked besides.
RUNNING = Q(stopped_at__isnull=True)


def condition(colour: str, cal: clock.Calendar, now: datetime) -> Q:
    """Open needs whose light has that colour at `now`. Raises KeyError for another word."""
    if colour not in COLOURS:
        raise KeyError(colour)
    if colour == "grey":
        return Q(stopped_at__isnull=False)
    if colour == "red":
        return RUNNING & Q(due_at__lt=now)
    amber = _amber(cal, now)
    return RUNNING & Q(due_at__gte=now) & (amber if colour == "amber" else ~amber)


def _amber(cal: clock.Calendar, now: datetime) -> Q:
    """At most one working day left, or at most a fifth of the working days between start and due."""
    today = now.astimezone(clock.SHANGHAI).date()
    condition = Q(due_at__lt=_midnight(_after(cal, today, AMBER_DAYS + 1)))
    for left in range(AMBER_DAYS + 1, FURTHEST + 1):
        due, then = _after(cal, today, left), _after(cal, today, left + 1)
        needed = left / AMBER_SHARE
        condition |= Q(
            due_at__gte=_midnight(due),
            due_at__lt=_midnight(then),
            due_from__lt=_midnight(_back(cal, due, int(needed)) + timedelta(days=1)),
        )
    return condition


def _after(cal: clock.Calendar, day: date, count: int) -> date:
    return clock.add_working_days(cal, day, count)


def _back(cal: clock.Calendar, day: date, count: int) -> date:
    """The latest day after which at least `count` working days lie, up to `day`."""
    return next(earlier for earlier, working in _days_back(cal, day) if working >= count)


def _days_back(cal: clock.Calendar, day: date) -> Iterator[tuple[date, int]]:
    working = 0
    while True:
        working += cal.is_working(day)
        day -= timedelta(days=1)
        yield day, working


def _midnight(day: date) -> datetime:
    return clock.at(day, time())
