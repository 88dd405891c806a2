"""What everybody may know of a council: its meetings by date and place, its votes by their totals, its minutes.

A vote is published with what was agreed: once it stands in issued minutes, or in the register that everybody reads.
What is kept from the landlord or belongs to one person never is. Names stand nowhere here; the figures of a secret
vote only where they give nobody away (decisions 37, council.md 6.9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from councils import ballots
from councils.models import Case, Council, Meeting, Minutes, Resolution, Round
from councils.models.resolution import NEVER_IN_FORCE
from councils.tally import Outcome
from parkdesk.core import clock
from parkdesk.core.models import Entry

SHOWN = 5
# What changes a date that people have in their calendars.
MOVES = ("reschedule", "cancel")
KEPT_QUIET = Q(case__need__is_protected=True) | Q(case__need__is_personal=True)


@dataclass(frozen=True)
class Published:
    """One vote with its case, as everybody reads it."""

    round: Round
    outcome: Outcome

    @property
    def case(self) -> Case:
        return self.round.case

    @property
    def sentence(self) -> str:
        """The arithmetic in one sentence of the reader's language."""
        return self.outcome.sentence()


def meetings_of(councils: Iterable[Council]) -> QuerySet[Meeting]:
    """Meetings that were called, those called off as well: dates and places, nothing of what is said there."""
    called = Meeting.objects.filter(council__in=councils).exclude(state=Meeting.State.DRAFT)
    was_called = ~Q(state=Meeting.State.CANCELLED) | Q(attendances__isnull=False)
    return called.filter(was_called).distinct().select_related("council__park")


def votes() -> QuerySet[Round]:
    """The votes that everybody may read, the last one first."""
    issued = Q(state=Minutes.State.ISSUED)
    of_items = Minutes.objects.filter(issued).values("meeting")
    said = Q(
        case__agenda_items__meeting__in=of_items,
        case__agenda_items__is_public=True,
        case__agenda_items__meeting__ended_at__gte=F("closed_at"),  # what those minutes can speak of
    )
    agreed = Resolution.objects.exclude(state__in=NEVER_IN_FORCE).filter(case__isnull=False).values("case")
    open_to_all = Round.objects.filter(said | Q(case__in=agreed), state=Round.State.CLOSED).exclude(KEPT_QUIET)
    open_to_all = open_to_all.exclude(case__state=Case.State.PC_REVIEW)  # not agreed before it is confirmed
    along = open_to_all.distinct().select_related("case__council__park", "case__need", "rule_set")
    return along.order_by("-closed_at", "-pk")


def published(rounds: Iterable[Round]) -> list[Published]:
    """With their outcomes: two queries a vote."""
    return [Published(one, ballots.count(one)) for one in rounds]


def on_the_page(council: Council) -> dict[str, Any]:
    """What the page of a council shows to everybody: dates ahead, and the last vote with its arithmetic."""
    ahead = meetings_of([council]).filter(ended_at=None, starts_at__gte=clock.now()).order_by("starts_at", "pk")
    return {
        "meetings": list(ahead[:SHOWN]),
        "votes": published(votes().filter(case__council=council)[:1]),
    }


def minutes_of(council: Council | None = None) -> QuerySet[Minutes]:
    """Issued minutes, of one council or of all."""
    issued = Minutes.objects.issued().select_related("council__park", "meeting")
    return issued if council is None else issued.filter(council=council)


def changes(meetings: Iterable[Meeting]) -> dict[int, tuple[int, Any]]:
    """Of each meeting: how often its date was moved or called off, and when it was last changed. One query."""
    ids = [one.pk for one in meetings]
    verbs = [f"councils.meeting.{step}" for step in MOVES]
    of_them = Entry.objects.filter(subject_type="councils.meeting", subject_id__in=ids)
    told = of_them.filter(verb__in=[*verbs, "councils.meeting.convene"]).order_by().values("subject_id")
    rows = told.annotate(moved=Count("pk", filter=Q(verb__in=verbs)), last=Max("at"))
    return {row["subject_id"]: (row["moved"], row["last"]) for row in rows}
