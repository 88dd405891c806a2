"""The whole work: open a source, settle its parts in their order, answer with the report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from enterprises.directory import headers, reading
from enterprises.directory.buildings import import_buildings
from enterprises.directory.enterprises import import_enterprises
from enterprises.directory.parks import import_parks
from enterprises.directory.people import import_leaders, import_representatives, import_staff
from enterprises.directory.report import OUTCOMES, Report
from enterprises.directory.tables import Table

_IMPORTERS: dict[str, Callable[[Table, str], Report]] = {
    "community_staff": import_staff,
    "parks": import_parks,
    "buildings": import_buildings,
    "enterprises": import_enterprises,
    "park_leaders": import_leaders,
    "council_reps": import_representatives,
}


Tables = dict[str, Table]
Tell = Callable[[str], None]


class Result:
    """The reports by part, in order, and whether anything was written."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.is_applied = False

    @property
    def wrong(self) -> int:
        """How many rows were held for a person or refused."""
        return sum(report.wrong for report in self.reports.values())

    @property
    def totals(self) -> dict[str, int]:
        return {outcome: sum(report.totals[outcome] for report in self.reports.values()) for outcome in OUTCOMES}

    def as_dict(self) -> dict[str, Any]:
        """One part is the report itself; several stand under `parts`."""
        if len(self.reports) == 1:
            return {**next(iter(self.reports.values())).as_dict(), "applied": self.is_applied}
        parts = {part: report.as_dict() for part, report in self.reports.items()}
        return {"parts": parts, "totals": self.totals, "applied": self.is_applied}


Then = Callable[[Tables, Result], None]


def import_source(
    source: Path,
    *,
    only: str = "",
    is_atomic: bool = False,
    is_dry_run: bool = False,
    tell: Tell = lambda _: None,
    then: Then = lambda tables, result: None,
) -> Result:
    """Read a file or folder into the directory. `only` is the code of one park, `tell` is given a line for each part.

    `then` is what other packages make of the same tables: it is called last and belongs to the same work.

    Each part is one transaction. With `is_atomic` all parts are one, undone when any row is wrong; with `is_dry_run`
    everything is undone. Raises Unreadable, with nothing changed.
    """
    tables = reading.read(source)
    result = Result()
    for part, table in tables.items():  # every part must be readable before the first one is written
        headers.must_find(table, part)
    if not (is_atomic or is_dry_run):
        _settle(tables, only, result, tell, then)
        result.is_applied = True
        return result
    with transaction.atomic():
        _settle(tables, only, result, tell, then)
        result.is_applied = not is_dry_run and not result.wrong
        if not result.is_applied:
            transaction.set_rollback(True)
    return result


def _settle(tables: Tables, only: str, result: Result, tell: Tell, then: Then) -> None:
    for part, table in tables.items():
        tell(gettext("%(part)s, rows: %(count)s") % {"part": part, "count": len(table.rows)})
        with transaction.atomic():
            result.reports[part] = _IMPORTERS[part](table, only)
    with transaction.atomic():
        then(tables, result)
