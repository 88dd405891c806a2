"""Counting: the box holds what receipts were used for; then office and scrutineer sign, and it is declared."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from councils.elections import outcome, problems, ripening, turnout
from councils.models import Candidacy, Election, ElectionGroup, PaperCount
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, NotYours, advance, record

TWO = 2


@transaction.atomic
def enter_paper(
    group: ElectionGroup, votes: Mapping[int, int], *, ballots: int, void: int = 0, by: Person
) -> PaperCount:
    """What one of two people reads off the paper ballots of a group; they may correct it until it is counted.

    Raises NotNow before the ballot is over, and where the figures cannot be.
    """
    election = ripening.locked(group.election_id)
    problems_of = _impossible(group, votes, ballots, void)
    if not problems.states.find(election, "count").may(election, by):
        raise NotYours(election, "enter_paper")
    if election.state != Election.State.COUNTING or election.counted_at is not None:
        told = _("The paper box is opened when the ballot is over, and until it is counted.")
        raise NotNow(election, "enter_paper", told)
    if problems_of:
        raise NotNow(election, "enter_paper", problems_of)
    facts = {"votes": {str(one): count for one, count in votes.items()}, "ballots": ballots, "void": void}
    made, _is_new = PaperCount.objects.update_or_create(group=group, by=by, defaults=facts)
    record(election, "enter_paper", by=by, facts={"group": group.pk})
    return made


def _impossible(group: ElectionGroup, votes: Mapping[int, int], ballots: int, void: int) -> str:
    valid = ballots - void
    if valid < 0:
        return _("There are more void ballots than ballots.")
    known = set(group.candidacies.accepted().values_list("pk", flat=True))
    if not known.issuperset(votes) or any(count < 0 or count > valid for count in votes.values()):
        return _("A candidate cannot have more votes than there are valid ballots.")
    if sum(votes.values()) > valid * group.seats:
        return _("These are more votes than the valid ballots can hold.")
    return ""


def paper_problem(group: ElectionGroup) -> str:
    """Why the paper box of a group cannot be counted yet, in a sentence; empty when it can."""
    used, counts = turnout.of(group).on_paper, list(group.paper_counts.all())
    if not used and not counts:
        return ""
    names = {"group": group.name, "used": used}
    if len(counts) < TWO:
        return _("“%(group)s”: two people enter the paper ballots, each for themselves.") % names
    if len({one.figures for one in counts}) > 1:
        return _("“%(group)s”: the figures of the two people differ. Count the box once more.") % names
    if counts[0].ballots != used:
        text = _("“%(group)s”: %(found)s ballots in the box, but %(used)s voters are struck from the list.")
        return text % (names | {"found": counts[0].ballots})
    return ""


@transaction.atomic
def count(election: Election, *, by: Actor) -> Election:
    """Count every group, once. Two who count at once get one result: the second is told so (NotNow)."""
    election = ripening.locked(election.pk)
    problems.refuse_unless_theirs(election, "count", by)
    groups = list(election.groups.all())
    found = [text for text in map(paper_problem, groups) if text] or [
        text for text in map(_box_problem, groups) if text
    ]
    if found:
        raise NotNow(election, "count", " ".join(found))
    results = {str(group.number): _count(group) for group in groups}
    return advance(election, "count", by=by, groups=results)


def _box_problem(group: ElectionGroup) -> str:
    """Ballots in the box are receipts used (council.md 6, 1). It cannot differ; if it does, nothing is counted."""
    used = turnout.of(group)
    if group.ballots.count() == used.voted - used.on_paper:
        return ""
    return _("“%(group)s”: the box and the list of those who voted differ. Nothing is counted.") % {"group": group.name}


def _count(group: ElectionGroup) -> str:
    paper = group.paper_counts.first()
    on_paper = {int(one): votes for one, votes in paper.votes.items()} if paper else {}
    void = paper.void if paper else 0
    online = list(group.ballots.values_list("picks", flat=True))
    candidates = list(group.candidacies.accepted().values_list("pk", flat=True))
    ballots = len(online) + (paper.ballots if paper else 0)
    votes = outcome.add_up(candidates, online, on_paper)
    found = outcome.decide(votes, group.seats, ballots - void, lambda: secrets.token_hex(8))
    for one in candidates:
        said = Candidacy.Outcome.ELECTED if one in found.elected else Candidacy.Outcome.NOT_ELECTED
        Candidacy.objects.filter(pk=one).update(votes=votes[one], outcome=said)
    group.ballots_counted, group.ballots_void, group.result = ballots, void, _result(group, len(found.elected))
    group.lot = found.lot.as_record() if found.lot else None
    group.save(update_fields=["ballots_counted", "ballots_void", "lot", "result"])
    return str(group.result)


def _result(group: ElectionGroup, elected: int) -> str:
    if elected == group.seats:
        return ElectionGroup.Result.ELECTED
    return ElectionGroup.Result.PARTLY if elected else ElectionGroup.Result.NOBODY


def attest(election: Election, *, by: Person) -> Election:
    """The scrutineer signs what was counted."""
    return advance(election, "attest", by=by)


@transaction.atomic
def declare(election: Election, *, by: Person) -> Election:
    """The office signs, too, and publishes; from now on objections can be raised."""
    days = clock.working_days(election.objection_days)
    until = clock.due_at(clock.calendar(), clock.now(), days)
    return advance(election, "declare", by=by, by_person=by, until=until)
