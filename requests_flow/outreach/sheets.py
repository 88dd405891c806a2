"""Lists to take away as xlsx: text cells that no spreadsheet calculates (quality 14)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from parkdesk.core import spreadsheets
from parkdesk.core.spreadsheets import Sheet
from requests_flow.models import Circular, CircularCopy


def answer(name: str, title: str, heads: list[str], rows: Iterable[list[Any]]) -> HttpResponseBase:
    """One sheet as a file; dates and numbers stay what they are."""
    return spreadsheets.answer(Sheet(title, heads, lambda: rows), "xlsx", name)


def of_notice(circular: Circular, copies: Iterable[CircularCopy]) -> HttpResponseBase:
    """Who has read and confirmed a notice."""
    heads = [
        _("Enterprise"), _("Park"), _("Building"), _("Room"), _("Standing"), _("Read at"), _("Confirmed at"),
        _("Confirmed by"), _("Told by hand"),
    ]  # fmt: skip
    return answer(f"notice-{circular.pk}", str(circular), heads, (_row(one) for one in copies))


def _row(copy: CircularCopy) -> list[Any]:
    firm = copy.enterprise
    place = [firm.name, firm.park.name, firm.building.name if firm.building else "", firm.room]
    teller = str(copy.told_by) if copy.told_by else ""
    return [*place, copy.get_state_display(), copy.read_at, copy.confirmed_at, copy.confirmed_by, teller]
