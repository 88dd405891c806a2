"""Parks, with their operators and property firms as units."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from enterprises.directory import amounts, cleaning
from enterprises.directory.batches import Batch
from enterprises.directory.cleaning import Clean
from enterprises.directory.drafts import Draft, code, limits, walk
from enterprises.directory.report import WARNED, Line, Report
from enterprises.directory.tables import Table
from enterprises.models import Park, Person, Unit

KINDS = {str(label): value for value, label in Park.Kind.choices} | {
    "产业园": Park.Kind.INDUSTRIAL_PARK,
    "生物医药园": Park.Kind.BIOMEDICAL_PARK,
    "制造园": Park.Kind.FACTORY_PARK,
    "写字楼": Park.Kind.OFFICE,
    "孵化器": Park.Kind.INCUBATOR,
    "众创空间": Park.Kind.COWORKING,
    "加速器": Park.Kind.ACCELERATOR,
}
_CLEANERS = {
    "code": code,
    "name": cleaning.name,
    "kind": amounts.choice({value: value for value in Park.Kind.values} | KINDS),
    "subdistrict": cleaning.words,
    "community": cleaning.words,
    "address": cleaning.words,
    "opened": amounts.day,
    "area": amounts.count,
    "council_seats": amounts.small_count,
}
_LANDLORDS = (
    ("operator", "operator_name", Unit.Kind.OPERATOR, "OP"),
    ("property_manager", "property_name", Unit.Kind.PROPERTY, "PM"),
)


def split_names(text: str) -> Clean:
    """Several names in one cell."""
    names = [cleaning.plain(name) for name in re.split(r"[;；、|]", text)]
    return Clean([name for name in names if name] or None)


def import_parks(table: Table, only: str = "") -> Report:
    """Create or update the parks of a table; `only` limits it to one code."""
    parks = _Parks(only)
    report = walk(table, "parks", parks.settle)
    parks.write()
    return report


class _Parks:
    def __init__(self, only: str) -> None:
        self.only = only
        self.limits = limits(Park)
        self.batch = Batch(Park, {park.code: park for park in Park.objects.all()})
        units = Unit.objects.filter(kind__in=[Unit.Kind.OPERATOR, Unit.Kind.PROPERTY])
        self.units = Batch(Unit, {(unit.kind, unit.name): unit for unit in units})
        self.unit_codes = set(Unit.objects.values_list("code", flat=True))
        self.staff = {person.username: person for person in Person.objects.filter(username__startswith="s")}
        self.seen: dict[str, int] = {}

    def settle(self, draft: Draft) -> Line:
        for field, clean in _CLEANERS.items():
            draft.take(field, clean)
        draft.take("aliases", split_names)
        draft.trim(self.limits)
        draft.need("code", "name", "kind")
        if draft.is_wrong:
            return draft.as_wrong(draft.text("code"))
        key = draft.values["code"]
        if self.only and key != self.only:
            return draft.line("skipped", key)
        if self.seen.setdefault(key, draft.record.number) != draft.record.number:
            return draft.as_duplicate(key, self.seen[key])
        return self._settle(draft, key)

    def _settle(self, draft: Draft, key: str) -> Line:
        values = dict(draft.values)
        for field, column, kind, prefix in _LANDLORDS:
            name = draft.take(column, cleaning.name) if cleaning.plain(draft.text(column)) else None
            if name:
                values[field] = self._unit(kind, name, f"{prefix}-{key}")
        self._liaison(draft, values)
        _, outcome, changed = self.batch.settle(key, values)
        return draft.as_settled(outcome, key, changed)

    def _unit(self, kind: str, name: str, wanted: str) -> Unit:
        """The unit of that kind and name; a firm that serves several parks is one unit."""
        known = self.units.known.get((kind, name))
        if known:
            return known
        code = next(code for code in _numbered(wanted) if code not in self.unit_codes)
        self.unit_codes.add(code)
        return self.units.settle((kind, name), {"kind": kind, "name": name, "code": code})[0]

    def _liaison(self, draft: Draft, values: dict[str, Any]) -> None:
        text = draft.text("liaison").strip()
        person = self.staff.get(text.lower())
        if person:
            values["liaison"] = person
        elif text:
            reason = gettext("Nobody of the staff has the number %(code)s; it was left out.") % {"code": text}
            draft.say("liaison", WARNED, "unknown_person", reason)

    def write(self) -> None:
        self.units.write()
        self.batch.write()


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    for number in range(2, 1000):
        yield f"{wanted}-{number}"
