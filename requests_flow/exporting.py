"""The desk's list as a table to take away: the rows as they stand there, in the columns that somebody chose.

Cells are text or dates and never formulas. Nothing says how a reporter is reached, and of what is personal or
protected neither its words nor its firm leave the house (decisions 5, 6).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parkdesk.core.spreadsheets import Sheet
from requests_flow.lists import Listing
from requests_flow.masking import masked
from requests_flow.models import Need
from requests_flow.words import Category, Channel, Kind, Outcome, State, Tier, Urgency

AT_ONCE = 500
KEPT_FROM_OTHERS = ("is_personal", "is_protected")
PRIVATE = frozenset({"title", "enterprise"})
COLUMNS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "reference": (gettext_lazy("Number"), ("reference",)),
    "title": (gettext_lazy("Title"), ("title",)),
    "state": (pgettext_lazy("of a need", "State"), ("state",)),
    "tier": (gettext_lazy("Tier"), ("tier",)),
    "category": (gettext_lazy("Category"), ("category",)),
    "kind": (gettext_lazy("Kind"), ("kind",)),
    "urgency": (gettext_lazy("Urgency"), ("urgency",)),
    "channel": (gettext_lazy("Channel"), ("channel",)),
    "park": (gettext_lazy("Park"), ("park__name",)),
    "building": (gettext_lazy("Building"), ("building__name",)),
    "enterprise": (gettext_lazy("Enterprise"), ("enterprise__name", "enterprise_name")),
    "unit": (gettext_lazy("Unit"), ("unit__name",)),
    "owner": (pgettext_lazy("of a need", "Owner"), ("owner__name", "owner__username")),
    "submitted_at": (gettext_lazy("Received"), ("submitted_at",)),
    "due_at": (gettext_lazy("Due next"), ("due_at",)),
    "resolve_due_at": (gettext_lazy("Done by"), ("resolve_due_at",)),
    "outcome": (gettext_lazy("Outcome"), ("outcome",)),
    "closed_at": (gettext_lazy("Ended"), ("closed_at",)),
}
CHOICES = {
    "state": State, "tier": Tier, "category": Category, "kind": Kind, "urgency": Urgency, "channel": Channel,
    "outcome": Outcome,
}  # fmt: skip
USUAL = (
    "reference",
    "title",
    "state",
    "tier",
    "category",
    "park",
    "enterprise",
    "unit",
    "owner",
    "submitted_at",
    "due_at",
)


def known(columns: Iterable[str]) -> list[str]:
    """Those of the named columns that exist, once each; the usual ones when nothing is left."""
    return [name for name in dict.fromkeys(columns) if name in COLUMNS] or list(USUAL)


class Everything:
    """All needs that were handed in, oldest first; for commands, which know no reader."""

    def everything(self) -> Iterator[QuerySet[Need]]:
        yield Need.objects.exclude(reference=None).order_by("pk")


@dataclass(frozen=True)
class Table:
    """The rows of a list in some columns. Words are looked up when it is made, in the reader's language."""

    listing: Listing | Everything
    columns: list[str]
    heads: list[str]
    words: Mapping[str, Mapping[str, str]]
    kept_back: str

    @classmethod
    def of(cls, listing: Listing | Everything, columns: Iterable[str]) -> "Table":
        chosen = known(columns)
        return cls(
            listing=listing,
            columns=chosen,
            heads=[str(COLUMNS[name][0]) for name in chosen],
            words={name: {value: str(label) for value, label in some.choices} for name, some in CHOICES.items()},
            kept_back=_("(not exported: personal or protected)"),
        )

    def rows(self) -> Iterator[list[str | datetime]]:
        """Each row of the list once, in its order, read in parts."""
        wanted = sorted({path for name in self.columns for path in COLUMNS[name][1]})
        for segment in self.listing.everything():
            for row in segment.values(*wanted, *KEPT_FROM_OTHERS).iterator(chunk_size=AT_ONCE):
                yield [self._cell(name, row) for name in self.columns]

    def _cell(self, name: str, row: Mapping[str, Any]) -> str | datetime:
        if name in PRIVATE and any(row[one] for one in KEPT_FROM_OTHERS):
            return self.kept_back
        value = next((row[path] for path in COLUMNS[name][1] if row[path]), "")
        if isinstance(value, datetime):
            return value
        return masked(self.words.get(name, {}).get(value, str(value)))

    def sheet(self) -> Sheet:
        """The table for the one doorway of exports."""
        return Sheet(_("Needs"), self.heads, self.rows)
