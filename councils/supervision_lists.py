"""The register of supervision orders: heaps, lights with counts, what is most urgent on top.

Orders that run are few (tens in a community of 62 parks): they are read at once and sorted by their lights, which the
clock computes. What has ended is paged.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q

from councils.models import SupervisionOrder
from councils.models.supervision_queries import SupervisionOrderQuerySet
from councils.supervision_words import State
from enterprises.models import Person
from parkdesk.core import clock, flow

# At the most; beyond, the search finds them.
RUNNING_SHOWN = 300
A_PAGE = 25
LIGHTS = ("red", "amber", "green", "grey")
TABS = ("turn", "running", "proposed", "ended")
ALONG = ("need", "park", "unit", "asked", "resolution")
# Steps that carry an order on: where one of them is open to me, it is my turn.
NEXT = ("register", "assign", "sign", "feedback", "report", "verify", "strike_off", "extend")
# Feedback may be given at any time; it is asked for when its day is near.
ONLY_WHEN_DUE = frozenset({"feedback", "report"})


@dataclass(frozen=True)
class Asked:
    """What an address asks for; values that mean nothing are left out."""

    tab: str = "running"
    light: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        said = {name: (query.get(name) or "").strip()[:100] for name in cls.__dataclass_fields__}
        said["tab"] = said["tab"] if said["tab"] in TABS else "running"
        said["light"] = said["light"] if said["light"] in LIGHTS else ""
        return cls(**said)

    @property
    def query(self) -> dict[str, str]:
        return _said(vars(self))

    def address(self, **changes: str) -> str:
        return "?" + urlencode(_said(vars(self) | changes))


def _said(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Row:
    """An order with its light, and the steps that are open to whoever looks."""

    order: SupervisionOrder
    light: clock.Light | None
    steps: tuple[str, ...]

    @property
    def is_my_turn(self) -> bool:
        steps = set(self.steps) - ({"assign"} if self.order.assigned_at else set())
        return bool(steps - ONLY_WHEN_DUE) or (bool(steps) and self._is_note_due())

    def _is_note_due(self) -> bool:
        due = self.order.next_due_at
        return due is not None and clock.light(clock.calendar(), clock.now(), due, due).days_left <= 1


class Register:
    """One look at the register by one person."""

    def __init__(self, asked: Asked, person: Person, page: str = "") -> None:
        self.asked, self.person, self._page = asked, person, page

    @property
    def _seen(self) -> SupervisionOrderQuerySet:
        seen = SupervisionOrder.objects.visible_to(self.person).select_related(*ALONG)
        return seen.filter(_finds(self.asked.q)) if self.asked.q else seen

    @cached_property
    def open_rows(self) -> list[Row]:
        """Everything that is proposed or runs, the most urgent first."""
        orders = list(self._seen.open().order_by("pk")[:RUNNING_SHOWN])
        called = list(self._seen.to_call_again().order_by("pk")[:RUNNING_SHOWN])
        return sorted((self._row(order) for order in orders + called), key=_urgency)

    def _row(self, order: SupervisionOrder) -> Row:
        return Row(order, order.light, tuple(flow.open_steps(order, self.person, among=NEXT)))

    @cached_property
    def heaps(self) -> dict[str, list[Row]]:
        rows = self.open_rows
        return {
            "turn": [row for row in rows if row.is_my_turn],
            "running": [row for row in rows if row.order.state != State.DRAFTED],
            "proposed": [row for row in rows if row.order.state == State.DRAFTED],
        }

    @cached_property
    def lights(self) -> Counter:
        """How many of the heap have which light."""
        return Counter(row.light.colour for row in self.heaps.get(self.asked.tab, []) if row.light)

    @property
    def rows(self) -> list[Row]:
        wanted = self.asked.light
        return [row for row in self.heaps[self.asked.tab] if not wanted or (row.light and row.light.colour == wanted)]

    @cached_property
    def ended(self) -> Page:
        """What was struck off, archived or dropped, newest first."""
        found = self._seen.ended().order_by("-ended_at", "-pk")
        return Paginator(found, A_PAGE).get_page(self._page)


def _finds(words: str) -> Q:
    """By number, subject, unit, park or the number of the need."""
    found = Q(subject__icontains=words) | Q(unit__name__icontains=words) | Q(park__name__icontains=words)
    found |= Q(need__reference__iexact=words)
    digits = "".join(one for one in words.rpartition("〕")[2] if one.isdecimal())
    return found | Q(number=int(digits)) if digits and len(digits) < 6 else found


def _urgency(row: Row) -> Any:
    light = row.light
    rank = LIGHTS.index(light.colour) if light else len(LIGHTS)
    due = light.due.timestamp() if light and light.due else float("inf")
    return rank, due, row.order.pk
