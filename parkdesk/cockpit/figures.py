"""The five figures of the first page. Each is the needs that it counts (requests_flow.measures): its list fits it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from requests_flow import measures
from requests_flow.measures import Span
from requests_flow.models.queries import NeedQuerySet

Rows = Callable[[Span, datetime], NeedQuerySet]


@dataclass(frozen=True)
class Measure:
    """What a figure is called, how it is counted, which needs it counts and out of which."""

    code: str
    label: Any
    definition: Any
    rows: Rows
    out_of: Rows | None = None
    is_of_now: bool = False


def _collected(span: Span, now: datetime) -> NeedQuerySet:
    return measures.collected(span)


MEASURES = (
    Measure(
        "collected",
        _("Collected"),
        _("Needs handed in within the time shown, without invalid ones."),
        _collected,
    ),
    Measure(
        "solved",
        _("Solved"),
        _("Of the collected needs, those that ended as solved or partly solved. “Explained” is not counted."),
        lambda span, now: measures.solved(span),
        _collected,
    ),
    Measure(
        "on-time",
        _("On time"),
        _("Of the needs completed within the time shown, those completed by the promised date, without stopped time."),
        lambda span, now: measures.on_time(span),
        lambda span, now: measures.completed(span),
    ),
    Measure(
        "satisfied",
        _("Satisfied"),
        _("Of the needs rated within the time shown, those whose latest rating is “fairly satisfied” or better."),
        lambda span, now: measures.satisfied(span),
        lambda span, now: measures.rated(span),
    ),
    Measure(
        "overdue",
        _("Overdue now"),
        _("Open needs whose promised date has passed at this moment; those with a stopped clock are left out."),
        lambda span, now: measures.overdue(now),
        is_of_now=True,
    ),
)
BY_CODE = {one.code: one for one in MEASURES}


@dataclass(frozen=True)
class Choice:
    """A length of time that can be looked at, up to today."""

    code: str
    label: Any
    first: Callable[[date], date]


CHOICES = (
    Choice("year", _("This year"), lambda day: day.replace(month=1, day=1)),
    Choice("quarter", _("This quarter"), lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)),
    Choice("month", _("This month"), lambda day: day.replace(day=1)),
    Choice("all", _("Since the beginning"), lambda day: date(2000, 1, 1)),
)


@dataclass(frozen=True)
class View:
    """The cockpit at one moment, over one length of time."""

    choice: Choice
    now: datetime

    @classmethod
    def of(cls, code: str | None, now: datetime) -> "View":
        """The length of time that an address asks for; this year for anything unknown."""
        return cls(next((one for one in CHOICES if one.code == code), CHOICES[0]), now)

    @cached_property
    def span(self) -> Span:
        today = self.now.astimezone(clock.SHANGHAI).date()
        return Span(self.choice.first(today), today)

    def rows(self, measure: Measure) -> NeedQuerySet:
        """The needs that a figure counts."""
        return measure.rows(self.span, self.now)

    def count(self, measure: Measure) -> int:
        return self._count(measure.rows)

    def base(self, measure: Measure) -> int | None:
        """Out of how many; None for a plain count."""
        return self._count(measure.out_of) if measure.out_of else None

    def _count(self, rows: Rows) -> int:
        """Counted once, though a figure may be another one's base."""
        if rows not in self._counted:
            self._counted[rows] = rows(self.span, self.now).count()
        return self._counted[rows]

    @cached_property
    def _counted(self) -> dict[Rows, int]:
        return {}
