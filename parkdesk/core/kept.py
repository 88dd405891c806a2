"""Queries that Django works out once, for rows that are read with every vote (ADR 0041).

Django builds a query, writes it as SQL and has PostgreSQL plan it anew each time: for a ballot that was most of what
it took. Here the SQL is written when it is asked first, stays prepared (`prepared.cursor`), and later only its values
are sent. Rows become the same instances as otherwise, `select_related` and annotations included.
"""

from collections.abc import Callable, Iterator
from datetime import date
from inspect import signature
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

from parkdesk.core import prepared

Row = TypeVar("Row", bound=models.Model)
Value = int | str | date
# What the widest column of numbers holds, on both databases.
BITS = 63


class Given(Expression):
    """A value that is known only when the query is asked: the so manyeth of those that are given then."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class _Written(NamedTuple):
    compiler: Any
    sql: str
    values: tuple[Any, ...]
    populators: list[Any]


class Kept(Generic[Row]):
    """A query of one row. `build` takes a `Given` for each of its values and returns a queryset of model instances."""

    def __init__(self, build: Callable[..., "models.QuerySet[Row]"]) -> None:
        self._build = build
        self._written: dict[str, _Written] = {}

    def first(self, *values: Value) -> Row | None:
        """The first row for these values, or None, also for a number that no column holds, as the ORM says it.

        Raises what the database raises, TypeError for a value of another type, and TransactionManagementError for a
        lock outside a transaction.
        """
        vendor = connection.vendor
        written = self._written.get(vendor) or self._written.setdefault(vendor, self._write())
        if written.compiler.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A lock is gone at once outside a transaction.")
        if any(type(one) is int and one.bit_length() > BITS for one in values):
            return None
        row = _row(written.sql, [_value(one, values) for one in written.values])
        return next(_instances(written, [row])) if row else None

    def _write(self) -> _Written:
        queryset = self._build(*map(Given, range(len(signature(self._build).parameters))))[:1]
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return _Written(compiler, sql, tuple(values), populators)


def _row(sql: str, values: list[Any]) -> Any:
    """The first row. Where a release changed a type while this one still serves, the statement is prepared anew."""
    try:
        return _asked(sql, values)
    except NotSupportedError:
        if connection.in_atomic_block:  # its rollback forgets what was prepared
            raise
        prepared.forget()
        return _asked(sql, values)


def _asked(sql: str, values: list[Any]) -> Any:
    with prepared.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def _value(one: Any, given: tuple[Value, ...]) -> Any:
    """What a place of the statement holds: its own constant, or what was given, as the database wants it."""
    if not isinstance(one, Given):
        return one
    said = given[one.place]
    if type(said) not in (int, str, date):  # nothing else is adapted, and no SQL is written for None
        raise TypeError(f"a kept query takes no {type(said).__name__}")
    return connection.ops.adapt_datefield_value(said) if type(said) is date else said


def _instances(written: _Written, rows: list[Any]) -> Iterator[Any]:
    """As django.db.models.query.ModelIterable makes them."""
    compiler = written.compiler
    places = compiler.klass_info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [one[0].target.attname for one in compiler.select[start:end]]
    for row in compiler.results_iter([rows]):
        instance = compiler.klass_info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for one in written.populators:
            one.populate(row, instance)
        for name, place in compiler.annotation_col_map.items():
            setattr(instance, name, row[place])
        yield instance
