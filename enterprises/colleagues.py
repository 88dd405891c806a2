"""The people of a firm: letting colleagues in, naming who votes, handing over, leaving (decisions 7, 8)."""

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import belonging
from enterprises.models import Enterprise, Invitation, Membership, Person
from enterprises.models.keeping import is_at_the_desk, keeps
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance, begin, record

# Open invitations of one firm at a time: enough for a team, too few to be spread.
INVITATIONS_AT_MOST = 10


@transaction.atomic
def invite(firm: Enterprise, *, meant_for: str = "", by: Person) -> Invitation:
    """A link for one colleague, seven days, once. Raises NotYours, NotNow with too many open ones."""
    firm = belonging.lock(firm)
    invitation = Invitation(enterprise=firm, meant_for=meant_for, by=by)
    if not keeps(firm.pk, by):
        raise NotYours(invitation, "invite")
    if Invitation.objects.live().filter(enterprise=firm).count() >= INVITATIONS_AT_MOST:
        raise NotNow(invitation, "invite", _("Ten invitations are open. Withdraw one first."))
    return begin(invitation, "invite", by=by)


@transaction.atomic
def join(invitation: Invitation, *, by: Person) -> Invitation:
    """Whoever holds the code becomes a member. Raises NotNow when it was used, withdrawn or has run out."""
    firm = belonging.lock(invitation.enterprise_id)
    if belonging.membership_of(by, firm):
        raise NotNow(invitation, "join", _("You belong to this firm already."))
    # The membership stands only if the step does: a code that somebody used this moment is used.
    return advance(invitation, "join", by=by, membership=belonging.enrol(by, firm, is_admin=False))


@transaction.atomic
def name_delegate(membership: Membership, *, by: Person) -> Membership:
    """This member casts the firm's vote when an enterprise seat is elected; whoever did so before does no longer."""
    firm = _kept(membership, "name_delegate", by)
    before = belonging.members(firm).filter(is_delegate=True).exclude(pk=membership.pk).first()
    if before:
        before.is_delegate = False
        before.save(update_fields=["is_delegate"])
    membership.is_delegate = True
    membership.save(update_fields=["is_delegate"])
    _note(membership, "name_delegate", by, before=before.person_id if before else None)
    return membership


@transaction.atomic
def hand_over(membership: Membership, *, is_leaving: bool, by: Person) -> Membership:
    """This member becomes administrator in the place of `by`, who stays a plain member or leaves.

    Raises NotYours for who is no administrator, NotNow when it would be oneself.
    """
    firm = _kept(membership, "hand_over", by)
    own = belonging.administrators(firm).filter(person=by).first()
    if own is None:
        raise NotYours(membership, "hand_over")
    if own.pk == membership.pk:
        raise NotNow(membership, "hand_over", _("Choose a colleague, not yourself."))
    membership.is_admin = True
    membership.save(update_fields=["is_admin"])
    _note(membership, "hand_over", by, from_person=by.pk)
    _step_back(own, is_leaving)
    if is_leaving:
        _note(own, "leave", by)
    return membership


def _step_back(own: Membership, is_leaving: bool) -> None:
    if is_leaving:
        belonging.end(own)
    else:
        own.is_admin = False
        own.save(update_fields=["is_admin"])


@transaction.atomic
def appoint_administrator(membership: Membership, *, by: Person) -> Membership:
    """The desk makes a member administrator, where nobody is left who could. Raises NotYours."""
    if not is_at_the_desk(by) or membership.person_id == by.pk:
        raise NotYours(membership, "appoint_administrator")
    _still_runs(membership, belonging.lock(membership.enterprise_id), "appoint_administrator")
    membership.is_admin = True
    membership.save(update_fields=["is_admin"])
    _note(membership, "appoint_administrator", by)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: Person) -> Membership:
    """A member goes. The last administrator hands over first, or asks the desk (NotNow)."""
    if membership.person_id != by.pk:
        raise NotYours(membership, "leave")
    firm = belonging.lock(membership.enterprise_id)
    _still_runs(membership, firm, "leave")
    _refuse_the_last(membership, firm, "leave")
    belonging.end(membership)
    _note(membership, "leave", by)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: Person) -> Membership:
    """The administrator, or the desk, ends a colleague's membership. Raises NotYours, NotNow for the last one."""
    if not (keeps(membership.enterprise_id, by) or is_at_the_desk(by)) or membership.person_id == by.pk:
        raise NotYours(membership, "end")
    firm = belonging.lock(membership.enterprise_id)
    _still_runs(membership, firm, "end")
    if not is_at_the_desk(by):
        _refuse_the_last(membership, firm, "end")
    belonging.end(membership)
    _note(membership, "end", by)
    return membership


def _kept(membership: Membership, step: str, by: Person) -> Enterprise:
    """The firm, locked, of which `by` is an administrator, and the membership as it stands now."""
    if not keeps(membership.enterprise_id, by):
        raise NotYours(membership, step)
    firm = belonging.lock(membership.enterprise_id)
    _still_runs(membership, firm, step)
    return firm


def _still_runs(membership: Membership, firm: Enterprise, step: str) -> None:
    membership.refresh_from_db()
    if not belonging.members(firm).filter(pk=membership.pk).exists():
        raise NotNow(membership, step, _("This person does not belong to the firm any more."))


def _refuse_the_last(membership: Membership, firm: Enterprise, step: str) -> None:
    others = belonging.administrators(firm).exclude(pk=membership.pk)
    if membership.is_admin and not others.exists():
        reason = _("The last administrator hands over to a colleague first, or asks the desk.")
        raise NotNow(membership, step, reason)


def _note(membership: Membership, verb: str, by: Person, **facts: object) -> None:
    """A line of the trail about the membership: who it is about stands there as an id."""
    about = {"person": membership.person_id, "enterprise": membership.enterprise_id, "on": clock.today()}
    record(membership, verb, by=by, facts=about | facts)
