"""Who keeps a firm's own page, and who looks after firms from outside: questions that several steps ask."""

from datetime import timedelta

from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person


def keeps(firm: int, actor) -> bool:
    """Whether this person is an administrator of the firm with that id today."""
    if not is_person(actor):
        return False
    return actor.memberships.running(clock.today()).filter(enterprise=firm, is_admin=True).exists()


def belongs_to(firm: int, actor) -> bool:
    """Whether this person is a member of the firm with that id today."""
    return is_person(actor) and firm in actor.firms


def is_at_the_desk(actor) -> bool:
    return is_person(actor) and actor.wears(*DESK)


def leads(park: int, actor) -> bool:
    """Whether this person is the leader (园区长) of the park with that id today."""
    return is_person(actor) and park in actor.parks(Role.PARK_LEADER)


def looks_after(enterprise, actor) -> bool:
    """The desk and the leader of the firm's park; never somebody who belongs to the firm (a second pair of eyes)."""
    is_outside = not belongs_to(enterprise.pk, actor)
    return is_outside and (is_at_the_desk(actor) or leads(enterprise.park_id, actor))


def decides_about(enterprise, actor) -> bool:
    """The desk alone; never somebody who belongs to the firm."""
    return is_at_the_desk(actor) and not belongs_to(enterprise.pk, actor)


# A press by mistake is taken back within a day.
UNDONE_WITHIN = timedelta(days=1)
