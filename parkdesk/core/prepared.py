"""Statements that PostgreSQL keeps ready: read and planned once for each connection. For what runs with every step.

Django builds each INSERT anew and writes the values into it, so the server reads and plans it anew: that was half of
what handing in a need took (docs/benchmarks.md). Needs a session of its own (`prepare_threshold` in the settings): the
house's pool gives one. On SQLite the same statements run as any other.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import Pipeline

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

NEXT_KEY = {
    "postgresql": "SELECT nextval(pg_get_serial_sequence(%s, 'id'))",
    "sqlite": "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = %s",
}
# Columns of text: Django hands a `str` on to these without a change.
AS_IT_IS = (models.CharField, models.TextField)


class _Prepared(ServerBindingCursor):
    def execute(self, query: Any, params: Any = None) -> Any:
        answer = super().execute(query, params, prepare=True)
        self._query = SimpleNamespace(query=query.encode())  # what Django's log of queries shows
        return answer


def cursor() -> "CursorWrapper":
    """A cursor of Django (its errors, its counting) whose statement stays prepared on PostgreSQL. For `with`."""
    base = connections[DEFAULT_DB_ALIAS]
    if base.vendor != "postgresql":
        return base.cursor()
    base.ensure_connection()
    own: Any = _Prepared(base.connection)  # type: ignore[call-arg]
    return base.make_debug_cursor(own) if base.queries_logged else base.make_cursor(own)


def forget() -> None:
    """Have PostgreSQL plan this session's statements anew: a table has changed under them."""
    with connection.cursor() as line:
        line.execute("DEALLOCATE ALL")


def first(statement: str, values: Sequence[Any]) -> Any:
    """The first row of a statement that begins a transaction, or None. BEGIN and it go to PostgreSQL in one trip.

    Raises what the database raises.
    """
    base = connections[DEFAULT_DB_ALIAS]
    with cursor() as line:
        is_one_trip = base.vendor == "postgresql" and Pipeline.is_supported()
        with base.wrap_database_errors, base.connection.pipeline() if is_one_trip else nullcontext():
            line.execute(statement, values)
        return line.fetchone()


def insert(*rows: models.Model) -> None:
    """Insert new rows of one model, as `save(force_insert=True)` without signals, and give them their keys.

    For models of one table, either all with keys or none. Raises what the database raises, IntegrityError for one.
    """
    fields, values = _said(rows)
    with cursor() as line:
        line.execute(_insert(type(rows[0]), len(rows), tuple(fields)), values)
        keys = line.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def next_key(model: type[models.Model]) -> int:
    """The key that the next row of a model shall have: nobody else gets it. Inside a transaction that writes."""
    with cursor() as line:
        line.execute(NEXT_KEY[connection.vendor], [model._meta.db_table])
        return int(line.fetchone()[0])


def _said(rows: Sequence[models.Model]) -> tuple[list[models.Field], list[Any]]:
    """The fields in which a row says anything, and the values of all rows in them: what is left out stays NULL."""
    table = [(field, [_value(field, row) for row in rows]) for field in rows[0]._meta.local_concrete_fields]
    said = [(field, column) for field, column in table if any(value is not None for value in column)]
    by_row = zip(*(column for _, column in said), strict=True)
    return [field for field, _ in said], [value for row in by_row for value in row]


def _value(field: models.Field, row: models.Model) -> Any:
    """What the column gets. Plain text goes as it is: asking the field for each took a tenth of a statement's time."""
    value = field.pre_save(row, True)
    if value is None or (type(value) is str and isinstance(field, AS_IT_IS)):
        return value
    return field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


@cache
def _insert(model: type[models.Model], rows: int, fields: tuple[models.Field, ...]) -> str:
    meta, quote = model._meta, connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    into = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES {', '.join([one] * rows)}"  # noqa: S608 (the table's own name) # nosec B608
    return f"{into} RETURNING {quote(str(meta.pk.column))}"
