"""The desk's list: what an address asks for, the counts on its tabs, and one page of needs, red first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Min, Q

from enterprises import finding
from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.remembered import Counted, remembered
from requests_flow import by_light, reference
from requests_flow.cursors import Cursor, Page, Segment, page
from requests_flow.models import Need
from requests_flow.models.queries import AT_THE_DESK, OPEN, NeedQuerySet
from requests_flow.rows import COLUMNS, Row
from requests_flow.words import ENDS, Category, State, Tier

SIZE = 25
# Beyond open work nobody needs the exact number (decisions 48).
MANY = 1000
OPEN_TABS = ("mine", "open", "today", "overdue", "sort")
TABS = (*OPEN_TABS, "ended")
NOBODY = "none"
RUNNING_FIRST = (
    Segment(Q(stopped_at__isnull=True, due_at__isnull=False), "due_at"),
    Segment(Q(stopped_at__isnull=False) | Q(due_at__isnull=True), "submitted_at"),
)
NEWEST_FIRST = (Segment(Q(), "submitted_at", is_descending=True),)
SHORT = re.compile(r"^(\d{6,18})-?[0-9A-Z]$")


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for. Values that mean nothing are left out, never an error."""

    tab: str = ""
    q: str = ""
    state: str = ""
    tier: str = ""
    light: str = ""
    park: str = ""
    category: str = ""
    owner: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], person: Person) -> "Asked":
        """Read the GET parameters of a request; without a tab, the one that this person works from."""
        said = {name: (query.get(name) or "").strip()[:200] for name in cls.__dataclass_fields__}
        for name, known in KNOWN.items():
            if said[name] not in known:
                said[name] = ""
        if said["owner"] != NOBODY and not re.fullmatch(r"\d{1,18}", said["owner"]):
            said["owner"] = ""
        said["tab"] = said["tab"] or first_tab(person)
        return cls(**said)

    def address(self, **changes: str) -> str:
        """`?…` of this list with something changed; it begins at the first page again."""
        said = replace(self, **{"cursor": "", **changes})
        return "?" + urlencode({name: value for name, value in vars(said).items() if value})

    @property
    def conditions(self) -> dict[str, str]:
        """What is asked besides the tab."""
        return {name: value for name, value in vars(self).items() if value and name not in {"tab", "cursor"}}

    @property
    def is_past(self) -> bool:
        """Ended needs are asked for: by the tab or by their state."""
        return self.tab == "ended" or self.state in ENDS

    @property
    def number(self) -> dict[str, str | int] | None:
        """The need that is asked for by its number, in any shape; None when the words are no number."""
        whole = reference.tidy(self.q)
        if whole:
            return {"reference": whole}
        short = SHORT.match(self.q.upper().strip())
        return {"pk": int(short[1])} if short else None


KNOWN = {
    "tab": frozenset(TABS),
    "state": frozenset(State.values) - {State.DRAFT},
    "tier": frozenset(Tier.values),
    "light": frozenset(by_light.COLOURS),
    "category": frozenset(Category.values),
}


def first_tab(person: Person) -> str:
    """A specialist works from the own line, everybody else from all that is open."""
    return "mine" if person.wears(Role.SPECIALIST) and not person.wears(Role.DESK_MANAGER) else "open"


@dataclass(frozen=True)
class Listing:
    """One look at the list by one person. Everything is worked out when it is asked for, and once."""

    asked: Asked
    person: Person
    now: datetime

    @cached_property
    def counts(self) -> dict[str, int]:
        """Exact counts of open work for each tab, in one query; none while nobody writes anything."""
        return remembered(("desk counts", self.person.pk), self.now, self._count)

    def _count(self) -> Counted:
        wanted = {tab: Count("pk", filter=self._of_tab(tab)) for tab in OPEN_TABS if tab != "open"}
        next_due = Min("due_at", filter=Q(due_at__gt=self.now))
        found = self._seen.filter(OPEN).aggregate(open=Count("pk"), next_due=next_due, **wanted)
        tomorrow = self._tomorrow
        return Counted(found, until=min(found.pop("next_due") or tomorrow, tomorrow))

    @cached_property
    def page(self) -> Page:
        found = page(self._rows.values_list(*COLUMNS, named=True), self._segments, Cursor.read(self.asked.cursor), SIZE)
        return replace(found, rows=[Row(*values) for values in found.rows])

    def everything(self) -> list[NeedQuerySet]:
        """All rows of the list in its order, segment by segment: for whoever takes them away."""
        return [
            self._rows.filter(one.holds).order_by(*(f"-{key}" if one.is_descending else key for key in (one.key, "pk")))
            for one in self._segments
        ]

    @cached_property
    def total(self) -> int:
        """How many there are: exact for open work, at most MANY + 1 beyond."""
        if self.page.older is None:
            return self.page.last
        if not self.asked.conditions and not self.asked.is_past:
            return self.counts[self.asked.tab]
        if self.asked.is_past or self.asked.number:
            return self._rows.order_by()[: MANY + 1].count()
        return self._rows.count()

    @property
    def is_more_than_counted(self) -> bool:
        return self.total > MANY and self.asked.is_past

    @property
    def _segments(self) -> tuple[Segment, ...]:
        return NEWEST_FIRST if self.asked.is_past or self.asked.number else RUNNING_FIRST

    @property
    def _seen(self) -> NeedQuerySet:
        """What this person may read here; drafts are left out already."""
        return Need.objects.at_the_desk(self.person)

    @property
    def _rows(self) -> NeedQuerySet:
        if self.asked.number:
            return self._seen.filter(**self.asked.number)
        rows = self._seen.ended() if self.asked.is_past else self._seen.filter(OPEN, self._of_tab(self.asked.tab))
        return rows.filter(self._asked_for())

    def _of_tab(self, tab: str) -> Q:
        return {
            "mine": self._mine,
            "today": self._due_today,
            "overdue": lambda: by_light.condition("red", clock.calendar(), self.now),
            "sort": lambda: Q(state__in=AT_THE_DESK),
        }.get(tab, Q)()

    def _mine(self) -> Q:
        mine = Q(owner=self.person) | Q(handler=self.person)
        lines = sorted(self.person.lines())
        return mine | Q(line__in=lines) if lines else mine

    @property
    def _tomorrow(self) -> datetime:
        return clock.at(self.now.astimezone(clock.SHANGHAI).date() + timedelta(days=1), time())

    def _due_today(self) -> Q:
        return Q(by_light.RUNNING, due_at__gte=self.now, due_at__lt=self._tomorrow)

    @cached_property
    def _said(self) -> Q:
        """The words, or the first letters of the firm that a need is of: hzcq for 杭州辰擎.

        The firms are asked for beforehand: with their ids PostgreSQL joins the index of the words and that of the
        firms; with a query in their place it would read every row.
        """
        found, firms = Q(search_text__finds=self.asked.q), finding.by_initials(self.asked.q)
        return found | Q(enterprise__in=firms) if firms else found

    def _asked_for(self) -> Q:
        asked, wanted = self.asked, Q()
        plain = {"state": "state", "tier": "tier", "category": "category", "park": "park__code"}
        for name, column in plain.items():
            if getattr(asked, name):
                wanted &= Q(**{column: getattr(asked, name)})
        if asked.q:
            wanted &= self._said
        if asked.owner:
            wanted &= Q(owner__isnull=True) if asked.owner == NOBODY else Q(owner=int(asked.owner))
        if asked.light and not asked.is_past:
            wanted &= by_light.condition(asked.light, clock.calendar(), self.now)
        return wanted
