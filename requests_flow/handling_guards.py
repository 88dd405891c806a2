"""Guards of the steps in models/handling_steps.py."""

from django.utils.translation import gettext_lazy as _

from enterprises.roles import Role
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from requests_flow.guards import serves_its_line

CONSENT = (Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER)


@because(_("One notice lists everything. A second one needs the consent of the specialist."))
def may_be_corrected(need):
    last = need.last_correction
    return last is None or last.next_allowed_at is not None


@because(_("There is no notice yet, or the next one is allowed already."))
def is_correction_refused(need):
    return not may_be_corrected(need)


@because(_("Its service has no steps to tick off, or all of them are done."))
def has_steps_left(need):
    if need.service is None:
        return False
    ticked = need.checklist.all()
    is_under_way = any(item.done_at for item in ticked)
    return any(item.done_at is None for item in ticked) if is_under_way else bool(need.service.steps)


@because(_("It has been offered to another unit already, which has not accepted yet."))
def is_not_being_passed_on(need):
    return not is_being_passed_on(need)


@because(_("It is not offered to another unit."))
def is_being_passed_on(need):
    return need.is_offered_elsewhere


def is_offered_it(need, actor):
    """People of the unit to which it is being passed on; never a landlord's when it is protected from them."""
    if not is_person(actor):
        return False
    offered = need.parts.filter(kind="transfer", unit__in=actor.units()).select_related("unit").last()
    return offered is not None and not (need.is_protected and offered.unit.is_tied_to_a_landlord)


def consents_to_corrections(need, actor):
    """The specialist of its line; the manager and the leader for all lines (domain.md 8.3)."""
    return is_person(actor) and actor.wears(*CONSENT) and serves_its_line(need, actor)
