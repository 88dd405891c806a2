"""What is said about a case: the five parties, each member, and two who would rather meet (council.md 2)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from councils import ballots, declare, membership
from councils.guards import is_office
from councils.models import Case, Contribution, Party, Position, Representative, Round
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry

# So many members can have a case put on the agenda of a meeting.
ENOUGH_TO_MEET = 2


@transaction.atomic
def speak_for(case: Case, party: str, text: str, *, by: Person) -> Position:
    """Write down what a party says: one of its own members, or the office for it."""
    if not is_office(by):
        seat = membership.seat_of(by, case.council)
        if seat is None or seat.party != party:
            raise NotYours(case, "say")
        _refuse_the_recused(case, "say", seat)
    case = advance(case, "say", by=by, party=Party(party), text=text)
    values = {"text": text, "by": by, "at": clock.now()}
    return Position.objects.update_or_create(case=case, party=party, defaults=values)[0]


@transaction.atomic
def contribute(case: Case, representative: Representative, text: str, *, by: Person) -> Contribution:
    """One thing that a member says. Whoever has stepped back listens."""
    if representative.person_id != by.pk or representative.council_id != case.council_id:
        raise NotYours(case, "contribute")
    _refuse_the_recused(case, "contribute", representative)
    case = advance(case, "contribute", by=by, text=text)
    return Contribution.objects.create(case=case, representative=representative, text=text, at=clock.now())


@transaction.atomic
def demand_a_meeting(case: Case, *, by: Person) -> Case:
    """Ask for a meeting. The second member who asks puts the case on the next agenda; an open vote is called off.

    Raises NotNow for whoever has stepped back, and where a vote is over or is held in a meeting already.
    """
    case = advance(case, "demand", by=by)
    _refuse_the_recused(case, "demand", case.council.members().get(person_id=by.pk))
    for one in case.rounds.open():
        _refuse_to_call_off(one, by)
    who = _demanded(case)
    if len(who) < ENOUGH_TO_MEET:
        return case
    for one in case.rounds.open():
        advance(one, "cancel", by=CLOCK)
    return advance(case, "refer", by=CLOCK)


def _refuse_the_recused(case: Case, step: str, seat: Representative) -> None:
    if seat.pk in declare.recused(case):
        raise NotNow(case, step, _("You have stepped back from this case: you can read it, but not speak or vote."))


def _refuse_to_call_off(round_: Round, by: Person) -> None:
    """Who loses a vote does not undo it."""
    ballots.refuse_when_over(round_, "cancel", by=by)
    if round_.agenda_item_id is not None:
        raise NotNow(round_, "cancel", _("It is voted on in a meeting now."))


def _demanded(case: Case) -> frozenset[int]:
    """Ids of those who have asked since the case was last discussed, without who has stepped back since."""
    entries = Entry.objects.about(case)
    began = entries.filter(verb="councils.case.discuss").order_by("seq").last()
    since = entries.filter(verb="councils.case.demand", seq__gt=began.seq if began else 0)
    gone = set(case.recusals.values_list("representative__person_id", flat=True))
    return frozenset(since.values_list("actor_id", flat=True)) - gone


def defer(case: Case, *, by: Person, until: date | None = None, reason: str = "") -> Case:
    """Put a case off, to a day or until somebody takes it up."""
    return advance(case, "defer", by=by, until=until, reason=reason)
