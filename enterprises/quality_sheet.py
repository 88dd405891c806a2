"""A list of flaws to take away: names and places of firms, no personal data, no live formula (quality 14)."""

import csv
from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from enterprises import quality
from enterprises.directory.cleaning import harmless
from enterprises.models import Park

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
COLUMNS = ("code", "name", "uscc", "park__name", "building__name", "floor", "room", "status", "confirmed_on")


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def lines(problem: quality.Problem, park: Park | None) -> Iterator[list[str]]:
    """The heads, then one line for each firm."""
    yield [
        _("Code"), _("Name"), _("Credit code"), _("Park"), _("Building"), _("Floor"), _("Room"), _("Status"),
        _("Data confirmed on"),
    ]  # fmt: skip
    for row in quality.rows(problem, park).values_list(*COLUMNS).iterator(chunk_size=500):
        yield [harmless(str(cell)) if cell is not None else "" for cell in row]


def as_csv(problem: quality.Problem, park: Park | None) -> Iterator[str]:
    """Line by line, with the mark by which spreadsheets know its alphabet."""
    writer = csv.writer(_Echo())
    for number, line in enumerate(lines(problem, park)):
        yield ("" if number else BYTE_ORDER_MARK) + writer.writerow(line)


def as_xlsx(problem: quality.Problem, park: Park | None) -> bytes:
    """The workbook with its heads frozen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for line in lines(problem, park):
        sheet.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
