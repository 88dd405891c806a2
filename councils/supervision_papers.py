"""Supervision on paper: the order (督办单) and the letter of reminder (提醒函), as an office files them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from councils.models import ReminderLetter, SupervisionOrder
from councils.sheet_words import listed
from councils.supervision_timeline import feedbacks, timeline
from parkdesk.core import clock, pdf

CSS = Path(__file__).resolve().parent / "static" / "councils" / "order.css"


def order_sheet(order: SupervisionOrder) -> bytes:
    """The order as a PDF of one sheet or more, in the running language. Raises pdf.Missing."""
    html = render_to_string("councils/supervision_sheet.html", order_facts(order))
    return pdf.render(html, css=CSS, title=f"{order.reference} {order.subject}".strip(), variant=pdf.ARCHIVE)


def order_facts(order: SupervisionOrder) -> dict[str, Any]:
    """What the sheet prints: the fields of domain.md 7, in their order."""
    lines = timeline(order)
    return {
        "order": order,
        "head": _("%(community)s Party Committee") % {"community": settings.COMMUNITY["name"]},
        "supporting": listed(unit.display_name for unit in order.supporting.all()),
        "feedbacks": feedbacks(lines),
        "extensions": [
            line for line in reversed(lines) if line.step in {"ask_extension", "extend", "refuse_extension"}
        ],
        "printed_at": clock.now(),
    }


def letter_sheet(letter: ReminderLetter) -> bytes:
    """The letter as a PDF. Raises pdf.Missing."""
    html = render_to_string("councils/supervision_letter_sheet.html", letter_facts(letter))
    return pdf.render(html, css=CSS, title=str(_("Letter of reminder")), variant=pdf.ARCHIVE)


def letter_facts(letter: ReminderLetter) -> dict[str, Any]:
    return {
        "letter": letter,
        "head": _("%(community)s Party Committee") % {"community": settings.COMMUNITY["name"]},
        "orders": letter.orders().select_related("need"),
        "day": letter.sent_at or clock.now(),
    }
