"""Tables whose rows are never changed or removed: triggers refuse it on both databases (decisions 13).

The one maintenance door is `maintenance()`: restore and the test suite's flush go through it, nobody else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models

_open: ContextVar[bool] = ContextVar("append_only_open", default=False)
_models: list[tuple[type[models.Model], tuple[str, ...]]] = []


def append_only(model: type[models.Model], *, refuse: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Declare a model's table append-only; `after_migrate` installs its triggers."""
    _models.append((model, refuse))


def tables() -> dict[str, tuple[str, ...]]:
    """Each append-only table with what it refuses."""
    return {model._meta.db_table: refuse for model, refuse in _models}


def open_the_door(connection: Any, **_: Any) -> None:
    """On each new SQLite connection: the function its triggers ask. Without it (another program) they refuse too."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("parkdesk_maintenance", 0, lambda: int(_open.get()))


@contextmanager
def maintenance() -> Iterator[None]:
    """Let this thread change append-only tables on the current connection, for restore and the tests' flush."""
    token = _open.set(True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('parkdesk.maintenance', 'on', false)")
    try:
        yield
    finally:
        _open.reset(token)
        # In a broken transaction nothing can be said any more; its rollback takes the setting back.
        if connection.vendor == "postgresql" and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('parkdesk.maintenance', 'off', false)")


def install() -> None:
    """(Re)create the triggers; a remade table has lost them."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for table, refuse in tables().items():
            if table in existing:
                for statement in _statements(table, refuse):
                    cursor.execute(statement)


def _statements(table: str, refuse: tuple[str, ...]) -> Iterator[str]:
    return (_postgresql if connection.vendor == "postgresql" else _sqlite)(table, refuse)


def _postgresql(table: str, refuse: tuple[str, ...]) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION parkdesk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF current_setting('parkdesk.maintenance', true) = 'on' THEN "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
        "RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME; END $$"
    )
    for verb in (*refuse, "TRUNCATE"):
        name, each = f"refuse_{verb.lower()}_{table}", "STATEMENT" if verb == "TRUNCATE" else "ROW"
        yield f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
        yield (f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH {each} EXECUTE FUNCTION parkdesk_refuse()')


def _sqlite(table: str, refuse: tuple[str, ...]) -> Iterator[str]:
    for verb in refuse:
        name = f"refuse_{verb.lower()}_{table}"
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" WHEN parkdesk_maintenance() = 0 '
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END"
        )
