"""Guards of instructions by leaders. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils.supervision_guards import leads_supervision
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because


@because(_("It belongs to an order already."))
def is_without_order(instruction):
    return instruction.order_id is None


@because(_("No reply is due, or it was given already."))
def is_reply_awaited(instruction):
    return instruction.reply_due_at is not None and instruction.answered_at is None


@because(_("The reply is not late, or the reminder has gone out."))
def is_reply_overdue(instruction):
    is_late = is_reply_awaited(instruction) and clock.now() > instruction.reply_due_at
    return is_late and instruction.reminded_at is None


def may_enter(actor):
    """A leader for the own words; the desk for what a superior wrote on paper."""
    return is_person(actor) and (leads_supervision(actor) or actor.wears(*DESK))


def enters(instruction, actor):
    return may_enter(actor)


def leads_or_keeps(instruction, actor):
    """Who leads supervision, and who entered it."""
    return leads_supervision(actor) or (is_person(actor) and instruction.entered_by_id == actor.pk)


def replies(instruction, actor):
    """The people of a unit that was asked, never a landlord's about what is protected; or who keeps it."""
    if leads_or_keeps(instruction, actor):
        return True
    mine = [one for one in instruction.units.all() if is_person(actor) and one.pk in actor.units()]
    return any(not (instruction.is_protected and one.is_tied_to_a_landlord) for one in mine)


def is_the_clock(instruction, actor):
    return actor == CLOCK
