"""The rows that were not taken, in the sender's own layout: the same columns, wrong cells marked, the reason beside."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from enterprises.directory.report import DUPLICATE, ERROR, REVIEW
from enterprises.directory.tables import Row
from enterprises.imports import layouts
from enterprises.imports.rows import messages_of
from enterprises.imports.showing import LABELS
from enterprises.models import DirectoryImport, ImportRow
from parkdesk.core.spreadsheets import harmless

NOT_TAKEN = (ERROR, REVIEW, DUPLICATE)
WRONG = PatternFill("solid", start_color="FFF2CC")
REASON_WIDTH, WIDTH = 60, 18


def write(job: DirectoryImport, file: IO[bytes]) -> None:
    """Write the workbook: what stands above the header, the header, and every row that was not taken."""
    table = layouts.table_of(job)
    held = {row.number: row for row in job.rows.filter(outcome__in=NOT_TAKEN)}
    book = Workbook(write_only=True)
    sheet = book.create_sheet((job.sheet if job.sheet != job.file_name else "")[:31] or None)
    width = max((len(row.cells) for row in table.rows.first(job.header_row)), default=0)
    for place in range(width):
        sheet.column_dimensions[get_column_letter(place + 1)].width = WIDTH
    sheet.column_dimensions[get_column_letter(width + 1)].width = REASON_WIDTH
    sheet.freeze_panes = f"A{job.header_row + 1}"
    for row in table.rows:
        if row.number < job.header_row:
            sheet.append([harmless(cell) for cell in row.cells])
        elif row.number == job.header_row:
            sheet.append(list(_header(sheet, row, width)))
        elif row.number in held:
            sheet.append(list(_line(sheet, job, row, held[row.number], width)))
    book.save(file)


def _header(sheet: Any, row: Row, width: int) -> Iterator[Any]:
    words = [*row.cells, *[""] * (width - len(row.cells)), _("Why this row was not taken")]
    for word in words:
        cell = WriteOnlyCell(sheet, harmless(word))
        cell.font = Font(bold=True)
        yield cell


def _line(sheet: Any, job: DirectoryImport, row: Row, held: ImportRow, width: int) -> Iterator[Any]:
    messages = messages_of(held)
    wrong = {job.columns[one.field] for one in messages if one.field in job.columns and one.weight in (ERROR, REVIEW)}
    for place in range(width):
        cell = WriteOnlyCell(sheet, harmless(row.cells[place]) if place < len(row.cells) else "")
        if place in wrong:
            cell.fill = WRONG
        yield cell
    number = _("Row %(row)s of your file") % {"row": row.number}
    reason = WriteOnlyCell(sheet, "；".join([f"{number}, {LABELS[held.outcome]}", *(one.text for one in messages)]))
    reason.alignment = Alignment(wrap_text=True, vertical="top")
    yield reason
