"""A table as it lies in a file: rows with their physical numbers, cells as text."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext

MAX_ROWS = 50_000


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


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    rows: tuple[Row, ...]
