"""What became of a notice: how many firms have read and confirmed it, by park and building, and who is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Length

from enterprises.models import Person
from requests_flow.models import Circular, CircularCopy
from requests_flow.models.outreach_copy import CopyQuerySet

State = CircularCopy.State
SHOWN = 200
COUNTS = {
    "firms": Count("pk"),
    "confirmed": Count("pk", filter=Q(state=State.CONFIRMED)),
    "told": Count("pk", filter=Q(state=State.TOLD)),
    "read": Count("pk", filter=Q(state=State.READ)),
    "out": Count("pk", filter=Q(state=State.OUT)),
}
# Heaps of the list: which states lie in each.
HEAPS = {
    "missing": (State.OUT, State.READ),
    "read": (State.READ,),
    "confirmed": (State.CONFIRMED, State.TOLD),
    "all": tuple(State),
}


@dataclass(frozen=True)
class Figures:
    """How many firms stand where."""

    firms: int
    confirmed: int
    told: int
    read: int
    out: int

    @property
    def missing(self) -> int:
        return self.read + self.out


def figures(copies: CopyQuerySet) -> Figures:
    return Figures(**copies.aggregate(**COUNTS))


def figures_of(circulars: Iterable[Circular], person: Person) -> dict[int, Figures]:
    """The same for many notices in one query, by their number; what has not gone out has none."""
    seen = CircularCopy.objects.visible_to(person).filter(circular__in=[one.pk for one in circulars])
    rows = seen.order_by().values("circular").annotate(**COUNTS)
    return {row.pop("circular"): Figures(**row) for row in rows}


def by_place(copies: CopyQuerySet) -> list[dict[str, Any]]:
    """The same for each building, in the order of the parks; firms without a building come last in theirs."""
    columns = ("enterprise__park__name", "enterprise__building__name")
    order = ("enterprise__park__code", "enterprise__building__code")
    return list(copies.order_by().values(*columns, *order).annotate(**COUNTS).order_by(*order))


def listed(copies: CopyQuerySet, heap: str) -> CopyQuerySet:
    """One heap, in the order in which somebody walks from door to door."""
    chosen = copies.filter(state__in=HEAPS.get(heap, HEAPS["missing"]))
    place = ("enterprise__park__code", "enterprise__building__code", Length("enterprise__room"), "enterprise__room")
    return chosen.select_related("enterprise__park", "enterprise__building", "told_by").order_by(*place, "pk")


def links_of(person: Person, circulars: Iterable[int]) -> dict[int, str]:
    """Where these notices open for somebody of a firm, by the number of the notice."""
    own = CircularCopy.objects.of_firms(person).filter(circular__in=list(circulars))
    return {one.circular_id: one.get_link() for one in own}
