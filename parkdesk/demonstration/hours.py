"""Office hours as one line of minutes: so many back from now, so many on from a moment. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from parkdesk.core.workdays import BLOCKS, OPENING, SHANGHAI, Calendar, add_working_days, at

A_DAY = 420  # office minutes of a working day
ONE_DAY = timedelta(days=1)
MORNING, NIGHT = time(7, 40), time(21, 30)
# When a need that waits to be sorted came in: long enough ago to be read, short enough not to be late.
JUST_NOW = timedelta(minutes=25)


def forward(cal: Calendar, moment: datetime, minutes: float) -> datetime:
    """So many office minutes after a moment; with 0 the moment itself or the next opening."""
    left = timedelta(minutes=minutes)
    for begin, end in _blocks(cal, moment, 1):
        start = max(begin, moment)
        if start < end and end - start >= left:
            return start + left
        left -= max(end - start, timedelta(0))
    raise AssertionError("the line of office hours has no end")


def back(cal: Calendar, moment: datetime, minutes: float) -> datetime:
    """So many office minutes before a moment; with 0 the moment itself or the last closing."""
    left = timedelta(minutes=minutes)
    for begin, end in _blocks(cal, moment, -1):
        stop = min(end, moment)
        if begin < stop and stop - begin >= left:
            return stop - left
        left -= max(stop - begin, timedelta(0))
    raise AssertionError("the line of office hours has no beginning")


def just_now(now: datetime) -> datetime:
    """A moment a little before now at which people are awake."""
    moment = (now - JUST_NOW).astimezone(SHANGHAI)
    if moment.time() < MORNING:
        moment = datetime.combine(moment.date() - ONE_DAY, NIGHT, SHANGHAI)
    return min(moment, datetime.combine(moment.date(), NIGHT, SHANGHAI))


def three_days_before_tomorrow(cal: Calendar, now: datetime) -> datetime:
    """A morning from which three working days end on the next working day."""
    wanted = add_working_days(cal, now.astimezone(SHANGHAI).date(), 1)
    day = wanted - ONE_DAY
    while add_working_days(cal, day, 3) != wanted or not cal.is_working(day):
        day -= ONE_DAY
    return at(day, OPENING) + timedelta(minutes=40)


def _blocks(cal: Calendar, moment: datetime, direction: int) -> Iterator[tuple[datetime, datetime]]:
    day: date = moment.astimezone(SHANGHAI).date()
    while True:
        if cal.is_working(day):
            for begin, end in BLOCKS[::direction]:
                yield at(day, begin), at(day, end)
        day += direction * ONE_DAY
