"""Guards of small works. One argument asks "can it?"; two ask "may they?" (style 6)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils import case_guards
from councils.action_guards import may_look
from councils.guards import is_member, is_office, presides
from councils.meeting_guards import reads_all_councils
from councils.tally import Result
from enterprises.access import employers
from enterprises.models import Enterprise, Unit
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because
from parkdesk.core.models import Entry

# Who has taken one of these had a hand in it, and does not look at it.
HANDS = tuple(f"councils.smallwork.{step}" for step in ("contract", "start", "spend", "claim"))
BEFORE_A_VOTE = ("preparing", "in_discussion", "to_meeting")

# --- can it, now? ---------------------------------------------------------------------------------------


@because(_("The vote on it has begun: members vote on the budget that they have read."))
def is_before_its_vote(work):
    return work.case.state in BEFORE_A_VOTE


@because(_("Its council has not agreed it."))
def was_agreed(work):
    return work.case.result == Result.AGREED


@because(_("Its council has agreed it, or has not decided yet."))
def was_not_agreed(work):
    return work.case.result != Result.AGREED and bool(work.case.result or work.case.ended_at)


@because(_("The convener hands it over first: to which unit, and by when. Then that unit takes a contractor."))
def is_handed_over(work):
    return work.case.resolutions.in_force().exists()


@because(_("It is still before the council. Withdraw its case, and it ends with it."))
def is_not_before_the_council(work):
    return work.state != work.State.PROPOSED or work.case.ended_at is not None


# --- may they, ever? ------------------------------------------------------------------------------------


def proposes_it(work, actor):
    """A member of the council, and the office."""
    return proposes(work.case.council, actor)


def proposes(council, actor):
    return is_office(actor) or is_member(council, actor)


def prepares_it(work, actor):
    """Whoever prepares its case: the office, and whoever presides."""
    return case_guards.prepares_it(work.case, actor)


def is_the_clock(work, actor):
    return actor == CLOCK


def has_it_done(work, actor):
    """Somebody of the unit to which it was handed over, and the office."""
    return is_office(actor) or is_of_its_unit(work, actor)


def is_of_its_unit(work, actor):
    return is_person(actor) and work.resolution is not None and work.resolution.unit_id in actor.units()


def looks_at_it(work, actor):
    """The office; nobody of the council, of the unit, of the contractor, or who had a hand in it (decisions 40)."""
    unit = work.resolution.unit_id if work.resolution else None
    if not may_look(work.case.council, unit, actor) or _is_of_the_contractor(work, actor):
        return False
    return not Entry.objects.about(work).filter(verb__in=HANDS, actor=actor).exists()


def _is_of_the_contractor(work, actor):
    """Whoever builds it, by its name: a unit or a firm of the park that pays this person."""
    units = Unit.objects.filter(pk__in=actor.units() | employers(actor), name=work.contractor)
    firms = Enterprise.objects.filter(Q(name=work.contractor) | Q(short_name=work.contractor), pk__in=actor.firms)
    return bool(work.contractor) and (units.exists() or firms.exists())


def ends_it(work, actor):
    """The office, and whoever presides; the clock where its case or its resolution has ended."""
    return actor == CLOCK or is_office(actor) or presides(work.case.council, actor)


def reads_inside(work, actor):
    """Its council, its unit, the office and its supervisors."""
    return reads_all_councils(actor) or is_member(work.case.council, actor) or is_of_its_unit(work, actor)
