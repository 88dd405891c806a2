"""How often what a unit completed came back: opened again, or rated badly. It stands beside every light of a unit.

Measuring units by green alone rewards closing early (domain.md 7), so each rate is given with its two numbers. Three
queries for all units, however many there are.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkdesk.core import clock
from parkdesk.core.models import Entry
from requests_flow import by_light
from requests_flow.models import Mending, Need, Rating

BAD = 2
LABEL = Need._meta.label_lower
# Steps that give a need to a unit.
GIVEN = tuple(f"requests_flow.need.{step}" for step in ("dispatch", "mandate", "take_over"))
RESOLVED, REOPENED = "requests_flow.need.resolve", "requests_flow.need.reopen"
DEFINITION = gettext_lazy(
    "Opened again: of the completions within the time shown, those after which the need was opened again within it; "
    "they count for the unit that had completed it. Bad ratings: those of 1 or 2 given within the time shown, without "
    "those found mistaken by another person; beside them how many were upheld and how many are mended."
)


@dataclass(frozen=True)
class CameBack:
    """Completions of a unit and what came back of them, within one length of time."""

    resolved: int = 0
    reopened: int = 0
    bad: int = 0
    upheld: int = 0
    mended: int = 0

    @property
    def reopened_words(self) -> str:
        """The rate with its two numbers; never a bare percentage."""
        if not self.resolved:
            return _("0 of 0")
        share = f"{100 * self.reopened / self.resolved:.0f}%"
        numbers = {"reopened": self.reopened, "resolved": self.resolved, "share": share}
        return _("%(reopened)s of %(resolved)s (%(share)s)") % numbers

    @property
    def bad_words(self) -> str:
        if not self.bad:
            return "0"
        numbers = {"bad": self.bad, "upheld": self.upheld, "mended": self.mended}
        return _("%(bad)s (upheld %(upheld)s, mended %(mended)s)") % numbers


@dataclass(frozen=True)
class Lights:
    """Open needs of a unit by the colour of their light, now."""

    green: int = 0
    amber: int = 0
    red: int = 0
    grey: int = 0

    @property
    def total(self) -> int:
        return self.green + self.amber + self.red + self.grey


def by_unit(since: datetime, until: datetime) -> dict[int, CameBack]:
    """What came back from `since` (inclusive) until `until` (exclusive), by the key of the unit that had completed it.

    A need that is opened again loses its unit: for those the trail says to whom it had been given. They are few.
    """
    done, back, bad = _completions(since, until), Counter[int](), _bad_ratings(since, until)
    for unit, is_back in _opened_again(since, until):
        done[unit] += 1
        back[unit] += is_back
    return {
        unit: CameBack(done[unit], back[unit], *(bad[name][unit] for name in ("bad", "upheld", "mended")))
        for unit in done.keys() | bad["bad"].keys()
    }


def _resolved(since: datetime, until: datetime) -> QuerySet[Entry]:
    """Completions, each with whether the need was opened again afterwards, at any time."""
    rows = Entry.objects.filter(subject_type=LABEL, verb=RESOLVED, at__gte=since, at__lt=until)
    return rows.annotate(is_open_again=Exists(_reopenings())).order_by()


def _reopenings() -> QuerySet[Entry]:
    later = Entry.objects.filter(subject_type=LABEL, subject_id=OuterRef("subject_id"), verb=REOPENED)
    return later.filter(seq__gt=OuterRef("seq"))


def _given_to(**before: OuterRef) -> Subquery:
    """The entry with which a need had been given to a unit, the last one before a moment or a line."""
    given = Entry.objects.filter(subject_type=LABEL, verb__in=GIVEN, **before)
    return Subquery(given.order_by("-seq").values("canonical")[:1])


def _unit_in(canonical: str | None) -> int | None:
    told = str(json.loads(canonical)["facts"].get("unit") or "") if canonical else ""
    return int(told.rpartition(":")[2]) if ":" in told else None


def _completions(since: datetime, until: datetime) -> Counter[int]:
    """Those that stand: the need still has the unit that completed it."""
    unit = Subquery(Need.objects.filter(pk=OuterRef("subject_id")).values("unit")[:1])
    rows = _resolved(since, until).filter(is_open_again=False).annotate(unit=unit).filter(unit__isnull=False)
    return Counter(dict(rows.values_list("unit").annotate(Count("pk"))))


def _opened_again(since: datetime, until: datetime) -> Iterator[tuple[int, bool]]:
    """The unit of each completion that did not stand, and whether that happened within the time shown."""
    given = _given_to(subject_id=OuterRef("subject_id"), seq__lt=OuterRef("seq"))
    rows = _resolved(since, until).filter(is_open_again=True)
    rows = rows.annotate(given=given, is_back=Exists(_reopenings().filter(at__lt=until)))
    for canonical, is_back in rows.values_list("given", "is_back"):
        unit = _unit_in(canonical)
        if unit is not None:
            yield unit, is_back


def _bad_ratings(since: datetime, until: datetime) -> dict[str, Counter[int]]:
    found: dict[str, Counter[int]] = {name: Counter() for name in ("bad", "upheld", "mended")}
    rows = Rating.objects.filter(grade__lte=BAD, at__gte=since, at__lt=until)
    rows = rows.exclude(mending__verdict=Mending.Verdict.MISTAKEN).order_by()
    given = _given_to(subject_id=OuterRef("need"), at__lte=OuterRef("at"))
    named = ("given", "mending__verdict", "mending__mended_at")
    for canonical, verdict, mended_at in rows.annotate(given=given).values_list(*named):
        unit = _unit_in(canonical)
        if unit is not None:
            found["bad"][unit] += 1
            found["upheld"][unit] += verdict == Mending.Verdict.UPHELD
            found["mended"][unit] += mended_at is not None
    return found


def lights_by_unit(now: datetime) -> dict[int, Lights]:
    """The open needs of each unit by colour. One query."""
    cal = clock.calendar()
    counts = {colour: Count("pk", filter=by_light.condition(colour, cal, now)) for colour in by_light.COLOURS}
    rows = Need.objects.open().filter(unit__isnull=False).order_by().values("unit").annotate(**counts)
    return {row["unit"]: Lights(**{colour: row[colour] for colour in by_light.COLOURS}) for row in rows}
