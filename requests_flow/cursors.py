"""Pages of a list by keyset: each row once, in order, however many rows there are.

A list is one or more segments, one after the other, each ordered by a date and the primary key. A cursor names a
place between two rows; it is no secret and is never trusted with more than where to go on.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHAPE = re.compile(r"^([ab])(\d)-(-?\d{1,17})-(\d{1,18})-(\d{1,9})$")


@dataclass(frozen=True)
class Segment:
    """Some rows of a list: which, and the date that orders them; the primary key decides between equal dates."""

    holds: Q
    key: str
    is_descending: bool = False


@dataclass(frozen=True)
class Cursor:
    """A place in a list: after (or, going back, before) the row with this date and key. `passed` rows lie above."""

    is_back: bool
    segment: int
    moment: datetime
    pk: int
    passed: int

    def __str__(self) -> str:
        micros = (self.moment - EPOCH) // timedelta(microseconds=1)
        return f"{'b' if self.is_back else 'a'}{self.segment}-{micros}-{self.pk}-{self.passed}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that an address carries; None for anything else, which means the first page."""
        found = SHAPE.match(text)
        if not found:
            return None
        side, segment, micros, pk, passed = found.groups()
        try:
            moment = EPOCH + timedelta(microseconds=int(micros))
        except OverflowError:
            return None
        return cls(side == "b", int(segment), moment, int(pk), int(passed))


@dataclass(frozen=True)
class Page:
    """Some rows, the number of the first one (from 1), and the cursors of the pages before and after."""

    rows: list[Any]
    first: int
    newer: Cursor | None
    older: Cursor | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def page(rows: QuerySet, segments: tuple[Segment, ...], cursor: Cursor | None, size: int) -> Page:
    """The page at a cursor; one query for each segment that is touched, each of at most `size` + 1 rows."""
    is_back = cursor is not None and cursor.is_back
    found = _collect(rows, segments, cursor, size + 1)
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    passed = cursor.passed if cursor else 0
    first = max(1, passed - len(found) + 1) if is_back else passed + 1
    ends = [(number, getattr(row, segments[number].key), row.pk) for number, row in (found[:1] + found[-1:])]
    newer = Cursor(True, *ends[0], first - 1) if ends and (has_more if is_back else cursor) else None
    older = Cursor(False, *ends[-1], first - 1 + len(found)) if ends and (is_back or has_more) else None
    return Page([row for _, row in found], first, newer, older)


def _collect(rows: QuerySet, segments: tuple[Segment, ...], cursor: Cursor | None, wanted: int) -> list[Any]:
    """(segment, row) from the cursor on, in the direction in which it looks."""
    is_back = cursor is not None and cursor.is_back
    numbers = range(len(segments) - 1, -1, -1) if is_back else range(len(segments))
    start = cursor.segment if cursor and cursor.segment < len(segments) else numbers[0]
    found: list[Any] = []
    for number in numbers[numbers.index(start) :]:
        here = cursor if cursor and number == cursor.segment else None
        some = _rows(rows, segments[number], here, is_back)[: wanted - len(found)]
        found += [(number, row) for row in some]
        if len(found) == wanted:
            break
    return found


def _rows(rows: QuerySet, segment: Segment, cursor: Cursor | None, is_back: bool) -> QuerySet:
    is_descending = segment.is_descending != is_back
    some = rows.filter(segment.holds)
    if cursor:
        way = "lt" if is_descending else "gt"
        beyond = Q(**{f"{segment.key}__{way}": cursor.moment}) | Q(
            **{segment.key: cursor.moment, f"pk__{way}": cursor.pk}
        )
        # Said twice on purpose: this half alone lets the database start in the middle of the index.
        some = some.filter(Q(**{f"{segment.key}__{way}e": cursor.moment}) & beyond)
    sign = "-" if is_descending else ""
    return some.order_by(f"{sign}{segment.key}", f"{sign}pk")
