"""Workbooks: visible sheets as tables, merged cells filled downwards, no more than a machine can bear."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext
from openpyxl.utils.exceptions import InvalidFileException

from enterprises.directory.tables import MAX_ROWS, Row, Table, Unreadable

MAX_UNPACKED = 200 * 1024 * 1024
MAX_UNPACKED_WITH_MERGES = 40 * 1024 * 1024
MAX_RATIO = 150
MAX_SHEETS = 60
MAX_COLUMNS = 200


def read(path: Path) -> list[Table]:
    """The visible sheets. Formulas come as their text, never as a result. Raises Unreadable."""
    try:
        has_merges = _inspect(path)
        # Merged ranges are only known when a sheet is loaded whole, so only then is it.
        book = openpyxl.load_workbook(path, read_only=not has_merges, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [Table(sheet.title, tuple(_rows(sheet, path.name))) for sheet in sheets[:MAX_SHEETS]]
    except Unreadable:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise Unreadable(gettext("%(file)s is not a workbook that can be read.") % {"file": path.name}) from error


def _inspect(path: Path) -> bool:
    """Refuse bombs before anything is unpacked; say whether there are merged cells."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(path.stat().st_size, 1024):
            raise Unreadable(gettext("%(file)s unpacks to far more than a table needs.") % {"file": path.name})
        sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
        has_merges = any(_holds(archive, entry, b"<mergeCell ") for entry in sheets)
    if has_merges and unpacked > MAX_UNPACKED_WITH_MERGES:
        raise Unreadable(gettext("%(file)s is too large for a sheet with merged cells.") % {"file": path.name})
    return has_merges


def _holds(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, needle: bytes) -> bool:
    tail = b""
    with archive.open(entry) as file:
        while chunk := file.read(1 << 20):
            if needle in tail + chunk:
                return True
            tail = chunk[-len(needle) :]
    return False


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    fills = _fills(getattr(sheet, "merged_cells", None))
    above: dict[int, str] = {}
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MAX_ROWS:
            raise Unreadable.too_long(name)
        cells = [_text(value) for value in values[:MAX_COLUMNS]]
        filled = frozenset(column for column in fills.get(number, ()) if column < len(cells))
        for column in filled:
            cells[column] = above.get(column, "")
        above = dict(enumerate(cells))
        yield Row(number, tuple(cells), filled)


def _fills(merged: Any) -> dict[int, set[int]]:
    """Which columns of which rows a merged cell covers from above. Across a row its value stays in one column."""
    fills: dict[int, set[int]] = {}
    ranges: Iterable[Any] = getattr(merged, "ranges", ())
    for area in ranges:
        for number in range(area.min_row + 1, min(area.max_row, MAX_ROWS) + 1):
            fills.setdefault(number, set()).add(area.min_col - 1)
    return fills


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
