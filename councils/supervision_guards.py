"""Guards of supervision orders. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils.supervision_words import EXTENSIONS
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because
from requests_flow.guards import handles_it
from requests_flow.models.steps import HANDLED
from requests_flow.words import State as NeedState

# Where a need's reporter can be told how it stands.
INFORMED = HANDLED
COMPLETED = (NeedState.RESOLVED, NeedState.FOLLOWED_UP, NeedState.CLOSED)

# --- can it, now? ------------------------------------------------------------------------------------


@because(_("It is suspended. Let it run again first."))
def is_running(order):
    return order.suspended_at is None


@because(_("It is not suspended."))
def is_suspended(order):
    return order.suspended_at is not None


@because(_("Complete the need first, so that its reporter has an answer. The order then goes to be checked by itself."))
def is_need_completed(order):
    return order.need is None or order.need.state in COMPLETED


@because(_("Check it first and say what proves it: photos, a document, or the reporter's confirmation."))
def has_evidence(order):
    return bool(order.evidence and order.finding)


@because(
    _("The reporter of a major need is called a second time 20 working days after completion. Until then it stays.")
)
def is_called_again(order):
    return not order.is_of_major_need or order.need.state != NeedState.CLOSED or order.need.called_again_at is not None


@because(_("Both extensions are used up."))
def has_extension_left(order):
    return order.extensions < EXTENSIONS


@because(_("Nobody has asked for an extension."))
def is_extension_asked(order):
    return order.days_asked > 0


@because(_("An extension has been asked for already and waits for an answer."))
def is_no_extension_asked(order):
    return order.days_asked == 0


@because(_("Nothing is missing, or the reminder has gone out."))
def is_something_missing(order):
    is_new = order.reminded_at is None or order.next_due_at is None or order.reminded_at < order.next_due_at
    return bool(order.missed) and is_new


@because(_("Its limit has not passed, or it was marked already."))
def is_past_its_limit(order):
    due = order.due_at
    return order.red_at is None and due is not None and clock.now() > due and order.light.is_overdue


# --- may they, ever? ---------------------------------------------------------------------------------


def leads_supervision(actor):
    """The party committee's supervisors, and the community leader who chairs it."""
    return is_person(actor) and actor.wears(Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER)


def sits_in_its_council(order, actor):
    """Who sits in a council does not review, strike off or supervise its items (decisions 40)."""
    return is_person(actor) and order.park_id is not None and order.park_id in actor.parks(Role.REPRESENTATIVE)


def answers_for_it(order, actor):
    """The responsible person, and everybody of the responsible unit."""
    return is_person(actor) and (order.signer_id == actor.pk or (order.unit_id or 0) in actor.units())


def supervises(order, actor):
    """The party committee or the leader, or the deputy named for this order; never a member of its council."""
    if not is_person(actor) or sits_in_its_council(order, actor):
        return False
    return leads_supervision(actor) or order.deputy_id == actor.pk


def decides_on_time(order, actor):
    """Whoever supervises; a date that was promised to a reporter is moved by the committee itself, not by a deputy."""
    return supervises(order, actor) and (leads_supervision(actor) or not order.follows_need)


def judges(order, actor):
    """Checks and strikes off: one who supervises and does not answer for it (domain.md 7)."""
    return supervises(order, actor) and not answers_for_it(order, actor)


def may_propose(actor):
    """Everybody at the desk drafts; the party committee as well (domain.md 3)."""
    return is_person(actor) and actor.wears(*DESK, Role.PARTY_COMMITTEE)


def proposes(order, actor):
    return actor == CLOCK or may_propose(actor)


def registers(order, actor):
    """A major need is registered from the first hour, without waiting for anybody (decisions 27)."""
    return supervises(order, actor) or (actor == CLOCK and order.source == order.Source.MAJOR)


def works_in_its_unit(order, actor):
    """The responsible unit's people; a landlord's never where the need is protected from them."""
    is_theirs = is_person(actor) and order.unit_id is not None and order.unit_id in actor.units()
    is_hidden = order.need is not None and order.need.is_protected
    return is_theirs and not (is_hidden and order.unit.is_tied_to_a_landlord)


def reports(order, actor):
    """The unit; by itself once the unit has completed the need."""
    return actor == CLOCK or works_in_its_unit(order, actor)


def sends_back(order, actor):
    """Whoever may judge it; by itself when the reporter had the need opened again."""
    return actor == CLOCK or judges(order, actor)


def drops(order, actor):
    return actor == CLOCK or supervises(order, actor)


def archives(order, actor):
    return actor == CLOCK or supervises(order, actor) or (is_person(actor) and actor.wears(Role.DESK_MANAGER))


def names_deputies(order, actor):
    """Also a supervisor who sits in the council: that is who has to name one."""
    return leads_supervision(actor)


def may_be_deputy(order, person):
    """Neither a member of the council nor of the unit that answers for it."""
    return is_person(person) and not sits_in_its_council(order, person) and not answers_for_it(order, person)


def may_tell_reporter(order, actor):
    """The unit that works on the need as well."""
    return order.need is not None and handles_it(order.need, actor) and order.need.state in INFORMED


def sends_letters(letter, actor):
    """A supervisor, never about a unit of their own."""
    return leads_supervision(actor) and letter.unit_id not in actor.units()


def is_the_clock(order, actor):
    return actor == CLOCK
