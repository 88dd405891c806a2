"""The bulletin (督办通报): how the units stand in a quarter, for print and for a meeting.

Green alone would reward closing early, so what came back and what was rated badly stands beside it (domain.md 7).
Protected and personal matters are counted and never named: the bulletin goes round (decisions 5, 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from councils.models import SupervisionOrder
from councils.quarters import Quarter
from enterprises.models import Unit
from parkdesk.core import clock
from parkdesk.core.models import Entry
from requests_flow import came_back
from requests_flow.came_back import CameBack

COLOURS = ("green", "amber", "red", "grey")
ALONG = ("need", "unit", "park")


@dataclass
class Standing:
    """One unit in the quarter: its orders with their lights, and beside them what came back of all its work."""

    unit: Unit | None
    running: int = 0
    struck_off: int = 0
    red: int = 0
    sent_back: int = 0
    lights: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLOURS, 0))
    conduct: CameBack = field(default_factory=CameBack)

    @property
    def lights_words(self) -> str:
        """Green, amber, red and grey, as numbers in this order."""
        return " / ".join(str(self.lights[colour]) for colour in COLOURS)


@dataclass(frozen=True)
class Bulletin:
    """Everything that the sheet prints. `orders` may be named; `unnamed` says how many may not."""

    year: int
    quarter: int
    first: date
    last: date
    orders: list[SupervisionOrder]
    unnamed: int
    standings: list[Standing]
    lights: dict[str, int]
    struck_off: int
    registered: int


def bulletin(year: int, quarter: int) -> Bulletin:
    """The figures of one quarter, as of now. Six queries, however many orders there are."""
    first, last = Quarter(year, quarter).days
    begins, ends = moments_of(Quarter(year, quarter))
    orders = list(_of_quarter(begins, ends))
    named = [order for order in orders if not order.is_private]
    return Bulletin(
        year=year,
        quarter=quarter,
        first=first,
        last=last,
        orders=named,
        unnamed=len(orders) - len(named),
        standings=_standings(orders, begins, ends),
        lights=lights_of(orders),
        struck_off=sum(_was_struck_off(order, begins, ends) for order in orders),
        registered=sum(begins <= order.registered_at < ends for order in orders),
    )


def moments_of(quarter: Quarter) -> tuple[datetime, datetime]:
    """When a quarter begins (inclusive) and ends (exclusive)."""
    first, last = quarter.days
    return clock.at(first, clock.OPENING.min), clock.at(last + timedelta(days=1), clock.OPENING.min)


def _of_quarter(begins: datetime, ends: datetime) -> Iterable[SupervisionOrder]:
    """Registered before the quarter ended and not over before it began."""
    lived = Q(ended_at__isnull=True) | Q(ended_at__gte=begins)
    found = SupervisionOrder.objects.registered().filter(lived, registered_at__lt=ends)
    return found.select_related(*ALONG).order_by("year", "number")


def _was_struck_off(order: SupervisionOrder, begins: datetime, ends: datetime) -> bool:
    is_done = order.state in {order.State.STRUCK_OFF, order.State.ARCHIVED}
    return is_done and order.ended_at is not None and begins <= order.ended_at < ends


def lights_of(orders: Iterable[SupervisionOrder]) -> dict[str, int]:
    """The orders that run, by the colour of their light."""
    found = dict.fromkeys(COLOURS, 0)
    for order in orders:
        light = order.light if order.is_open else None
        if light is not None:
            found[light.colour] += 1
    return found


def _standings(orders: list[SupervisionOrder], begins: datetime, ends: datetime) -> list[Standing]:
    """By unit, in the order of their names: a list of work, not a ranking."""
    sent_back = _sent_back(orders, begins, ends)
    back = came_back.by_unit(begins, ends)
    of_unit: dict[int, list[SupervisionOrder]] = {}
    found: dict[int, Standing] = {}
    for order in orders:
        if order.unit is not None:
            conduct = back.get(order.unit_id, CameBack())
            one = found.setdefault(order.unit_id, Standing(order.unit, conduct=conduct))
            of_unit.setdefault(order.unit_id, []).append(order)
            one.running += order.is_open
            one.struck_off += _was_struck_off(order, begins, ends)
            one.red += order.red_at is not None and begins <= order.red_at < ends
            one.sent_back += sent_back.get(order.pk, 0)
    for pk, one in found.items():
        one.lights = lights_of(of_unit[pk])
    return sorted(found.values(), key=lambda one: one.unit.name)


def _sent_back(orders: list[SupervisionOrder], begins: datetime, ends: datetime) -> dict[int, int]:
    label = SupervisionOrder._meta.label_lower
    found = Entry.objects.filter(
        subject_type=label, subject_id__in=[order.pk for order in orders], verb="councils.supervisionorder.send_back",
        at__gte=begins, at__lt=ends,
    )  # fmt: skip
    return dict(found.order_by().values_list("subject_id").annotate(count=Count("pk")))
