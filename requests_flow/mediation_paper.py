"""The record of a mediation (调解记录) to sign: one form for page, PDF and .docx, in the running language."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from parkdesk.core import clock, money
from parkdesk.core.form_sheet import Cell, Said, Sheet, Table, cell
from parkdesk.core.words_of_time import day_time, long_day
from requests_flow.models import Mediation, MediationDuty, MediationParty, MediationSitting


def record(one: Mediation) -> Sheet:
    """Everything that the parties sign: who, when and where, what each said, what was agreed, by which day."""
    parties, sittings, duties = list(one.parties.all()), list(one.sittings.all()), list(one.duties.all())
    return Sheet(
        title=_("Record of mediation %(number)s") % {"number": one.need.reference},
        mark=(str(settings.COMMUNITY["name"]), _("Record of mediation")),
        number=one.need.reference,
        rows=(
            (cell(_("What is disputed"), one.matter),),
            *((_side(party),) for party in parties),
            *((_sitting(sitting),) for sitting in sittings),
            *_end(one),
        ),
        tables=(_duties(duties),) if duties else (),
        closing=tuple(_signatures(parties)),
        printed=_("Printed %(moment)s; what counts is the record.") % {"moment": day_time(clock.now())},
    )


def _side(party: MediationParty) -> Cell:
    agent = _("Represented by %(name)s") % {"name": party.agent} if party.agent else ""
    return cell(party.get_role_display(), party.name, agent, party.position)


def _sitting(sitting: MediationSitting) -> Cell:
    lead = _("%(moment)s, %(place)s; mediators: %(names)s") % {
        "moment": f"{long_day(sitting.held_at)} {day_time(sitting.held_at).rpartition(' ')[2]}",
        "place": sitting.place,
        "names": sitting.mediators,
    }
    return cell(_("Sitting"), Said(sitting.notes, lead))


def _end(one: Mediation) -> list[tuple[Cell, ...]]:
    if one.ended_at is None:
        return []
    rows: list[tuple[Cell, ...]] = [(cell(_("Outcome"), one.get_state_display()),)]
    if one.effective_on is None or one.confirm_until is None:
        return rows
    points = [Said(point, f"{place}.") for place, point in enumerate(points_of(one), start=1)]
    days = (
        cell(_("Takes effect on"), long_day(one.effective_on)),
        cell(_("Judicial confirmation until"), long_day(one.confirm_until)),
    )
    return [*rows, (cell(_("What was agreed"), *points, is_tall=True),), days]


def points_of(one: Mediation) -> list[str]:
    """The agreement point by point."""
    return [line.strip() for line in one.agreement.splitlines() if line.strip()]


def _duties(duties: Iterable[MediationDuty]) -> Table:
    heads = (_("What"), _("Amount"), _("By"), _("Done on"))
    rows = (
        (
            one.what,
            money.words(one.amount_fen) if one.amount_fen else "–",
            long_day(one.due_on),
            long_day(one.done_on) if one.done_on else "",
        )
        for one in duties
    )
    return Table(title=_("Performance"), heads=heads, rows=tuple(rows))


def _signatures(parties: Iterable[MediationParty]) -> list[str]:
    """A line for each side, one for the mediators; the day is written by hand."""
    sides = [f"{one.get_role_display()} {one.name}  ______________" for one in parties]
    return [*sides, _("Mediators: ______________"), _("Date: ______________")]
