"""Which tables a backup holds, their rows as lines, and what proves that two houses hold the same."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from parkdesk.management.archive import cells

# What a house makes anew, or must not carry over: who is signed in, what rate limits count, the index of the search.
NOT_KEPT = frozenset({"django_session", "core_tally", "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"})
ROWS_AT_A_TIME = 500


@dataclass(frozen=True)
class Table:
    """One table of the house; its columns in the order of their names, so that old and new databases agree."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """(column, kind) of each."""
        fields = [one for one in self.model._meta.local_concrete_fields if not one.generated]
        return sorted((str(one.column), cells.kind_of(one)) for one in fields)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every row as the archive spells it, the first key first."""
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column, _kind in self.columns)
        key = ", ".join(quote(str(one.column)) for one in self.model._meta.pk_fields)
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {names} FROM {quote(self.name)} ORDER BY {key}")  # noqa: S608 (our own tables) # nosec B608
            while rows := cursor.fetchmany(ROWS_AT_A_TIME):
                for row in rows:
                    yield self._spelt(row)

    def _spelt(self, row: Iterable[Any]) -> dict[str, Any]:
        pairs = zip(self.columns, row, strict=True)
        return {column: cells.spell(kind, value) for (column, kind), value in pairs}

    def write(self, lines: Iterable[dict[str, Any]]) -> None:
        """Insert rows as the archive spells them. Raises KeyError for a column that a line lacks."""
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column, _kind in self.columns)
        marks = ", ".join(["%s"] * len(self.columns))
        rows = [[cells.read(kind, line[column]) for column, kind in self.columns] for line in lines]
        insert = f"INSERT INTO {quote(self.name)} ({names}) VALUES ({marks})"  # noqa: S608 (our own tables) # nosec B608
        with connection.cursor() as cursor:
            cursor.executemany(insert, rows)


class Sum:
    """How many rows there are, and one figure for all that stands in them, whatever their order."""

    def __init__(self) -> None:
        self.rows, self._total = 0, 0

    def add(self, line: dict[str, Any]) -> None:
        spelt = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        self.rows += 1
        self._total = (self._total + int(hashlib.sha256(spelt.encode()).hexdigest(), 16)) % 2**256

    @property
    def value(self) -> dict[str, Any]:
        return {"rows": self.rows, "sha256": f"{self._total:064x}"}


def kept() -> list[Table]:
    """All tables of all packages, also those between two others; without what a house makes anew."""
    found = {model._meta.db_table: Table(model) for model in _models()}
    return [found[name] for name in sorted(found)]


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in NOT_KEPT:
            yield model


def summed(table: Table) -> dict[str, Any]:
    """The sum of a table as it stands in the running house."""
    total = Sum()
    for line in table.lines():
        total.add(line)
    return total.value


def migrations() -> list[str]:
    """What the running database has been brought to: `core.0001_initial`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
