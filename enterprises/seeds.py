"""Units that every community has: four specialist lines, eight windows, the departments, the sub-district."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from enterprises.directory.batches import Batch
from enterprises.models import Unit
from enterprises.roles import Line

# Whom the public may ask for: a surname with a title (the staff of the directory), by specialist line.
_SPECIALISTS = {
    Line.PARTY_MASS: "魏专员",
    Line.ECONOMIC_DEVELOPMENT: "秦专员",
    Line.COMPREHENSIVE_GOVERNANCE: "王专员",
    Line.PUBLIC_AFFAIRS: "贾专员",
}
_CLERKS = {
    Line.PARTY_MASS: "魏社工",
    Line.ECONOMIC_DEVELOPMENT: "秦社工",
    Line.COMPREHENSIVE_GOVERNANCE: "吴社工",
    Line.PUBLIC_AFFAIRS: "罗社工",
}
_SURNAMES = "陈林徐何郑周蒋沈韩曹许吕施孔金陶姜范方石廖邹熊孟"
# These stand in the catalogue's list of departments but are not departments here.
_NOT_DEPARTMENTS = frozenset({"STREET", "COMMUNITY", "OPERATOR", "PROPERTY"})
_LANDLORD_TITLES = {Unit.Kind.OPERATOR: "经理", Unit.Kind.PROPERTY: "管家"}


@cache
def catalogue() -> dict[str, Any]:
    """The project's own copy of the service catalogue."""
    path = Path(settings.ROOT) / "parkdesk" / "data" / "services.json"
    return json.loads(path.read_text(encoding="utf-8"))


def ensure_units() -> dict[str, Unit]:
    """All seeded units by code; those that are missing are created, those that exist are left as they are."""
    known = {unit.code: unit for unit in Unit.objects.all()}
    batch = Batch(Unit, dict(known))
    for number, values in enumerate(_seeds()):
        if values["code"] not in known:
            batch.settle(values["code"], {**values, "landline": f"0571-0000{1001 + number}"})
    batch.write()
    return batch.known


def ensure_landlord_contacts() -> int:
    """Give operators and property firms without a contact an invented one (for the demonstration). Returns how many."""
    units = list(Unit.objects.filter(kind__in=_LANDLORD_TITLES, contact="").order_by("code"))
    for number, unit in enumerate(units):
        unit.contact = _SURNAMES[number % len(_SURNAMES)] + _LANDLORD_TITLES[Unit.Kind(unit.kind)]
        unit.landline = unit.landline or f"0571-0000{2000 + number}"
    return Unit.objects.bulk_update(units, ["contact", "landline"])


def _seeds() -> list[dict[str, Any]]:
    return [*_lines(), *_windows(), *_departments()]


def _lines() -> list[dict[str, Any]]:
    return [
        {
            "code": "LINE-" + entry["code"].upper().replace("_", "-"),
            "kind": Unit.Kind.SPECIALIST_LINE,
            "name": entry["name_zh"].removesuffix("专员") + "条线",
            "name_en": entry["name_en"].removesuffix(" specialist") + " line",
            "line": entry["code"],
            "contact": _SPECIALISTS[Line(entry["code"])],
        }
        for entry in catalogue()["specialist_lines"]
    ]


def _windows() -> list[dict[str, Any]]:
    return [
        {
            "code": entry["code"],
            "kind": Unit.Kind.WINDOW,
            "name": entry["name_zh"],
            "name_en": entry["name_en"],
            "line": entry["specialist_line"],
            "contact": _CLERKS[Line(entry["specialist_line"])],
        }
        for entry in catalogue()["windows"]
    ]


def _departments() -> list[dict[str, Any]]:
    entries = catalogue()["departments"]
    street = [entry for entry in entries if entry["code"] == "STREET"]
    departments = [entry for entry in entries if entry["code"] not in _NOT_DEPARTMENTS]
    return [
        {
            "code": entry["code"] if entry in street else f"DEPT-{entry['code']}",
            "kind": Unit.Kind.SUBDISTRICT if entry in street else Unit.Kind.DEPARTMENT,
            "name": entry["name_zh"],
            "name_en": entry["name_en"],
            "contact": _SURNAMES[number % len(_SURNAMES)] + "科长",
        }
        for number, entry in enumerate(street + departments)
    ]
