"""All councils of one person on one page: what waits for whom until when, and how each of them fares (point 10).

Figures are of the last 365 days, each with what it counts beside it; nothing is rounded up. Ten queries or so for
eight councils, and not one more for eighty.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils import membership, waits
from councils.models import Attendance, Case, CompositionAlarm, Council, Elector, Meeting, Minutes, Resolution, Round
from councils.tally import Result
from enterprises.models import Person
from parkdesk.core import clock

YEAR = timedelta(days=365)
SHOWN = 40
Kind = Attendance.Kind


@dataclass(frozen=True)
class Line:
    """One thing that somebody has to do in one of my councils."""

    council: str
    what: str
    who: str
    url: str
    light: clock.Light | None = None

    @property
    def order(self) -> tuple[bool, Any]:
        return self.light is None or self.light.due is None, self.light.due if self.light else None


@dataclass
class Row:
    """One council with its figures; None where there is nothing to count yet."""

    council: Council
    next_meeting: datetime | None = None
    days_to_decide: int | None = None
    decided: int = 0
    came: int = 0
    called: int = 0
    without_quorum: int = 0
    overdue: int = 0
    has_alarm: bool = False

    @property
    def attendance(self) -> int | None:
        """Percent of those called who came, rounded down."""
        return self.came * 100 // self.called if self.called else None


@dataclass(frozen=True)
class Shared:
    """The same matter before several of my councils: one answer may serve them all."""

    label: str
    cases: list[Case] = field(default_factory=list)


def of(person: Person) -> dict[str, Any]:
    """Everything that the page and its table show to somebody who sits in councils."""
    councils = [one.council for one in membership.seats_of(person)]
    lines = sorted(_lines(councils, person), key=lambda line: (line.order[0], str(line.order[1] or "")))
    return {
        "mine": waits.of(person) if councils else [],
        "lines": lines[:SHOWN],
        "rows": rows(councils),
        "shared": shared(councils, person),
    }


def rows(councils: list[Council]) -> list[Row]:
    """The figures of each council, in the order of the parks."""
    found = {one.pk: Row(one) for one in councils}
    since = clock.now() - YEAR
    _meetings(found, since)
    _decisions(found, since)
    overdue = Resolution.objects.overdue().filter(council__in=found)
    for pk, count in overdue.values_list("council").annotate(count=Count("pk")):
        found[pk].overdue = count
    for pk in CompositionAlarm.objects.sounding().filter(council__in=found).values_list("council", flat=True):
        found[pk].has_alarm = True
    return list(found.values())


def _meetings(found: dict[int, Row], since: datetime) -> None:
    ahead = Meeting.objects.ahead().exclude(state=Meeting.State.DRAFT).filter(council__in=found)
    for pk, starts_at in ahead.values_list("council", "starts_at"):
        known = found[pk].next_meeting
        found[pk].next_meeting = min(known, starts_at) if known else starts_at
    held = Attendance.objects.members().filter(meeting__council__in=found, meeting__ended_at__gte=since)
    counts = {
        "called": Count("pk", filter=Q(kind__in=[Kind.PRESENT, Kind.EXCUSED, Kind.ABSENT])),
        "came": Count("pk", filter=Q(kind=Kind.PRESENT)),
    }
    for pk, were_called, were_there in held.order_by().values_list("meeting__council").annotate(**counts):
        found[pk].called, found[pk].came = were_called, were_there


def _decisions(found: dict[int, Row], since: datetime) -> None:
    decided = Case.objects.filter(council__in=found, decided_at__gte=since)
    took: dict[int, list[int]] = defaultdict(list)
    for pk, opened_at, decided_at in decided.values_list("council", "opened_at", "decided_at"):
        if opened_at is not None:
            took[pk].append((decided_at - opened_at).days)
    for pk, days in took.items():
        found[pk].decided, found[pk].days_to_decide = len(days), int(median(days))
    missed = Round.objects.filter(case__council__in=found, closed_at__gte=since, result=Result.NO_QUORUM)
    for pk, count in missed.order_by().values_list("case__council").annotate(count=Count("pk")):
        found[pk].without_quorum = count


def _lines(councils: list[Council], person: Person) -> Iterable[Line]:
    """Votes, what was agreed, minutes: of all my councils, each with who has to do it."""
    names = {one.pk: one.park.name for one in councils}
    yield from _votes(names, person)
    agreed = Resolution.objects.visible_to(person).in_force().filter(council__in=names)
    for one in agreed.select_related("unit", "council__park"):
        url = reverse("councils:resolutions", args=[one.council.park.code])
        yield Line(names[one.council_id], one.display_text, one.unit.display_name, url, one.light)
    papers = Minutes.objects.filter(council__in=names).exclude(state=Minutes.State.ISSUED)
    for one in papers.select_related("council__park", "meeting__rule_set"):
        yield Line(names[one.council_id], one.display_title, _whose(one), one.get_absolute_url(), one.light)


def _votes(names: dict[int, str], person: Person) -> Iterable[Line]:
    """Open votes with how many have not voted: who they are is said to nobody, a secret vote is among them."""
    missing = Count("electors", filter=Q(electors__standing=Elector.Standing.VOTER, electors__receipt=None))
    seen = Case.objects.visible_to(person).filter(council__in=names)
    open_votes = Round.objects.open().filter(case__in=seen).select_related("case__council__park", "case__need")
    for vote in open_votes.annotate(missing=missing):
        who = ngettext("%(count)d member has not voted", "%(count)d members have not voted", vote.missing)
        case = vote.case
        words = who % {"count": vote.missing}
        yield Line(names[case.council_id], case.display_title, words, case.get_absolute_url(), vote.light)


def _whose(one: Minutes) -> str:
    """Whose turn minutes are: that follows from their state."""
    return {
        Minutes.State.DRAFT: _("the office sends them round"),
        Minutes.State.CIRCULATED: _("those who were there read them"),
        Minutes.State.APPROVED: _("two parties countersign"),
    }.get(one.state, _("the community leader issues them"))


def shared(councils: list[Council], person: Person) -> list[Shared]:
    """Open cases about the same service, or else of the same category, in several of my parks."""
    seen = Case.objects.visible_to(person).open().filter(council__in=councils, need__isnull=False)
    heaps: dict[str, list[Case]] = defaultdict(list)
    for case in seen.select_related("need__service", "council__park").order_by("council__park__code", "pk"):
        need = case.need
        label = need.service.name if need.service_id else need.get_category_display()
        heaps[str(label)].append(case)
    found = [Shared(label, cases) for label, cases in heaps.items() if len({one.council_id for one in cases}) > 1]
    return sorted(found, key=lambda one: -len(one.cases))
