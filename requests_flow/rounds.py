"""Safety rounds: those that the desk calls, and those that each long holiday calls by itself (domain.md 9)."""

from dataclasses import dataclass
from datetime import date, timedelta

from parkdesk.core import clock
from parkdesk.core.models import CalendarDay
from requests_flow.models import SafetyRound

# Before these the park is looked through; a round takes the two weeks before the first day off.
FESTIVALS = ("春节", "国庆节")
LEAD = timedelta(days=14)


@dataclass(frozen=True)
class Round:
    """One round: for every firm of a park, or of all parks when none is named."""

    title: str
    starts_on: date
    ends_on: date
    park: int | None = None

    def is_for(self, park: int) -> bool:
        return self.park in (None, park)


def running_rounds(today: date) -> list[Round]:
    """The rounds of this day, those of the desk first."""
    called = SafetyRound.objects.filter(starts_on__lte=today, ends_on__gte=today).order_by("ends_on", "pk")
    found = [Round(one.title, one.starts_on, one.ends_on, one.park_id) for one in called]
    return found + _before_festivals(today)


def _before_festivals(today: date) -> list[Round]:
    off = CalendarDay.objects.filter(
        kind=CalendarDay.Kind.HOLIDAY, name_zh__in=FESTIVALS, date__range=(today, today + LEAD)
    )
    first: dict[str, date] = {}
    for name, day in off.order_by("date").values_list("name_zh", "date"):
        first.setdefault(name, day)
    # On the days off themselves nobody walks round: the first day ahead is then the second of a row.
    row = {name: day for name, day in first.items() if day > today and not _is_off(day - timedelta(days=1))}
    return [Round(name, day - LEAD, day - timedelta(days=1)) for name, day in row.items()]


def _is_off(day: date) -> bool:
    return day in clock.calendar().holidays
