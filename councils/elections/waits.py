"""What an election waits for from somebody: a vote, an answer, a signature. For `/me/` and the list of elections."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from councils.elections import voting
from councils.models import Candidacy, Election, VoterReceipt
from councils.waits import Wait
from enterprises.models import Person
from enterprises.roles import DESK, Role
from parkdesk.core import clock, flow

# What is asked of whom, by the step that is open to them.
TODO = {
    "announce": lambda: _("confirm the notice of the election"),
    "publish": lambda: _("publish who stands"),
    "count": lambda: _("count the votes"),
    "attest": lambda: _("sign the count as scrutineer"),
    "declare": lambda: _("publish the result"),
    "endorse": lambda: _("sign the result"),
    "certify": lambda: _("certify the result"),
}


def of(person: Any) -> list[Wait]:
    """Votes first, then the own candidacy, then what those wait for who run elections."""
    return [*_votes(person), *_asked(person), *_to_run(person)]


def _votes(person: Person) -> Iterator[Wait]:
    now = clock.now()
    open_now = Election.objects.with_all().filter(
        Q(state=Election.State.VOTING) | Q(state=Election.State.PUBLISHED, voting_opens_at__lte=now),
        voting_closes_at__gt=now,
    )
    for election in open_now:
        if election.stage != "voting":  # everybody has withdrawn
            continue
        mine = voting.voters_of(person, election)
        used = set(VoterReceipt.objects.filter(voter__in=mine).values_list("voter", flat=True))
        if any(one.pk not in used for one in mine):
            yield Wait(election.get_absolute_url(), election.title, _("vote"), light_of(election))


def _asked(person: Person) -> Iterable[Wait]:
    mine = Candidacy.objects.filter(person=person, state=Candidacy.State.ASKED)
    return [
        Wait(one.get_absolute_url(), one.election.title, _("say whether you stand"), light_of(one.election))
        for one in mine.select_related("election__council__park")
        if one.election.stage == "nominating"
    ]


def _to_run(person: Person) -> Iterator[Wait]:
    runs = DESK | {Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER}
    seen = Election.objects.open().with_all()
    if not person.wears(*runs):
        seen = seen.filter(scrutineer=person)
    for election in seen:
        step = next(iter(flow.open_steps(election, person, among=TODO)), None)
        if step and not (step == "count" and not election.has_paper):
            yield Wait(f"{election.get_absolute_url()}", election.title, TODO[step]())


def light_of(election: Election) -> clock.Light | None:
    """How much is left of what people can do now."""
    begins = {"nominating": election.nominations_open_at, "voting": election.voting_opens_at}
    start, end = begins.get(election.stage), election.next_end
    return clock.light(clock.calendar(), clock.now(), start, end) if start and end else None
