"""Guards of cases and votes. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from councils.counting import is_fixed
from councils.guards import is_member, is_office, is_party_committee, presiding_first
from councils.picks import Method
from councils.tally import Result
from enterprises.access import employers
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because
from requests_flow.words import Tier

LAST_DAY = timedelta(hours=24)

# --- can it, now? A case ------------------------------------------------------------------------------


@because(_("This case was opened already."))
def is_not_opened_yet(case):
    return case.opened_at is None


@because(_("Write down the question and the facts first: members vote on exactly that sentence."))
def has_its_question(case):
    return bool(case.question and case.facts)


@because(_("Write down two options at least: members choose among them."))
def has_its_options(case):
    return case.way == Method.QUESTION or case.choices.standing().count() > 1


@because(_("The discussion is not over yet; the vote opens after its last day."))
def is_discussion_over(case):
    return case.discussion_ends_at is not None and clock.now() >= case.discussion_ends_at


@because(_("A unit still has time to give its advice. The vote opens when it has, or when its time is over."))
def has_its_advice(case):
    return not case.advices.in_time().exists()


@because(_("It was not agreed, so there is nothing to carry out. It goes back to the desk."))
def is_agreed(case):
    return case.result == Result.AGREED


@because(_("The party committee looks only at what was agreed on a major need, and once it has confirmed it no more."))
def is_for_the_party(case):
    """A major need is led by the party committee: what a council agreed on it waits for its word (council.md 2)."""
    return case.need is not None and case.need.tier == Tier.MAJOR and case.confirmed_at is None


@because(_("It is about a major need: the party committee confirms it first."))
def is_not_for_the_party(case):
    return not is_for_the_party(case)


@because(_("The party committee has sent it back once already; now it can only confirm it."))
def was_not_returned(case):
    return case.returned_at is None


@because(_("It was agreed and is carried out; it does not go back to the desk."))
def is_not_agreed(case):
    return case.result != Result.AGREED


@because(_("Something that was agreed is still being carried out."))
def is_carried_out(case):
    return not case.resolutions.filter(state__in=("adopted", "in_force")).exists()


@because(_("Members are voting on it. It goes on elsewhere once the votes are counted, or called off."))
def has_no_open_vote(case):
    return not case.rounds.filter(state="open").exists()


@because(_("A meeting is talking about it. It goes on elsewhere once the item has its result."))
def is_not_in_the_room(case):
    return not case.agenda_items.filter(result="", meeting__state__in=("in_session", "suspended")).exists()


@because(_("It rests until the day that was set."))
def is_time_to_take_up(case):
    return case.deferred_until is None or clock.today() >= case.deferred_until


# --- can it, now? A vote ------------------------------------------------------------------------------


@because(_("The vote is still running. It is counted when its time is over."))
def is_time_to_count(round_):
    """In a meeting whoever presides ends the vote; elsewhere its time does, or a result that nobody can change."""
    return round_.closes_at is None or clock.now() >= round_.closes_at or is_fixed(round_)


@because(_("It was extended once already; without a quorum it now goes to the next meeting."))
def can_be_extended(round_):
    return not round_.is_extended and round_.closes_at is not None


@because(_("A reminder went out already, or the vote is too short for one."))
def is_time_to_remind(round_):
    """Once, in the last day of a vote that lasts longer than one (council.md, async specials)."""
    if round_.reminded_at is not None or round_.closes_at is None:
        return False
    lasts, left = round_.closes_at - round_.opens_at, round_.closes_at - clock.now()
    return timedelta(0) < left <= LAST_DAY < lasts


# --- may they, ever? ----------------------------------------------------------------------------------


def is_tied(case, person):
    """The park's landlord pays them, and the matter is protected from the landlord (decisions 5)."""
    if case.need_id is None or not case.need.is_protected:
        return False
    park = case.council.park
    return bool({park.operator_id, park.property_manager_id} & employers(person))


def sits_in_it(case, actor):
    """A member of its council who may know of it."""
    return is_member(case.council, actor) and not is_tied(case, actor)


def speaks_in_it(case, actor):
    """Its members, and the office, which writes down what a party has said aloud."""
    return is_office(actor) or sits_in_it(case, actor)


def prepares_it(case, actor):
    """The office, or whoever presides."""
    return is_office(actor) or presides_over_it(case, actor)


def prepares_it_or_is_the_clock(case, actor):
    return actor == CLOCK or prepares_it(case, actor)


def presides_over_it(case, actor):
    one = presiding_over(case)
    return is_person(actor) and one is not None and one.person_id == actor.pk


def presiding_over(case):
    """Whoever presides over its council; the community's seat, where that person has stepped back or may not know."""
    # Nobody has stepped back from a case that is only about to be opened.
    recused = {one.representative_id for one in case.recusals.all()} if case.pk else set()
    fit = (one for one in presiding_first(case.council) if one.pk not in recused and not is_tied(case, one.person))
    return next(fit, None)


def is_the_clock(case, actor):
    return actor == CLOCK


def reviews_it(case, actor):
    """The party committee, but nobody who sits in the council (decisions 40)."""
    return is_party_committee(actor) and not is_member(case.council, actor)


def runs_the_vote(round_, actor):
    """Opens, extends and counts it: the office, whoever presides, and the clock by itself."""
    return prepares_it_or_is_the_clock(round_.case, actor)
