"""A table as it lies in a file: rows with their physical numbers, cells as text, kept outside of memory."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self

from django.utils.translation import gettext

MAX_ROWS = 120_000
IN_MEMORY = 2 * 1024 * 1024
# So many blank rows below a list are its borders and colours, dragged down to the end of the sheet.
BLANK_BELOW = 100


class Unreadable(Exception):
    """The file as a whole cannot be used; the text says why in one plain sentence."""

    @classmethod
    def too_long(cls, name: str) -> Self:
        return cls(gettext("%(file)s has more than %(limit)s rows.") % {"file": name, "limit": MAX_ROWS})


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as a spreadsheet does; `filled` are the columns that a merged cell above fills."""

    number: int
    cells: tuple[str, ...]
    filled: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def within(rows: Iterable[Row], name: str, most: int = MAX_ROWS) -> Iterator[Row]:
    """These rows without the many blank ones that may follow the last. Raises Unreadable for words below row `most`."""
    blank: list[int] = []
    for row in rows:
        if row.is_blank:
            blank += [row.number] if row.number <= most else []
            continue
        if row.number > most:
            raise Unreadable.too_long(name)
        yield from (Row(number, ()) for number in blank)
        blank.clear()
        yield row
    yield from (Row(number, ()) for number in blank if len(blank) <= BLANK_BELOW)


class Rows:
    """Rows in their order, read as often as one likes: beyond some megabytes they lie on disk."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._count = 0
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (it ends with this object)
        for row in rows:
            self._file.write(json.dumps([row.number, row.cells, sorted(row.filled)]).encode() + b"\n")
            self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        """One reader at a time."""
        self._file.seek(0)
        for line in self._file:
            number, cells, filled = json.loads(line)
            yield Row(number, tuple(cells), frozenset(filled))

    def first(self, count: int) -> list[Row]:
        return list(islice(self, count))


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    rows: Rows
