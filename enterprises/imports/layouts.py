"""What a file looks like before it is read: its sheets, where the header stands, what each column holds."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from enterprises.directory import headers, reading
from enterprises.directory.headers import Header
from enterprises.directory.tables import Row, Table, Unreadable
from enterprises.models import ColumnMemory, DirectoryImport
from parkdesk.core import clock

LOOKED_AT = 60
SAMPLES = 3
# A column is known by the shape of its cells; nobody needs somebody's whole number or address for that.
_HIDDEN = (
    (re.compile(r"(?<!\d)(\d{3})[\s-]?\d{4}[\s-]?(\d{4})(?!\d)"), r"\1****\2"),
    (re.compile(r"(?<!\d)(\d{3,4}-)\d{3,4}(\d{4})(?!\d)"), r"\1****\2"),
    (re.compile(r"(\w)[\w.+-]*@"), r"\1***@"),
)


@dataclass(frozen=True)
class Column:
    """One column of a file: its place from 0, its word, some cells, and the field that it holds ("" for none)."""

    place: int
    word: str
    samples: list[str]
    field: str


@dataclass(frozen=True)
class Layout:
    """The sheets of a file, and one of them with its header row and columns."""

    sheets: list[str]
    sheet: str
    header_row: int
    rows: list[Row]
    columns: list[Column]
    is_remembered: bool

    @property
    def around(self) -> list[Row]:
        """The rows before and after the header, as the page shows them."""
        some = self.rows[: self.header_row + 3][-8:]
        return [replace(row, cells=tuple(_hidden(cell) for cell in row.cells)) for row in some]


def look(path: Path, sheet: str = "", header_row: int = 0) -> Layout:
    """The layout of a file; sheet and header row are guessed where they are not given. Raises Unreadable."""
    tables = [table for table in reading.read_sheets(path, most=LOOKED_AT) if len(table.rows)]
    if not tables:
        raise Unreadable(_("%(file)s is empty.") % {"file": path.name})
    table = next((one for one in tables if one.name == sheet), None) or _likely(tables)
    rows = table.rows.first(LOOKED_AT)
    number = header_row if 0 < header_row <= len(rows) else _header_row(table, rows)
    words = rows[number - 1].cells
    memory = ColumnMemory.objects.filter(layout=layout_of(words)).first()
    fields = {int(place): field for place, field in memory.columns.items()} if memory else _guess(table, number)
    return Layout(
        sheets=[one.name for one in tables],
        sheet=table.name,
        header_row=number,
        rows=rows,
        columns=[_column(rows, number, place, fields.get(place, "")) for place in range(_width(rows))],
        is_remembered=memory is not None,
    )


def _likely(tables: list[Table]) -> Table:
    return next((table for table in tables if headers.find(table, "enterprises")), tables[0])


def _header_row(table: Table, rows: list[Row]) -> int:
    found = headers.find(table, "enterprises")
    if found:
        return found.number
    fullest = max(rows[: headers.SEARCH_ROWS], key=lambda row: sum(bool(cell.strip()) for cell in row.cells))
    return fullest.number


def _guess(table: Table, number: int) -> dict[int, str]:
    found = headers.guess(table.rows.first(LOOKED_AT)[number - 1], "enterprises")
    return {place: field for field, place in found.columns.items()}


def _width(rows: list[Row]) -> int:
    return max((place + 1 for row in rows for place, cell in enumerate(row.cells) if cell.strip()), default=0)


def _column(rows: list[Row], number: int, place: int, field: str) -> Column:
    cells = [row.cells[place].strip() if place < len(row.cells) else "" for row in rows]
    samples = [_hidden(cell[:40]) for cell in cells[number:] if cell][:SAMPLES]
    return Column(place, cells[number - 1], samples, field)


def _hidden(cell: str) -> str:
    for shape, shown in _HIDDEN:
        cell = shape.sub(shown, cell)
    return cell


def layout_of(words: tuple[str, ...]) -> str:
    """The name of a layout: its header words in their order, without what people write differently."""
    folded = [headers.fold_word(word) for word in words]
    while folded and not folded[-1]:
        folded.pop()
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def remember(words: tuple[str, ...], fields: Mapping[int, str]) -> None:
    """Read this layout the same way next time."""
    columns = {str(place): field for place, field in fields.items() if field}
    defaults = {"columns": columns, "used_at": clock.now()}
    ColumnMemory.objects.update_or_create(layout=layout_of(words), defaults=defaults)


@contextmanager
def on_disk(job: DirectoryImport) -> Iterator[Path]:
    """The file of an import under the name that its sender gave it, wherever files are stored."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(job.file_name).name
        with job.file.open("rb") as stored, path.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        yield path


def table_of(job: DirectoryImport) -> Table:
    """The sheet of an import, read anew. Raises Unreadable."""
    with on_disk(job) as path:
        is_book = path.suffix.lower() in (".xlsx", ".xlsm")
        tables = reading.read_sheets(path, job.sheet if is_book else None)
    if not tables:
        raise Unreadable(_("%(file)s is empty.") % {"file": job.file_name})
    return tables[0]


def header_of(job: DirectoryImport) -> Header:
    return Header(job.header_row, dict(job.columns), dict(job.names))
