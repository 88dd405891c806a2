"""Opening what people send: a workbook, a table of text in some encoding, or a folder of such tables."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext

from enterprises.directory import headers, workbook
from enterprises.directory.tables import MAX_ROWS, Row, Rows, Table, Unreadable, within

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
CHUNK_BYTES = 1024 * 1024
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
    encoding, head = _encoding(path)
    delimiter = max(",;\t", key=head.count)  # the sign that stands most often in the first lines
    try:
        with _opened(path) as file:
            text = io.TextIOWrapper(file, encoding=encoding, newline="")
            return Table(path.name, Rows(within(_rows(text, delimiter, most), path.name, MAX_ROWS)))
    except csv.Error as error:
        raise Unreadable(gettext("%(file)s is not a table of text.") % {"file": path.name}) from error


def _rows(text: Iterable[str], delimiter: str, most: int | None) -> Iterator[Row]:
    for number, cells in enumerate(islice(csv.reader(text, delimiter=delimiter), most), 1):
        yield Row(number, tuple(cells[:MAX_COLUMNS]))


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb"))


def _chunks(path: Path) -> Iterator[bytes]:
    """The content in parts, at most MAX_BYTES unpacked: a small .gz may hold a large file."""
    size = 0
    try:
        with _opened(path) as file:
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                if size > MAX_BYTES:
                    reason = gettext("%(file)s is larger than %(limit)s MB.")
                    raise Unreadable(reason % {"file": path.name, "limit": MAX_BYTES // 1024**2})
                yield chunk
    except (OSError, EOFError) as error:
        raise Unreadable(gettext("%(file)s cannot be opened.") % {"file": path.name}) from error


def _encoding(path: Path) -> tuple[str, str]:
    """The encoding that the whole file is in, and the first characters of it; nothing is loaded whole for that."""
    first = next(_chunks(path), b"")
    encodings = ["utf-16"] if first[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return encoding, _head(path, encoding)
        except UnicodeDecodeError:
            continue
    raise _no_text(path)


def _head(path: Path, encoding: str) -> str:
    """The first characters, when all of it is text of this encoding. Raises UnicodeDecodeError, Unreadable."""
    decoder, head = codecs.getincrementaldecoder(encoding)(), ""
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        if "\0" in text:
            raise _no_text(path)
        head = head or text[:5000]
    decoder.decode(b"", final=True)
    return head


def _no_text(path: Path) -> Unreadable:
    return Unreadable(gettext("%(file)s is not text in UTF-8 or GB18030.") % {"file": path.name})
