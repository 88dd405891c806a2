"""Guards of joint handlings. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from enterprises.access import employers
from enterprises.roles import Role
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because

OPENERS = (Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.PARTY_COMMITTEE)


def may_open(actor):
    return is_person(actor) and actor.wears(*OPENERS)


def is_kept_from(joint, person):
    """A protected need, and somebody whom an operator or a property firm pays, whatever their role (decisions 5)."""
    return joint.is_protected and bool(employers(person))


def opens(joint, actor):
    """Desk manager, community leader, party committee."""
    return may_open(actor)


def leads(joint, actor):
    """The head, and those who could open it."""
    return may_open(actor) or (is_person(actor) and joint.head_id == actor.pk and not is_kept_from(joint, actor))


def keeps_the_register(joint, actor):
    """The head, those who could open it, and members by name."""
    if leads(joint, actor):
        return True
    return is_person(actor) and joint.members.filter(person=actor).exists() and not is_kept_from(joint, actor)


def reads_names(joint, actor):
    """Who keeps the register reads the claimants' names; for the others they are veiled."""
    return keeps_the_register(joint, actor)


def works_in_it(joint, actor):
    """Members, themselves or by their unit; a landlord's never where the need is protected (decisions 5)."""
    if keeps_the_register(joint, actor):
        return True
    if not is_person(actor) or is_kept_from(joint, actor):
        return False
    return bool(joint.members.filter(unit__in=actor.units()).exists())


def is_the_clock(joint, actor):
    return actor == CLOCK


@because(_("No claim is on the register yet."))
def has_claims(joint):
    return joint.claims.exists()


@because(_("Every instalment is paid, or none is planned."))
def has_unpaid(joint):
    return joint.instalments.filter(paid_on__isnull=True).exists()


@because(_("The status of the day is there, or the reminder has gone out."))
def is_status_missing(joint):
    day = joint.missing_status
    return day is not None and (joint.reminded_on is None or joint.reminded_on < day)
