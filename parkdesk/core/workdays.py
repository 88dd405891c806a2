"""Working days, half-day blocks and due times in China. Pure: values in, values out, no database, no "now".

Days are working days of the State Council's yearly notice (make-up workdays count); all times are Asia/Shanghai,
which has no daylight saving. Other packages read this through `parkdesk.core.clock`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The two half-day blocks of a working day (domain 4.3); a whole working day ends with the second.
BLOCKS = ((time(9), time(12)), (time(13, 30), time(17, 30)))
OPENING, CLOSING = BLOCKS[0][0], BLOCKS[-1][1]
# Month and day of the holidays that are fixed in the solar calendar (全国年节及纪念日放假办法, as of 2025): New Year,
# Labour Day (two days), National Day (three days). The others move with the moon or the sun.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """What differs from Monday to Friday. `years` are those whose notice is out; the others are provisional."""

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on this day. Answers for any year: without a notice from weekends and fixed holidays."""
        if day in self.makeup:
            return True
        if day in self.holidays or day.weekday() >= 5:
            return False
        return not (self.is_provisional(day) and (day.month, day.day) in FIXED_HOLIDAYS)

    def is_provisional(self, day: date) -> bool:
        """Whether the notice of that day's year is still missing, so that the answer may change."""
        return day.year not in self.years


@dataclass(frozen=True)
class Limit:
    """How long something may take, in exactly one unit: working half days, or hours or minutes of any day.

    Raises ValueError unless exactly one unit is set and above zero.
    """

    half_days: int = 0
    hours: int = 0
    minutes: int = 0

    def __post_init__(self) -> None:
        units = (self.half_days, self.hours, self.minutes)
        if min(units) < 0 or sum(unit > 0 for unit in units) != 1:
            raise ValueError(f"a limit has exactly one unit above zero: {self}")

    @property
    def is_round_the_clock(self) -> bool:
        """Hours and minutes run day and night, on days off too."""
        return not self.half_days


def working_days(count: float) -> Limit:
    """A limit of so many working days; halves are allowed. Raises ValueError for other fractions."""
    if count * 2 != int(count * 2):
        raise ValueError(f"working days come in halves: {count}")
    return Limit(half_days=int(count * 2))


def hours(count: int) -> Limit:
    """A limit of so many hours, day and night."""
    return Limit(hours=count)


def minutes(count: int) -> Limit:
    """A limit of so many minutes, day and night."""
    return Limit(minutes=count)


def add_working_days(cal: Calendar, start: date, n: int) -> date:
    """The day on which a limit of `n` working days ends; the day after `start` is day 1 (Civil Code Art. 201).

    With n = 0 it is `start`, moved on to the next working day if that is a day off (Art. 203).
    Raises ValueError for a negative n.
    """
    if n < 0:
        raise ValueError("a limit does not run backwards")
    day, left = start, n
    while left or not cal.is_working(day):
        day += ONE_DAY
        left -= left > 0 and cal.is_working(day)
    return day


@lru_cache(maxsize=4096)  # lists ask the same few pairs of days for row after row
def working_days_between(cal: Calendar, a: date, b: date) -> int:
    """How many working days lie after `a` and up to `b`; negative when `b` is before `a`.

    The inverse of `add_working_days` for n >= 1.
    """
    first, last = min(a, b), max(a, b)
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    count = sum(cal.is_working(day) for day in days)
    return count if a <= b else -count


def due_at(cal: Calendar, start: datetime, limit: Limit) -> datetime:
    """When a limit that starts at `start` ends; aware, in Asia/Shanghai.

    - Hours and minutes are added as they are.
    - Whole working days end at 17:30 of the last day; the day after `start` is day 1.
    - Half a working day ends with the next half-day block (decisions 17): the first block of a working day that
      has not begun before `start`. 08:00 and 09:00 give 12:00; 09:01 to 13:30 give 17:30; later or on a day off,
      12:00 of the next working day.
    - Other halves (1.5) are the whole days first, then half a day.
    """
    local = start.astimezone(SHANGHAI)
    if limit.is_round_the_clock:
        # Elapsed time; there is no daylight saving to jump over.
        return local + timedelta(hours=limit.hours, minutes=limit.minutes)
    whole, half = divmod(limit.half_days, 2)
    if whole:
        local = at(add_working_days(cal, local.date(), whole), CLOSING)
    return next(end for begin, end in _blocks(cal, local.date()) if begin >= local) if half else local


def shift_by_stop(
    cal: Calendar, due: datetime, stopped_from: datetime, stopped_to: datetime, limit: Limit | None = None
) -> datetime:
    """The due time after the clock stood still: as many half-day blocks are left as when it stopped.

    A block counts as stopped when its end lies in the stop. A due time that came from hours or minutes moves by
    the elapsed time instead; `limit` says which, without it a due time that is no block's end came from hours.
    """
    if stopped_to <= stopped_from:
        return due
    local = due.astimezone(SHANGHAI)
    is_elapsed = limit.is_round_the_clock if limit else local.time() not in {end for _, end in BLOCKS}
    if is_elapsed:
        return local + (stopped_to - stopped_from)
    moved = local
    ends = (end for _, end in _blocks(cal, local.date()) if end > local)
    for _ in range(half_days_between(cal, stopped_from, stopped_to)):
        moved = next(ends)
    return moved


def half_days_between(cal: Calendar, a: datetime, b: datetime) -> int:
    """How many half-day blocks end after `a` and up to `b` (0 when `b` is not later)."""
    count = 0
    for _, end in _blocks(cal, a.astimezone(SHANGHAI).date(), b.astimezone(SHANGHAI).date()):
        count += a < end <= b
    return count


def next_opening(cal: Calendar, now: datetime) -> datetime:
    """09:00 of the next working day after today."""
    return at(add_working_days(cal, now.astimezone(SHANGHAI).date(), 1), OPENING)


def at(day: date, clock_time: time) -> datetime:
    """That time of that day in Asia/Shanghai."""
    return datetime.combine(day, clock_time, SHANGHAI)


def _blocks(cal: Calendar, day: date, last: date = date.max) -> Iterator[tuple[datetime, datetime]]:
    """The half-day blocks from `day` on, in order."""
    while day <= last:
        if cal.is_working(day):
            for begin, end in BLOCKS:
                yield at(day, begin), at(day, end)
        day += ONE_DAY
