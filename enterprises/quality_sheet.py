"""A list of flaws to take away: names and places of firms, no personal data."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from enterprises import quality
from enterprises.models import Park
from parkdesk.core.spreadsheets import Sheet

COLUMNS = ("code", "name", "uscc", "park__name", "building__name", "floor", "room", "status", "confirmed_on")


def sheet(problem: quality.Problem, park: Park | None) -> Sheet:
    """One line for each firm that has this flaw, of one park or of all."""
    heads = [
        _("Number in the directory"), _("Name"), _("Credit code"), _("Park"), _("Building"), _("Floor"), _("Room"),
        _("Status"), _("Data confirmed on"),
    ]  # fmt: skip
    return Sheet(str(problem.label), heads, lambda: _rows(problem, park))


def _rows(problem: quality.Problem, park: Park | None) -> Iterator[tuple[Any, ...]]:
    return quality.rows(problem, park).values_list(*COLUMNS).iterator(chunk_size=500)
