"""What is said about a case: the five parties, each member, and two who would rather meet (council.md 2)."""

from collections.abc import Iterable
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
# What was asked for before one of these is answered: members talk about it online again.
BEGINS_ANEW = tuple(f"councils.case.{step}" for step in ("discuss", "move", "return_once", "take_up"))


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
def contribute(
    case: Case,
    representative: Representative,
    text: str,
    *,
    by: Person,
    answers: Contribution | None = None,
    mentions: Iterable[Representative] = (),
) -> Contribution:
    """One thing that a member says, perhaps in answer to another. Whoever has stepped back listens.

    Who is named, from a list or as “@name” in the text, is told at once; so is whoever is answered.
    """
    if representative.person_id != by.pk or representative.council_id != case.council_id:
        raise NotYours(case, "contribute")
    _refuse_the_recused(case, "contribute", representative)
    if answers is not None and answers.case_id != case.pk:
        raise NotNow(case, "contribute", _("What you answer is not part of this case. Nothing was recorded."))
    meant = _meant(case, text, mentions, but=representative)
    facts = {"mentions": [one.pk for one in meant], "answers": answers.pk if answers else None}
    case = advance(case, "contribute", by=by, text=text, **facts)
    said = Contribution.objects.create(
        case=case, representative=representative, text=text, answers=answers, at=clock.now()
    )
    said.mentions.set(meant)
    return said


def _meant(case: Case, text: str, chosen: Iterable[Representative], *, but: Representative) -> list[Representative]:
    """The members of this council who are named, without the speaker and who has stepped back."""
    keys = {one.pk for one in chosen}
    away = {but.pk, *declare.recused(case)}
    members = [one for one in case.council.members() if one.pk not in away]
    return [one for one in members if one.pk in keys or (one.person.name and f"@{one.person.name}" in text)]


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
    """Ids of those who sit here and have asked since it last went online, without who has stepped back since."""
    entries = Entry.objects.about(case)
    began = entries.filter(verb__in=BEGINS_ANEW).order_by("seq").last()
    since = entries.filter(verb="councils.case.demand", seq__gt=began.seq if began else 0)
    gone = set(case.recusals.values_list("representative__person_id", flat=True))
    asked = frozenset(since.values_list("actor_id", flat=True)) - gone
    return asked & frozenset(case.council.members().values_list("person_id", flat=True))


def defer(case: Case, *, by: Person, until: date | None = None, reason: str = "") -> Case:
    """Put a case off, to a day or until somebody takes it up."""
    return advance(case, "defer", by=by, until=until, reason=reason)


def thread(case: Case) -> list[Contribution]:
    """Everything that was said, oldest first, with who said it, what it answers and who is named. Two queries."""
    along = ("representative__person", "representative__seat", "answers__representative__person")
    return list(case.contributions.select_related(*along).prefetch_related("mentions__person"))
