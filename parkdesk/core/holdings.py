"""Personal data that the house holds, kind by kind: what for, on what ground, how long, what is left after erasure.

Each package says in its `privacy` module what it holds; `parkdesk.privacy` puts them side by side. One table feeds the
page that everybody reads, the page on which somebody sees their own, the copy they take along, and the job that lets
what is old fade (domain.md 11).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from parkdesk.core import clock

Words = Any  # text that is translated when it is shown
Row = dict[str, str]  # label and value, in the reader's language
A_YEAR = 365


@dataclass(frozen=True)
class Fading:
    """How what is old goes: `old(before)` are the rows whose time ended before that moment, `fade(row)` masks one.

    Both bear being run again: a row that has faded is not old any more.
    """

    days: int
    old: Callable[[datetime], QuerySet[Any]]
    fade: Callable[[Any], object]

    def due(self, days: int | None = None) -> QuerySet[Any]:
        """The rows whose time is over: the kind's own period, or another number of days."""
        return self.old(clock.now() - timedelta(days=self.days if days is None else days))


def term(starts_on: date, ends_on: date | None) -> str:
    """`from 1 Jan 2025`, or from one day to another: as in a record, with the year."""
    said = {"from": date_format(starts_on, "Y-m-d"), "until": date_format(ends_on, "Y-m-d") if ends_on else ""}
    return _("%(from)s to %(until)s") % said if ends_on else _("since %(from)s") % said


def nothing(_about: Model) -> list[Row]:
    """This kind is not held about that."""
    return []


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of personal data. `of_person` and `of_need` list what is held about whoever asks."""

    code: str
    label: Words
    purpose: Words
    basis: Words
    kept: Words
    # What stays after erasure, and why; empty: nothing.
    stays: Words = ""
    of_person: Callable[[Any], list[Row]] = nothing
    of_need: Callable[[Any], list[Row]] = nothing
    fading: Fading | None = None
