"""What the clock has brought about in an election: every door takes these steps first, whenever a job runs.

The steps count from the planned ends, never from when somebody noticed (decisions 16).
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from councils.elections import guards, turnout
from councils.models import Candidacy, Election
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance


def locked(pk: int) -> Election:
    """The election, its row held until the transaction ends, as it stands by the clock."""
    election = Election.objects.with_all().select_for_update(of=("self",)).get(pk=pk)
    return ripen(election)


def ripen(election: Election) -> Election:
    """Take every step that is due. The caller holds the row."""
    while (step := _due(election)) is not None:
        election = step(election)
    return election


def _due(election: Election) -> Callable[[Election], Election] | None:
    """The step that the clock takes next; None when it is the turn of people."""
    asks = {
        "announced": (guards.is_time_to_nominate, _open_nominations),
        "nominating": (guards.is_nominating_over, _end_nominations),
        "published": (_may_open, _open_poll),
        "voting": (guards.is_voting_over, _end_poll),
    }
    asked = asks.get(str(election.state))
    return asked[1] if asked and asked[0](election) else None


def _may_open(election: Election) -> bool:
    return guards.is_time_to_vote(election) and guards.has_somebody(election)


def _open_nominations(election: Election) -> Election:
    return advance(election, "open_nominations", by=CLOCK)


def _end_nominations(election: Election) -> Election:
    """Once more time where a seat group has fewer people than seats; then what is unfinished lapses."""
    if not election.are_nominations_extended and lacking(election):
        return advance(election, "extend_nominations", by=CLOCK, until=_later(election, election.nominations_close_at))
    for one in election.candidacies.filter(state__in=(Candidacy.State.PROPOSED, Candidacy.State.ASKED)):
        advance(one, "lapse", by=CLOCK)
    return advance(election, "close_nominations", by=CLOCK)


def lacking(election: Election) -> list[str]:
    """The names of the seat groups in which fewer people stand than there are seats."""
    return [group.name for group in election.groups.all() if group.candidacies.standing().count() < group.seats]


def _open_poll(election: Election) -> Election:
    return advance(election, "open_poll", by=CLOCK)


def _end_poll(election: Election) -> Election:
    if not election.is_poll_extended and turnout.is_too_low(election):
        return advance(election, "extend_poll", by=CLOCK, until=_later(election, election.voting_closes_at))
    return advance(election, "close_poll", by=CLOCK)


def _later(election: Election, since: datetime | None) -> datetime:
    return clock.due_at(clock.calendar(), since or clock.now(), clock.working_days(election.extension_days))


def is_ripe() -> Q:
    """The elections for which a step of the clock may be due."""
    now = clock.now()
    return (
        Q(state="announced", nominations_open_at__lte=now)
        | Q(state="nominating", nominations_close_at__lte=now)
        | Q(state="published", voting_opens_at__lte=now)
        | Q(state="voting", voting_closes_at__lte=now)
    )
