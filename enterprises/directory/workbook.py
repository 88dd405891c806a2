"""Workbooks: visible sheets as tables, merged cells filled downwards, no more than a machine can bear."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from enterprises.directory.tables import MAX_ROWS, Row, Rows, Table, Unreadable, within

MAX_UNPACKED = 400 * 1024 * 1024
# What every program loads whole: words and formats.
MAX_WORDS = 100 * 1024 * 1024
MAX_RATIO = 150
MAX_SHEETS = 60
MAX_COLUMNS = 200
MAX_MERGES = 20_000
# Cells that merged ones cover: a few hundred bytes of a file can claim a whole sheet many times over.
MAX_COVERED = 1_000_000
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_LONGEST_MERGE = 60
Fills = dict[int, set[int]]


def read(path: Path, sheet: str | None = None, most: int | None = None) -> list[Table]:
    """The visible sheets, or the one of that name. Formulas come as their text, never as a result.

    `most`: how many rows of each are wanted; all of them by default. Raises Unreadable.
    """
    try:
        _inspect(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        wanted = [one for one in _visible(book, path.name) if sheet in (None, one.title)]
        return [Table(one.title, Rows(within(_rows(path, one, most), path.name))) for one in wanted]
    except Unreadable:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise Unreadable(gettext("%(file)s is not a workbook that can be read.") % {"file": path.name}) from error


def _visible(book: Any, name: str) -> list[Any]:
    if len(book.sheetnames) > MAX_SHEETS:
        reason = gettext("%(file)s has %(count)s sheets; at most %(limit)s are read. Keep the one with the list.")
        raise Unreadable(reason % {"file": name, "count": len(book.sheetnames), "limit": MAX_SHEETS})
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _inspect(path: Path) -> None:
    """Refuse bombs before anything is unpacked."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    whole = sum(entry.file_size for entry in entries if not entry.filename.startswith("xl/worksheets/"))
    is_bomb = unpacked > MAX_RATIO * max(path.stat().st_size, 1024)
    if is_bomb or unpacked > MAX_UNPACKED or whole > MAX_WORDS:
        raise Unreadable(gettext("%(file)s unpacks to far more than a table needs.") % {"file": path.name})


def _rows(path: Path, sheet: Any, most: int | None) -> Iterator[Row]:
    fills = _fills(path, sheet)
    above: dict[int, str] = {}
    # What a sheet says about its own size is often wrong, and one far too large would be believed.
    sheet.reset_dimensions()
    for number, values in enumerate(islice(sheet.iter_rows(values_only=True), most), 1):
        cells = [_text(value) for value in values[:MAX_COLUMNS]]
        filled = frozenset(column for column in fills.get(number, ()) if column < len(cells))
        for column in filled:
            cells[column] = above.get(column, "")
        above = dict(enumerate(cells)) if fills else above
        yield Row(number, tuple(cells), filled)


def _fills(path: Path, sheet: Any) -> Fills:
    """Which columns of which rows a merged cell covers from above. Across a row its value stays in one column."""
    fills: Fills = {}
    covered = 0
    for count, area in enumerate(_merges(path, sheet._worksheet_path), 1):
        column, first, _last_column, last = range_boundaries(area)
        rows = range(first + 1, min(last, MAX_ROWS) + 1 if column <= MAX_COLUMNS else 0)
        covered += len(rows)
        if count > MAX_MERGES or covered > MAX_COVERED:
            raise Unreadable(gettext("%(file)s has too many merged cells.") % {"file": path.name})
        for number in rows:
            fills.setdefault(number, set()).add(column - 1)
    return fills


def _merges(path: Path, entry: str) -> Iterator[str]:
    """The merged ranges of a sheet, found in its text as it streams by: nothing is loaded whole for them."""
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(entry) as file:
        while chunk := file.read(1 << 20):
            text, end = rest + chunk, 0
            for found in _MERGE.finditer(text):
                end = found.end()
                yield found[1].decode()
            rest = text[max(end, len(text) - _LONGEST_MERGE) :]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return _bare(value)


def _bare(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "ref"):  # a formula over several cells
        return str(getattr(value, "text", None) or "=")
    return str(value)
