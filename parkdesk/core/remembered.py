"""Figures that take long to count and are asked for often: remembered until anything at all is written (ADR 0013).

Exact, and nobody has to tell it of changes: PostgreSQL's snapshot names the writes that it sees, so the same snapshot
is the same content. Each process remembers for itself. SQLite has no such name and few rows: it counts each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

MOST = 64


@dataclass(frozen=True)
class Counted:
    """What was counted, and until when it stays true if nothing is written (a limit may run out, a day may end)."""

    value: Any
    until: datetime


@dataclass(frozen=True)
class _Memory:
    content: str
    since: datetime
    counted: Counted

    def holds(self, content: str, now: datetime) -> bool:
        return self.content == content and self.since <= now < self.counted.until


_memories: OrderedDict[Hashable, _Memory] = OrderedDict()


def remembered(key: Hashable, now: datetime, count: Callable[[], Counted]) -> Any:
    """The value of `count()` for this key at `now`, from memory when nothing has been written since it was counted."""
    content = _content()
    if content is None:
        return count().value
    memory = _memories.get(key)
    if memory is None or not memory.holds(content, now):
        # The name was read before the count: what is written in between makes the memory old, never wrong.
        memory = _memories[key] = _Memory(content, now, count())
        _memories.move_to_end(key)
        while len(_memories) > MOST:
            _memories.popitem(last=False)
    return memory.counted.value


def _content() -> str | None:
    """A name for everything that a query would see now; None where there is none, or where writes are under way."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])
