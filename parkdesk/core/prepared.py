"""Statements that PostgreSQL keeps ready: parsed and planned once for each connection. For what runs very often.

Django writes the values into each statement, so the server reads and plans it anew; that costs as much as a posting.
Needs a session of its own (`prepare_threshold` in the settings): the house's pool gives one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


class _Prepared(ServerBindingCursor):
    def execute(self, query: Any, params: Any = None) -> Any:
        return super().execute(query, params, prepare=True)


@contextmanager
def cursor() -> "Iterator[CursorWrapper]":
    """A cursor of Django (its errors, its counting) whose statement stays prepared. On PostgreSQL only."""
    with connection.cursor() as wrapper:
        wrapper.cursor = _Prepared(connection.connection)  # type: ignore[call-arg]
        yield wrapper
