"""Who is told what about cases and votes. The words: templates/councils/notices/{case,round}.<step>.txt."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from councils import in_place
from councils.case_guards import is_tied, presiding_over, reviews_it
from councils.models import Case, Contribution, Elector, Representative, Round
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

CASE, ROUND, ADVICE = "councils.case.", "councils.round.", "councils.advice."
# Steps of which every member hears.
TO_ALL = ("discuss", "move", "amend", "refer", "defer", "take_up", "carry", "give_back", "confirm")
ALONG = ("representative__person", "representative__in_place_of__person")
read_with(Case.objects.select_related("council__park"))
read_with(Round.objects.select_related("case__council__park", "rule_set"))
kinds.add(
    kinds.Kind(
        "votes",
        _("Cases and votes of my council"),
        _("What is discussed, voted on, decided."),
        patterns=(CASE + "*", ROUND + "*", ADVICE + "*"),
        musts={ROUND + "open": _("A vote opens, with the day on which it ends")},
    )
)


@tell(CASE + "open")
def those_who_prepare_it(entry: Entry) -> list[Recipient]:
    """Whoever owns the need at the desk, and whoever presides over the council."""
    case = _case(entry.subject_id)
    presiding = presiding_over(case)
    owner = case.need.owner if case.need_id else None
    return _to(one for one in (owner, presiding.person if presiding else None) if one is not None)


@tell(*(CASE + step for step in TO_ALL))
def the_members(entry: Entry) -> list[Recipient]:
    """All who sit in the council, except those from whom the matter is kept (decisions 5)."""
    case = _case(entry.subject_id)
    return _to(one.person for one in case.council.members() if not is_tied(case, one.person))


@tell(CASE + "contribute")
def who_is_named_or_answered(entry: Entry) -> list[Recipient]:
    """At once: whoever was mentioned, and whose words were answered; never the speaker."""
    case, said = _case(entry.subject_id), Contribution.objects.filter(pk=entry.facts.get("answers"))
    keys = {*entry.facts.get("mentions", ()), *said.values_list("representative", flat=True)}
    found = case.council.members().filter(pk__in=keys).exclude(person=entry.actor_id)
    return _to(one.person for one in found if not is_tied(case, one.person))


@tell(CASE + "exclude")
def who_was_made_to_step_back(entry: Entry) -> list[Recipient]:
    """Somebody decided it for them; the clock does for those from whom the matter is kept, who hear nothing of it."""
    if entry.actor_id is None:
        return []
    seats = Representative.objects.filter(pk=entry.facts["representative"]).select_related("person")
    return _to(one.person for one in seats)


@tell(CASE + "return_once")
def those_who_vote_anew(entry: Entry) -> list[Recipient]:
    return the_members(entry)


@tell(CASE + "report")
def the_party_committee(entry: Entry) -> list[Recipient]:
    """Who may confirm it: never whoever sits in the council (decisions 40)."""
    case = _case(entry.subject_id)
    today = Appointment.objects.running(clock.today()).filter(role=Role.PARTY_COMMITTEE)
    return _to(one for one in Person.objects.filter(pk__in=today.values("person")) if reviews_it(case, one))


@tell(CASE + "withdraw")
def those_who_knew_of_it(entry: Entry) -> list[Recipient]:
    """The members, where the case was put before them at all."""
    is_new = entry.facts.get("from") == Case.State.PREPARING
    return [] if is_new else the_members(entry)


@tell(ROUND + "open", ROUND + "extend", ROUND + "cancel")
def the_voters(entry: Entry) -> list[Recipient]:
    return _to(in_place.votes_for(one.representative) for one in _voters(entry))


@tell(ROUND + "remind")
def those_who_have_not_voted(entry: Entry) -> list[Recipient]:
    return _to(in_place.votes_for(one.representative) for one in _voters(entry).filter(receipt=None))


@tell(ROUND + "close")
def the_council(entry: Entry) -> list[Recipient]:
    """All who were in the electorate or stepped back from it, but not those from whom it is kept."""
    round_ = Round.objects.select_related("case__council__park", "case__need").get(pk=entry.subject_id)
    people = [in_place.votes_for(one.representative) for one in round_.electors.select_related(*ALONG)]
    return _to(one for one in people if not is_tied(round_.case, one))


def _case(pk: int) -> Case:
    return Case.objects.select_related("council__park", "need__owner").get(pk=pk)


def _voters(entry: Entry):
    electors = Elector.objects.filter(round=entry.subject_id, standing=Elector.Standing.VOTER)
    return electors.select_related(*ALONG)


def _to(people: Iterable[Person]) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people if one.is_active]
