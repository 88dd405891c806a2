"""Guards of what units carry out for a council. One argument asks "can it?"; two ask "may they?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils.guards import is_member, is_office, presides
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because


@because(_("Two working days have passed: it has gone back to the convener, who gives it to a unit anew."))
def is_still_offered(action):
    return action.accept_by is None or clock.now() < action.accept_by


@because(_("There is still time to accept it."))
def is_not_accepted_in_time(action):
    return action.accept_by is not None and clock.now() >= action.accept_by


def carries_it_out(action, actor):
    """Somebody of the unit that leads; nobody reports for another unit."""
    return is_person(actor) and action.unit_id in actor.units()


def gives_it_out(action, actor):
    """The office, and whoever presides over the council that agreed it; the clock where a resolution takes force."""
    return actor == CLOCK or is_office(actor) or presides(action.resolution.council, actor)


def is_the_clock(action, actor):
    return actor == CLOCK


def verifies(action, actor):
    """The office; never the unit that did it, nor who sits in the council that agreed it (decisions 40)."""
    return may_look(action.resolution.council, action.unit_id, actor)


def may_look(council, unit_id, actor):
    """Whether somebody of the office may look at what this unit did for this council (decisions 40)."""
    if not is_office(actor) or is_member(council, actor):
        return False
    return unit_id not in actor.units()
