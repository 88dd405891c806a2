"""How often what a unit completed came back: opened again, or rated badly. It stands beside every light of a unit.

Measuring units by green alone rewards closing early (domain.md 7), so each rate is given with its two numbers. Two
queries for all units, however many there are.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkdesk.core import clock
from parkdesk.core.models import Entry
from requests_flow import by_light
from requests_flow.models import Mending, Need, Rating

BAD = 2
RESOLVED, REOPENED = "requests_flow.need.resolve", "requests_flow.need.reopen"
DEFINITION = gettext_lazy(
    "Opened again: of the completions within the time shown, those after which the need was opened again within it; "
    "they count for the unit that has the need now. Bad ratings: those of 1 or 2 given within the time shown, without "
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
    """What came back from `since` (inclusive) until `until` (exclusive), by the key of the unit."""
    done, bad = _completions(since, until), _bad_ratings(since, until)
    return {unit: CameBack(*done.get(unit, (0, 0)), *bad.get(unit, (0, 0, 0))) for unit in done.keys() | bad.keys()}


def _completions(since: datetime, until: datetime) -> dict[int, tuple[int, int]]:
    label = Need._meta.label_lower
    later = Entry.objects.filter(
        subject_type=label, subject_id=OuterRef("subject_id"), verb=REOPENED, seq__gt=OuterRef("seq"), at__lt=until
    )
    unit = Subquery(Need.objects.filter(pk=OuterRef("subject_id")).values("unit")[:1])
    rows = Entry.objects.filter(subject_type=label, verb=RESOLVED, at__gte=since, at__lt=until)
    rows = rows.annotate(unit=unit, is_back=Exists(later)).filter(unit__isnull=False).order_by()
    counted = rows.values("unit").annotate(done=Count("pk"), back=Count("pk", filter=Q(is_back=True)))
    return {row["unit"]: (row["done"], row["back"]) for row in counted}


def _bad_ratings(since: datetime, until: datetime) -> dict[int, tuple[int, int, int]]:
    rows = Rating.objects.filter(grade__lte=BAD, at__gte=since, at__lt=until, need__unit__isnull=False)
    rows = rows.exclude(mending__verdict=Mending.Verdict.MISTAKEN).order_by()
    counted = rows.values(unit=F("need__unit")).annotate(
        bad=Count("pk"),
        upheld=Count("pk", filter=Q(mending__verdict=Mending.Verdict.UPHELD)),
        mended=Count("pk", filter=Q(mending__mended_at__isnull=False)),
    )
    return {row["unit"]: (row["bad"], row["upheld"], row["mended"]) for row in counted}


def lights_by_unit(now: datetime) -> dict[int, Lights]:
    """The open needs of each unit by colour. One query."""
    cal = clock.calendar()
    counts = {colour: Count("pk", filter=by_light.condition(colour, cal, now)) for colour in by_light.COLOURS}
    rows = Need.objects.open().filter(unit__isnull=False).order_by().values("unit").annotate(**counts)
    return {row["unit"]: Lights(**{colour: row[colour] for colour in by_light.COLOURS}) for row in rows}
