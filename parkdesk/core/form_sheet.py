"""A form as an office files it: head in red, number, a table of labels and words, tables, a last line.

One value is the source of the page, the PDF and the .docx, so that the three always say the same (decisions 51).
Pure: whoever makes a Sheet has looked every word up in the running language.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from docx.shared import Mm

from parkdesk.core import pdf
from parkdesk.core.docx_paper import FANGSONG, HEI, IMPRINT, RED, TEXT, TITLE_SONG, Paper

CSS = Path(__file__).resolve().parent / "static" / "core" / "form.css"
# Height of a row that is signed in.
ROOM = Mm(14)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Said:
    """A paragraph: what it begins with (a date, a name), then the words with their line breaks."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Cell:
    """A label and what stands beside it; nothing is drawn as a dash. `is_tall` leaves room to write by hand."""

    label: str
    said: tuple[Said, ...] = ()
    is_tall: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its title; `note` stands below, `empty` instead of it when there are no rows.

    `is_tall` leaves room in each row to write by hand.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    empty: str = ""
    is_tall: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole form. Each row has one cell over the full width, or two beside each other.

    `text` are paragraphs before the form. What others sign and send has no red head: that is for our own papers.
    """

    title: str
    mark: tuple[str, ...]
    number: str = ""
    opening: str = ""
    text: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[str, ...] = field(default_factory=tuple)
    printed: str = ""
    has_red_head: bool = True


def cell(label: object, *said: object, is_tall: bool = False) -> Cell:
    """A cell from what there is: empty values are left out, plain text becomes a paragraph."""
    kept = tuple(one if isinstance(one, Said) else Said(str(one)) for one in said if one)
    return Cell(str(label), kept, is_tall)


def html_of(sheet: Sheet) -> str:
    """The article, as the PDF prints it."""
    return render_to_string("parts/_form_sheet.html", {"sheet": sheet})


def pdf_of(sheet: Sheet) -> bytes:
    """The form as a PDF/A-2a. Raises pdf.Missing."""
    return pdf.render(html_of(sheet), css=CSS, title=sheet.title, variant=pdf.ARCHIVE)


def docx_of(sheet: Sheet) -> bytes:
    """The form as a document of a text program, with the faces that GB/T 9704 names."""
    paper = Paper(sheet.title)
    _write_head(paper, sheet)
    if sheet.rows:
        _write_form(paper, sheet.rows)
    for table in sheet.tables:
        _write_table(paper, table)
    for line in (*sheet.closing, sheet.printed):
        paper.line(line, FANGSONG, IMPRINT)
    kept = io.BytesIO()
    paper.document.save(kept)
    return kept.getvalue()


def _write_head(paper: Paper, sheet: Sheet) -> None:
    for line in sheet.mark:
        paper.centred(line, TITLE_SONG, colour=RED if sheet.has_red_head else None)
    if sheet.number:
        number = paper.centred(sheet.number, FANGSONG, TEXT)
        if sheet.has_red_head:
            paper.rule(number, "bottom", "C01818", 18)
    if sheet.opening:
        paper.line(sheet.opening, FANGSONG, TEXT)
    for text in sheet.text:
        paper.indented(paper.line(text, FANGSONG, TEXT))


def answer_docx(content: bytes, name: str) -> HttpResponse:
    """The document to take away as `name`.docx."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def _write_form(paper: Paper, rows: Sequence[tuple[Cell, ...]]) -> None:
    table = paper.table(4)
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[1].merge(cells[3])
        for place, one in enumerate(row):
            paper.put(cells[2 * place], [("", one.label)], HEI)
            paper.put(cells[2 * place + 1], [(said.lead, said.text) for said in one.said] or [("", "–")], FANGSONG)


def _write_table(paper: Paper, one: Table) -> None:
    paper.line(one.title, HEI, TEXT)
    if one.rows:
        table = paper.table(len(one.heads))
        for place, row in enumerate((one.heads, *one.rows)):
            line = table.add_row()
            line.height = ROOM if one.is_tall else None
            for target, text in zip(line.cells, row, strict=True):
                paper.put(target, [("", text)], FANGSONG if place else HEI)
    for text in filter(None, (one.note if one.rows else one.empty,)):
        paper.line(text, FANGSONG, IMPRINT)


def words_of(sheet: Sheet) -> list[str]:
    """Every word of a form in its order: what page, PDF and .docx have in common."""
    cells = [text for row in sheet.rows for one in row for text in _of_cell(one)]
    tables: list[Any] = [text for one in sheet.tables for row in (one.heads, *one.rows) for text in row]
    return [*sheet.mark, sheet.number, *sheet.text, *cells, *map(str, tables), *sheet.closing]


def _of_cell(one: Cell) -> list[str]:
    return [one.label, *(text for said in one.said for text in (said.lead, said.text) if text)]
