"""Candidates are checked by two people, each with reasons, and then published with the frozen electorate."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from councils import composition
from councils.elections import problems, ripening
from councils.models import Candidacy, Election, ElectionGroup, ElectionVoter, Representative
from enterprises.models import Enterprise, Person
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, record
from parkdesk.core.trail import canonical


@transaction.atomic
def assess(candidacy: Candidacy, *, by: Person, is_fit: bool, reasons: str) -> Candidacy:
    """The first of two: fit or not, with the reasons that the person will read."""
    ripening.locked(candidacy.election_id)
    return advance(candidacy, "assess", by=by, is_fit=is_fit, reasons=reasons, by_person=by)


@transaction.atomic
def confirm(candidacy: Candidacy, *, by: Person) -> Candidacy:
    """The second of two agrees."""
    ripening.locked(candidacy.election_id)
    return advance(candidacy, "confirm", by=by, by_person=by)


@transaction.atomic
def send_back(candidacy: Candidacy, *, by: Person, reason: str) -> Candidacy:
    """The second of two does not agree: it is checked anew."""
    return advance(candidacy, "send_back", by=by, reason=reason)


@transaction.atomic
def register(group: ElectionGroup, people: list[Person], *, by: Person) -> ElectionGroup:
    """Who votes where no firm does: the people on a register, until the candidates are published."""
    election = ripening.locked(group.election_id)
    if not problems.states.find(election, "plan").may(election, by):
        raise problems.NotYours(election, "register")
    if group.is_of_firms or election.stage not in ("draft", "announced", "nominating", "vetting"):
        raise NotNow(election, "register", _("This list is frozen; nobody is added and nobody taken off."))
    group.voters.exclude(person__in=people).delete()
    there = set(group.voters.values_list("person_id", flat=True))
    ElectionVoter.objects.bulk_create(ElectionVoter(group=group, person=one) for one in people if one.pk not in there)
    record(election, "register", by=by, facts={"group": group.pk, "people": len(people)})
    return group


@transaction.atomic
def publish(election: Election, *, by: Person, remedy: str = "") -> Election:
    """Publish who stands and freeze who votes, with its digest; the ballot opens when the display is over.

    Raises NotNow while somebody is unchecked, where nobody stands, and where not even all candidates together reach
    the coverage that the rules ask for and nobody says how that is mended.
    """
    election = ripening.locked(election.pk)
    problems.refuse_unless_theirs(election, "publish", by)
    election.remedy = remedy or election.remedy
    if not election.remedy and not _is_coverage_in_reach(election):
        text = _(
            "Even if all who stand were elected, enterprise types would stay without a voice. Say how that is mended."
        )
        raise NotNow(election, "publish", text)
    election.save(update_fields=["remedy"])
    for group in election.groups.all():
        freeze(group)
    opens, closes = dates_of_the_ballot(election)
    return advance(election, "publish", by=by, opens=opens, closes=closes)


def dates_of_the_ballot(election: Election) -> tuple[datetime, datetime]:
    """The morning after the display, and 17:30 of the last day; all in working days."""
    cal = clock.calendar()
    opens = clock.next_opening(cal, clock.due_at(cal, clock.now(), clock.working_days(election.publication_days)))
    return opens, clock.due_at(cal, opens, clock.working_days(election.voting_days))


def freeze(group: ElectionGroup) -> None:
    """Write down who votes and one digest of it: whoever keeps it proves later that nobody was added or left out."""
    if group.is_of_firms:
        firms = Enterprise.objects.filter(park=group.election.council.park_id, status=Enterprise.Status.ACTIVE)
        ElectionVoter.objects.bulk_create(ElectionVoter(group=group, enterprise=one) for one in firms)
    group.electorate_digest = digest(group)
    group.save(update_fields=["electorate_digest"])


def digest(group: ElectionGroup) -> str:
    """SHA-256 of the firms or people who vote in the group."""
    rows = sorted(group.voters.values_list("enterprise_id", "person_id"), key=str)
    return hashlib.sha256(canonical([list(row) for row in rows]).encode()).hexdigest()


def _is_coverage_in_reach(election: Election) -> bool:
    standing = election.candidacies.accepted().select_related("enterprise")
    members = [*staying(election), *(as_member(one) for one in standing)]
    found = composition.coverage_of(election.council, members)
    return found.meets(election.rule_set.coverage_percent)


def staying(election: Election) -> list[Representative]:
    """Members who keep their seats whatever this election brings."""
    members = list(election.council.members())
    if election.kind == Election.Kind.BY_ELECTION:
        return members
    voted_on = set(election.groups.values_list("party", flat=True))
    return [one for one in members if one.party not in voted_on]


def as_member(one: Candidacy) -> Representative:
    """The candidate as if they sat in the council, to measure what would be; never saved."""
    return Representative(pk=-one.pk, person_id=one.person_id, enterprise=one.enterprise, represents=one.represents)
