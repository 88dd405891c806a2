"""Lists to take away as xlsx: text cells that no spreadsheet calculates (quality 14)."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from parkdesk.core import clock
from parkdesk.core.spreadsheets import harmless
from requests_flow.models import Circular, CircularCopy

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(name: str, heads: list[str], rows: Iterable[list[Any]]) -> HttpResponse:
    """One sheet as a file; dates and numbers stay what they are, every text is made harmless."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_cell(head) for head in heads])
    for row in rows:
        sheet.append([_cell(one) for one in row])
    file = io.BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.xlsx"'
    return response


def of_notice(circular: Circular, copies: Iterable[CircularCopy]) -> HttpResponse:
    """Who has read and confirmed a notice."""
    heads = [
        _("Enterprise"), _("Park"), _("Building"), _("Room"), _("Standing"), _("Read at"), _("Confirmed at"),
        _("Confirmed by"), _("Told by hand"),
    ]  # fmt: skip
    return answer(f"notice-{circular.pk}", heads, (_row(one) for one in copies))


def _row(copy: CircularCopy) -> list[Any]:
    firm = copy.enterprise
    place = [firm.name, firm.park.name, firm.building.name if firm.building else "", firm.room]
    teller = str(copy.told_by) if copy.told_by else ""
    return [*place, copy.get_state_display(), copy.read_at, copy.confirmed_at, copy.confirmed_by, teller]


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
    return harmless(value) if isinstance(value, str) else value
