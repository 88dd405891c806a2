"""Guards of advice that is asked of units. One argument asks "can it?"; two ask "may they?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils.case_guards import prepares_it
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because


@because(_("The council has gone on without it: the vote is open, or over."))
def is_still_wanted(advice):
    return advice.case.state in ("preparing", "in_discussion", "to_meeting", "deferred")


@because(_("The matter is kept from the landlord of this park. Ask another unit."))
def is_fit_to_be_asked(advice):
    """What is protected from the landlord is not put to the landlord's own units (decisions 5)."""
    need, park = advice.case.need, advice.case.council.park
    is_kept = need is not None and need.is_protected
    return not (is_kept and advice.unit_id in (park.operator_id, park.property_manager_id))


def asks_for_it(advice, actor):
    """The office, or whoever presides over the case."""
    return prepares_it(advice.case, actor)


def answers_for_it(advice, actor):
    """Somebody of the unit; nobody answers for another one."""
    return is_person(actor) and advice.unit_id in actor.units()
