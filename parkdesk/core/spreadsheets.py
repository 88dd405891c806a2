"""The one doorway for tables that leave the house: as csv, xlsx or docx, streamed, with no live formula (quality 14).

A `Sheet` is heads and rows of text, numbers and dates. Text that some program would calculate (= + - @ in either
width, also behind white space, a tab or a line break) gets an apostrophe before it. A sheet with personal data says
so by `Kept`: who takes it out, and for what; then its last row is a watermark and the look is written down.
"""

import csv
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.db import models
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from parkdesk.core import clock
from parkdesk.core.access import looked_at
from parkdesk.core.docx_paper import FANGSONG, FORM, HEI, TITLE_SONG, Paper
from parkdesk.core.words_of_time import day_time

BYTE_ORDER_MARK = "\ufeff"
# More rows than anybody reads in a spreadsheet; a csv has no end. A text program bears far fewer.
SHEET_AT_MOST = 100_000
DOCX_AT_MOST = 1_000
MINUTE, DAY = "%Y-%m-%d %H:%M", "%Y-%m-%d"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
# Numbers may begin with a sign: -3.5, +86 154…, with a word behind that calls and calculates nothing. Anything else
# that begins so is a formula to some program.
_NUMBER = re.compile(r"[+-]?[\d\s().,-]*|\+\d{2,3}[\s-]*\d{11}\b[^=+\-*/^&|!@<>%(:;]*", re.DOTALL)
Cell = str | int | float | date | datetime | None
Rows = Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class Sheet:
    """A table: its title, the words above its columns, its rows. `rows` is asked once."""

    title: str
    heads: Sequence[str]
    rows: Callable[[], Rows]
    # Stands as the last row: who took the table away, when, for what.
    watermark: str = ""


def watermark(who: object, what: str) -> str:
    """Who took it away, when, about what (PIPL 51: exports carry a mark)."""
    words = _("Exported by %(name)s, %(moment)s, %(what)s. For this handling only; do not pass it on.")
    return words % {"name": str(who), "moment": day_time(clock.now()), "what": what}


def note_export(thing: models.Model, *, by: models.Model, what: str) -> None:
    """Write down that personal data left the house; `thing` is what it was about."""
    looked_at(thing, by=by, action="export", reason=what)


def is_live(text: str) -> bool:
    """Whether some spreadsheet program would calculate this text or break it into cells."""
    return text[:1] in ("\t", "\r", "\n") or is_formula(text)


def is_formula(text: str) -> bool:
    """Whether some program would calculate this: = + - @ in either width, after any white space."""
    if not text or text[0].isalnum():  # nearly every cell: none of those signs is a letter or a digit
        return False
    short = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip().lstrip("'")
    return short[:1] in ("=", "@") or (short[:1] in ("+", "-") and not _NUMBER.fullmatch(short))


def harmless(value: Any) -> Any:
    """The same value as a spreadsheet may show it without calculating; only text is touched."""
    if not isinstance(value, str):
        return value
    return f"'{_INVISIBLE.sub('', value).strip()}" if is_live(value) else value


def answer(sheet: Sheet, kind: str, name: str) -> HttpResponseBase:
    """The table as a download `NAME-2026-11-22.kind`; 404 for a kind that does not exist. Only a csv has no end."""
    if kind not in TYPES:
        raise Http404
    name = f"{name}-{clock.today():%Y-%m-%d}.{kind}"
    if kind == "csv":
        lines = StreamingHttpResponse(csv_lines(sheet), content_type=TYPES[kind])
        lines["Content-Disposition"] = f'attachment; filename="{name}"'
        return lines
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    WRITERS[kind](sheet, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[kind])


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The lines of a csv, one by one, with the mark by which spreadsheets know its alphabet."""
    write: Callable[[Iterable[Any]], Any] = csv.writer(_Echo()).writerow
    yield BYTE_ORDER_MARK + write(harmless(head) for head in sheet.heads)
    for row in sheet.rows():
        yield write(_text(cell) for cell in row)
    if sheet.watermark:
        yield write([sheet.watermark])


def _cell(cell: Any) -> Any:
    """Text that harms nobody; moments as the clock on the wall shows them, for spreadsheets know no time zones."""
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.astimezone(clock.SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
    return ILLEGAL_CHARACTERS_RE.sub("", harmless(cell)) if isinstance(cell, str) else cell


def _text(cell: Cell) -> Any:
    cell = _cell(cell)
    if isinstance(cell, datetime):
        return cell.strftime(MINUTE)
    return cell.strftime(DAY) if isinstance(cell, date) else ("" if cell is None else cell)


def write_csv(sheet: Sheet, file: IO[bytes]) -> None:
    for line in csv_lines(sheet):
        file.write(line.encode())


def write_xlsx(sheet: Sheet, file: IO[bytes]) -> None:
    """The workbook, row by row on its way to the file; what does not fit is said in a row."""
    book = Workbook(write_only=True)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.title)[:31] or None)
    page.freeze_panes = "A2"
    page.append([harmless(head) for head in sheet.heads])
    for number, row in enumerate(sheet.rows(), 1):
        if number > SHEET_AT_MOST:
            page.append([_("More than %(count)s rows: take the csv.") % {"count": f"{SHEET_AT_MOST:,}"}])
            break
        page.append([_cell(cell) for cell in row])
    if sheet.watermark:
        page.append([sheet.watermark])
    book.save(file)


def write_docx(sheet: Sheet, file: IO[bytes]) -> None:
    """The table as a document for the files, on A4."""
    paper = Paper(sheet.title)
    paper.centred(sheet.title, TITLE_SONG)
    table = paper.table(len(sheet.heads))
    _put(paper, table, list(sheet.heads), HEI)
    for number, row in enumerate(sheet.rows(), 1):
        if number > DOCX_AT_MOST:
            paper.line(_("More than %(count)s rows: take the csv.") % {"count": f"{DOCX_AT_MOST:,}"}, FANGSONG, FORM)
            break
        _put(paper, table, [str(_text(cell)) for cell in row], FANGSONG)
    if sheet.watermark:
        paper.line(sheet.watermark, FANGSONG, FORM)
    paper.document.save(file)


def _put(paper: Paper, table: Any, words: Sequence[str], face: str) -> None:
    cells = table.add_row().cells
    for cell, word in zip(cells, words, strict=False):
        paper.put(cell, [("", word)], face)


WRITERS: dict[str, Callable[[Sheet, IO[bytes]], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "docx": write_docx,
}
