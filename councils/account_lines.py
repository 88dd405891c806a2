"""Lines of shared accounts out of an operator's table (.xlsx, .csv): kind, amount in yuan, what for; all or nothing."""

import tempfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from councils.accounts import Written
from councils.models import AccountKind
from enterprises.directory.reading import read_sheets
from enterprises.directory.tables import Row, Unreadable
from parkdesk.core.money import fen_of

MOST = 60
LONGEST = 120
# Rows that are looked at, blank ones between them included: what lies below is never left out in silence.
READ = 1000
# The largest amount of one line, in yuan: what the form takes, too.
LARGEST = Decimal(10) ** 10
SUFFIXES = (".xlsx", ".csv")


class Faulty(Exception):
    """The table as a whole is not taken; `reasons` are sentences that name the rows."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def read(upload: Any) -> list[Written]:
    """The lines of an uploaded table. Its first row may be a heading. Raises Faulty; then no line is taken."""
    suffix = Path(upload.name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Faulty([_("Choose an .xlsx workbook or a .csv table.")])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"lines{suffix}"
        with path.open("wb") as file:
            file.writelines(upload.chunks())
        try:
            return _lines(path)
        except Unreadable as error:
            raise Faulty([str(error)]) from error


def _lines(path: Path) -> list[Written]:
    tables = [table for table in read_sheets(path, most=READ) if len(table.rows)]
    rows = [row for row in tables[0].rows if not row.is_blank] if tables else []
    if rows and _is_heading(rows[0]):
        rows = rows[1:]
    if not rows:
        raise Faulty([_("The table holds no line.")])
    if len(rows) > MOST or len(tables[0].rows) >= READ:
        raise Faulty([_("The table holds more than %(most)s lines.") % {"most": MOST}])
    faults = [fault for row in rows for fault in _faults(row)]
    if faults:
        raise Faulty(faults)
    return [Written(_kind(_cell(row, 0)), _fen(_cell(row, 1)), _cell(row, 2)) for row in rows]


def _is_heading(row: Row) -> bool:
    return not _kind(_cell(row, 0)) and not _fen(_cell(row, 1))


def _faults(row: Row) -> Iterator[str]:
    where = {"row": row.number, "said": _cell(row, 0), "amount": _cell(row, 1), "longest": LONGEST}
    if not _kind(_cell(row, 0)):
        yield _("Row %(row)s: “%(said)s” is no kind of line; the kinds stand in the list below.") % where
    if not _fen(_cell(row, 1)):
        words = _(
            "Row %(row)s: “%(amount)s” is no amount; write yuan above zero with at most two decimals, like 1200.50."
        )
        yield words % where
    if len(_cell(row, 2)) > LONGEST:
        yield _("Row %(row)s: what it is for has more than %(longest)s characters.") % where


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _kind(said: str) -> str:
    """The kind by its name in either language, or nothing."""
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for kind in AccountKind:
                if said.casefold() in (str(kind.label).casefold(), kind.value):
                    return kind.value
    return ""


def _fen(said: str) -> int:
    """Fen, or 0 for what is no amount."""
    try:
        yuan = Decimal(said.replace(",", "").replace("，", "").removeprefix("¥").removesuffix("元").strip())
        return fen_of(yuan) if yuan.is_finite() and 0 < yuan < LARGEST else 0
    except (InvalidOperation, ValueError):
        return 0
