"""Rows of an import as people read them: by outcome, with their messages and what changes in which field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from enterprises.directory import location, report
from enterprises.directory.firms import CONTACT
from enterprises.directory.matching import Buildings, Parks
from enterprises.directory.plans import MAKE, WRITTEN
from enterprises.imports import deciding
from enterprises.imports.forms import FIELDS
from enterprises.imports.rows import COLUMNS, messages_of
from enterprises.models import Building, DirectoryImport, Enterprise, ImportRow, Park
from parkdesk.core import clock

LABELS: Mapping[str, Any] = {
    report.CREATED: pgettext_lazy("rows of an import", "new"),
    report.CORRECTED: pgettext_lazy("rows of an import", "new, put right"),
    report.WARNED: pgettext_lazy("rows of an import", "new, with a gap"),
    report.UPDATED: pgettext_lazy("rows of an import", "changed"),
    report.UNCHANGED: pgettext_lazy("rows of an import", "unchanged"),
    report.REVIEW: pgettext_lazy("rows of an import", "to be decided"),
    report.ERROR: pgettext_lazy("rows of an import", "wrong"),
    report.DUPLICATE: pgettext_lazy("rows of an import", "doubled"),
    report.SKIPPED: pgettext_lazy("rows of an import", "no firm"),
}
PILLS = {report.ERROR: "bad", report.REVIEW: "wait", report.WARNED: "wait", report.UPDATED: "going"}
CHOICES = {
    deciding.SAME: gettext_lazy("It is this firm"),
    deciding.FRESH: gettext_lazy("It is another firm"),
    deciding.SKIP: gettext_lazy("Leave it out"),
    deciding.AGAIN: gettext_lazy("Decide again"),
}
PLACES_SHOWN = 40
ROWS_LOOKED_AT = 5000
UNKNOWN = {"park_unknown": "park", "building_unknown": "building"}


@dataclass(frozen=True)
class Shown:
    """One row, ready for a page."""

    number: int
    name: str
    key: str
    label: str
    pill: str
    messages: list[str]
    differences: list[tuple[str, str, str]]
    choices: list[tuple[str, str]]
    firm: Enterprise | None
    is_written: bool


class Words:
    """Values as people read them; places are read once."""

    def __init__(self) -> None:
        self._places = {"park": dict(Park.objects.values_list("pk", "name"))}
        self._places["building"] = dict(Building.objects.values_list("pk", "name"))

    def of(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "–"
        if name in self._places:
            return self._places[name].get(value, "–")
        field = None if name in CONTACT else COLUMNS[name]
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return self._day(field, value)

    def _day(self, field: Any, value: Any) -> str:
        is_day = field is not None and field.get_internal_type() == "DateField"
        return date_format(field.to_python(value), "Y-m-d") if is_day else str(value)


def shown(rows: Iterable[ImportRow], *, is_open: bool) -> list[Shown]:
    """The rows of one page; `is_open`: what a person may still decide stands beside them."""
    words = Words()
    return [_shown(row, words, is_open) for row in rows]


def _shown(row: ImportRow, words: Words, is_open: bool) -> Shown:
    return Shown(
        number=row.number,
        name=row.name,
        key=row.key if row.key != row.name else "",
        label=str(LABELS[row.outcome]),
        pill=PILLS.get(row.outcome, "done" if row.outcome in MAKE else ""),
        messages=[_said(one) for one in messages_of(row)],
        differences=_differences(row, words),
        choices=[(one, str(CHOICES[one])) for one in deciding.choices(row)] if is_open else [],
        firm=row.firm if row.firm_id else None,
        is_written=row.is_written,
    )


def _said(message: report.Message) -> str:
    label = FIELDS.get(message.field)
    return f"{label}: {message.text}" if label else message.text


def _differences(row: ImportRow, words: Words) -> list[tuple[str, str, str]]:
    """(field, old, new) of what changes in a known firm."""
    if row.outcome != report.UPDATED:
        return []
    firm, contact = row.planned["firm"], row.planned["contact"]
    return [
        (
            str(FIELDS[name]),
            words.of(name, old),
            words.of(name, contact.get(CONTACT[name]) if name in CONTACT else firm.get(name)),
        )
        for name, old in row.before.items()
        if name in FIELDS
    ]


@dataclass(frozen=True)
class Unknown:
    """A word of the file for a park or building that nobody knows, how many rows say so, and what it may mean."""

    key: str
    text: str
    park: str
    count: int
    options: list[tuple[str, str]]


def unknown_places(job: DirectoryImport) -> list[Unknown]:
    """All such words of an import, the most frequent first; likely places stand first among the options."""
    counts: dict[tuple[str, str], int] = {}
    held = job.rows.filter(outcome=report.REVIEW).values_list("messages", "planned")[:ROWS_LOOKED_AT]
    parks = Parks()
    for messages, planned in held:
        code = next((one[1] for one in messages if one[1] in UNKNOWN), None)
        if code:
            park = planned["said"]["park_code"] if code == "building_unknown" else ""
            key = (park, planned["said"][UNKNOWN[code]])
            counts[key] = counts.get(key, 0) + 1
    buildings = Buildings()
    ordered = sorted(counts.items(), key=lambda one: -one[1])[:PLACES_SHOWN]
    return [_unknown(park, text, count, parks, buildings) for (park, text), count in ordered]


def _unknown(park_code: str, text: str, count: int, parks: Parks, buildings: Buildings) -> Unknown:
    park = parks.by_code.get(park_code)
    if park:
        options = [(one.code, one.name) for one in buildings.of(park)]
    else:
        likely = parks.find(text).proposals
        ranked = sorted(parks.all, key=lambda one: (likely.index(one.name) if one.name in likely else 99, one.name))
        options = [(one.code, one.name) for one in ranked]
    return Unknown(location.said(text, park), text, park.name if park else "", count, options)


def totals_in_words(totals: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(str(LABELS[outcome]), count) for outcome, count in totals.items() if count]


def will_write(totals: Mapping[str, int]) -> int:
    """How many rows a confirmation writes."""
    return sum(totals.get(outcome, 0) for outcome in WRITTEN)


def time_left(job: DirectoryImport) -> str:
    """How long it will still take, in words; empty before anything can be said."""
    if not job.done or not job.started_at or job.done >= job.total:
        return ""
    passed = clock.now() - job.started_at
    left = passed * (job.total - job.done) / job.done
    if left < timedelta(minutes=1):
        seconds = max(1, round(left.total_seconds()))
        return ngettext("about %(count)s second left", "about %(count)s seconds left", seconds) % {"count": seconds}
    minutes = round(left.total_seconds() / 60)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}
