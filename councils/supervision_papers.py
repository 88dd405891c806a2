"""Supervision on paper: the order (督办单), the bulletin (通报), the letter of reminder (提醒函).

Order and bulletin are forms of `parkdesk.core.form_sheet`: PDF and .docx print the same value.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import Instruction, ReminderLetter, SupervisionOrder
from councils.sheet_words import listed
from councils.supervision_bulletin import Bulletin, Standing
from councils.supervision_timeline import feedbacks, timeline
from parkdesk.core import clock, pdf
from parkdesk.core.docx_paper import plain
from parkdesk.core.form_sheet import CSS, Cell, Said, Sheet, Table, cell
from parkdesk.core.words_of_time import day_time, long_day, time_of_day
from requests_flow.timeline import Line

MORE_TIME = frozenset({"ask_extension", "extend", "refuse_extension"})


# --- the order ---------------------------------------------------------------------------------------
def order_form(order: SupervisionOrder) -> Sheet:
    """The fields of domain.md 7 in their order, in the running language."""
    lines = timeline(order)
    return Sheet(
        title=f"{order.reference} {order.subject}".strip(),
        mark=(_head(), _("Supervision order")),
        number=order.reference,
        rows=(*_matter(order), *_who(order), *_when(order), *_course(lines), *_proof(order)),
        printed=_("Printed %(moment)s; what counts is the record.") % {"moment": day_time(clock.now())},
    )


def _head() -> str:
    return _("%(community)s Party Committee") % {"community": settings.COMMUNITY["name"]}


def _matter(order: SupervisionOrder) -> list[tuple[Cell, ...]]:
    about = order.need or order.resolution
    source = cell(_("Source"), order.get_source_display(), about and about.reference)
    rows: list[tuple[Cell, ...]] = [(cell(_("Matter"), order.subject),), (source, cell(_("Park"), order.park))]
    said = [_instructed(one) for one in Instruction.objects.standing().filter(order=order)]
    return [*rows, (cell(_("Instruction by a leader"), *said),)] if said else rows


def _instructed(one: Instruction) -> Said:
    """The words as they were written, after who wrote them and when."""
    lead = _("%(giver)s, %(office)s, %(day)s:") % {
        "giver": one.giver,
        "office": one.office,
        "day": long_day(one.given_on),
    }
    return Said(one.words, lead)


def _who(order: SupervisionOrder) -> list[tuple[Cell, ...]]:
    supporting = plain(listed(unit.display_name for unit in order.supporting.all()))
    unit, asked = (one.display_name if one else "" for one in (order.unit, order.asked))
    return [
        (cell(_("Responsible unit"), unit), cell(_("Person in charge"), order.in_charge)),
        (cell(_("Supporting units"), supporting), cell(_("Body that is asked"), asked)),
        (cell(_("What has to be done"), order.requirement, is_tall=True),),
    ]


def _when(order: SupervisionOrder) -> list[tuple[Cell, ...]]:
    due = order.due_at and long_day(order.due_at)
    signed = order.signed_at and f"{long_day(order.signed_at)} {time_of_day(order.signed_at)}"
    return [
        (
            cell(_("Assigned"), order.assigned_at and long_day(order.assigned_at)),
            cell(pgettext("of an order", "To be done by"), due),
        ),
        (cell(_("Signed for"), signed), cell(_("Issued by"), order.issuer)),
    ]


def _course(lines: list[Line]) -> list[tuple[Cell, ...]]:
    asked = [line for line in reversed(lines) if line.step in MORE_TIME]
    return [
        (cell(_("Feedback"), *(_dated(line) for line in feedbacks(lines)), is_tall=True),),
        (cell(_("Extensions"), *map(_dated, asked)),),
    ]


def _dated(line: Line) -> Said:
    """What happened, when and by whom, then what was said."""
    words = plain(listed(line.words, is_wide=True))
    return Said("\n".join(filter(None, (line.by, words))), f"{long_day(line.at)} {line.title}")


def _proof(order: SupervisionOrder) -> list[tuple[Cell, ...]]:
    ended = long_day(order.ended_at) if order.ended_at and order.conclusion else ""
    return [
        (cell(_("Evidence"), order.get_evidence_display()), cell(_("Checked by"), order.checker)),
        (cell(_("What the check found"), order.finding, is_tall=True),),
        (cell(_("Opinion on striking off"), order.conclusion, ended, is_tall=True),),
    ]


# --- the bulletin ------------------------------------------------------------------------------------
def bulletin_form(one: Bulletin) -> Sheet:
    """The bulletin of a quarter: how the units stand, and the orders that may be named."""
    return Sheet(
        title=str(_("Supervision bulletin")),
        mark=(_head(), _("Supervision bulletin")),
        number=_("%(year)s, quarter %(quarter)s") % {"year": one.year, "quarter": one.quarter},
        opening=_("Registered %(registered)s, struck off %(struck)s; overdue now %(red)s.")
        % {"registered": one.registered, "struck": one.struck_off, "red": one.lights["red"]},
        tables=(_standings(one), _orders(one)),
        closing=(_unnamed(one),) if one.unnamed else (),
        printed=_("Printed %(moment)s; what counts is the record.") % {"moment": day_time(clock.now())},
    )


def _standings(one: Bulletin) -> Table:
    return Table(
        title=_("By unit"),
        heads=tuple(map(str, (_("Unit"), *(label for label, _value in _figures(Standing(None)))))),
        rows=tuple(
            (str(unit.unit.display_name), *(str(value) for _label, value in _figures(unit))) for unit in one.standings
        ),
        note=_(
            "Sent back, opened again and badly rated stand beside what was struck off: closing early is no merit. "
            "Units stand in the order of their names; this is no ranking."
        ),
        empty=_("No order was assigned in this quarter."),
    )


def _figures(one: Standing) -> list[tuple[str, str]]:
    """The columns of a unit, each with its name."""
    return [
        (pgettext("supervision orders", "Running"), str(one.running)),
        (_("Green / amber / red / grey"), one.lights_words),
        (_("Struck off"), str(one.struck_off)),
        (_("Past the limit"), str(one.red)),
        (_("Sent back"), str(one.sent_back)),
        (_("Opened again"), one.conduct.reopened_words),
        (_("Bad ratings"), one.conduct.bad_words),
    ]


def _orders(one: Bulletin) -> Table:
    heads = (
        pgettext("of an order", "Number"), _("Matter"), _("Responsible unit"), pgettext("of an order", "To be done by"),
        _("Stands"),
    )  # fmt: skip
    return Table(
        title=_("Orders of the quarter"),
        heads=tuple(map(str, heads)),
        rows=tuple(_listed(order) for order in one.orders),
        empty=_("None that may be named."),
    )


def _listed(order: SupervisionOrder) -> tuple[str, ...]:
    light = order.light if order.is_open else None
    return (
        order.reference,
        order.subject,
        str(order.unit.display_name) if order.unit else "–",
        long_day(order.due_at) if order.due_at else "–",
        light.words() if light else str(order.get_state_display()),
    )


def _unnamed(one: Bulletin) -> str:
    return _("Protected or personal matters that are counted and not named: %(count)s.") % {"count": one.unnamed}


# --- the letter --------------------------------------------------------------------------------------
def letter_sheet(letter: ReminderLetter) -> bytes:
    """The letter as a PDF. Raises pdf.Missing."""
    html = render_to_string("councils/supervision_letter_sheet.html", letter_facts(letter))
    return pdf.render(html, css=CSS, title=str(_("Letter of reminder")), variant=pdf.ARCHIVE)


def letter_facts(letter: ReminderLetter) -> dict[str, Any]:
    return {
        "letter": letter,
        "head": _head(),
        "orders": letter.orders().select_related("need"),
        "day": letter.sent_at or clock.now(),
    }
