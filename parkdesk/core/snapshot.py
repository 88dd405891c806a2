"""Reading as of one moment: while others write, each statement alone would see a state of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def snapshot() -> Iterator[None]:
    """All queries inside see the database as it stood at the first of them; nobody waits for them.

    For reading alone: PostgreSQL refuses to write inside. Within a transaction that has begun it changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    with _without_the_lock_of_writers(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(READ_ONLY)
        yield


@contextmanager
def _without_the_lock_of_writers() -> Iterator[None]:
    """SQLite's transactions begin as a writer's (ADR 0002); whoever only reads would keep all writers out."""
    mode = getattr(connection, "transaction_mode", None)
    if mode is None:
        yield
        return
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = mode
