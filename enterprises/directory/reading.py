"""Opening what people send: a workbook, a table of text in some encoding, or a folder of such tables."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext

from enterprises.directory import headers, workbook
from enterprises.directory.tables import MAX_ROWS, Row, Rows, Table, Unreadable

MAX_BYTES = 50 * 1024 * 1024
PARTS = ("community_staff", "parks", "buildings", "enterprises", "park_leaders", "council_reps")
SHEET_NAMES = {
    "园区": "parks",
    "楼宇": "buildings",
    "企业": "enterprises",
    "园区长": "park_leaders",
    "议事代表": "council_reps",
    "社区工作人员": "community_staff",
}
MAX_COLUMNS = 200
_TEXT_SUFFIXES = (".csv", ".csv.gz", ".txt", ".tsv")


def read(source: Path) -> dict[str, Table]:
    """The tables of a file or folder by part, in the order in which they are to be read. Raises Unreadable."""
    if source.is_dir():
        found = {part: table for path in sorted(source.iterdir()) for part, table in _part_file(path)}
    else:
        found = _by_part(_read_file(source))
    if not found:
        raise Unreadable(gettext("The folder holds none of the files %(names)s.") % {"names": _expected()})
    return {part: found[part] for part in PARTS if part in found}


def _expected() -> str:
    return ", ".join(f"{part}.csv" for part in PARTS)


def _part_file(path: Path) -> Iterator[tuple[str, Table]]:
    part = path.name.removesuffix(".gz").removesuffix(".csv")
    if part in PARTS and path.name.endswith((".csv", ".csv.gz")):
        yield part, _read_text(path)


def read_sheets(path: Path, sheet: str | None = None, most: int | None = None) -> list[Table]:
    """The visible sheets of a file, or the one of that name, with at most `most` rows each. Raises Unreadable."""
    return _read_file(path, sheet, most)


def _read_file(path: Path, sheet: str | None = None, most: int | None = None) -> list[Table]:
    if not path.is_file():
        raise Unreadable(gettext("There is no file %(path)s.") % {"path": path})
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(
            gettext("%(file)s is larger than %(limit)s MB.") % {"file": path.name, "limit": MAX_BYTES // 1024**2}
        )
    name = path.name.lower()
    if name.endswith((".xlsx", ".xlsm")):
        return workbook.read(path, sheet, most)
    if name.endswith(_TEXT_SUFFIXES):
        return [_read_text(path, most)]
    raise Unreadable(gettext("%(file)s is neither an .xlsx workbook nor a .csv table.") % {"file": path.name})


def _by_part(tables: list[Table]) -> dict[str, Table]:
    """A workbook with the parts as sheets, or else one table of enterprises: the first sheet with a header."""
    named = {SHEET_NAMES.get(table.name, table.name): table for table in tables}
    parts = {part: table for part, table in named.items() if part in PARTS}
    if len(parts) > 1:
        return parts
    known = (table for table in tables if headers.find(table, "enterprises"))
    return {"enterprises": next(known, tables[0])}


def _read_text(path: Path, most: int | None = None) -> Table:
    content = _bytes(path)
    encoding = _encoding(content, path.name)
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    try:
        return Table(path.name, Rows(_rows(text, _delimiter(content, encoding), path.name, most)))
    except csv.Error as error:
        raise Unreadable(gettext("%(file)s is not a table of text.") % {"file": path.name}) from error


def _rows(text: Iterable[str], delimiter: str, name: str, most: int | None) -> Iterator[Row]:
    for number, cells in enumerate(islice(csv.reader(text, delimiter=delimiter), most), 1):
        if number > MAX_ROWS:
            raise Unreadable.too_long(name)
        yield Row(number, tuple(cells[:MAX_COLUMNS]))


def _bytes(path: Path) -> bytes:
    """At most MAX_BYTES, unpacked: a small .gz may hold a large file."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(gettext("%(file)s cannot be opened.") % {"file": path.name}) from error
    if len(content) > MAX_BYTES:
        raise Unreadable(
            gettext("%(file)s is larger than %(limit)s MB.") % {"file": path.name, "limit": MAX_BYTES // 1024**2}
        )
    return content


def _encoding(content: bytes, name: str) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding
    raise Unreadable(gettext("%(file)s is not text in UTF-8 or GB18030.") % {"file": name})


def _delimiter(content: bytes, encoding: str) -> str:
    """What parts the cells: the sign that stands most often in the first lines."""
    head = content[:10_000].decode(encoding, errors="ignore")
    return max(",;\t", key=head.count)
