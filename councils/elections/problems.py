"""The plain list of open problems: an election is announced only when it is empty (council.md 1)."""

from django.utils.translation import gettext as _

from councils.guards import is_office
from councils.models import Council, Election, ElectionGroup
from enterprises.models import Enterprise
from parkdesk.core import clock, states
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotYours, refuse_unless_open

# Working days; domain.md 5.2 has seven days of notice and three days of ballot.
NOTICE_DAYS, SHORTEST_WINDOW, SHORTEST_BALLOT = 5, 3, 3
Found = list[str]


def of(election: Election) -> Found:
    """What keeps it from being announced, one sentence each, in the running language."""
    groups = list(election.groups.all())
    return [*_of_dates(election), *_of_people(election, groups), *_of_seats(election, groups)]


def _of_dates(election: Election) -> Found:
    cal, found = clock.calendar(), []
    earliest = clock.add_working_days(cal, clock.today(), NOTICE_DAYS)
    if election.nominations_open_at.astimezone(clock.SHANGHAI).date() < earliest:
        found.append(
            _("Between the notice and the nominations must lie %(days)s working days.") % {"days": NOTICE_DAYS}
        )
    window = clock.working_days_between(
        cal,
        *(
            one.astimezone(clock.SHANGHAI).date()
            for one in (election.nominations_open_at, election.nominations_close_at)
        ),
    )
    if window < SHORTEST_WINDOW:
        found.append(_("Nominations must be open for %(days)s working days.") % {"days": SHORTEST_WINDOW})
    if election.voting_days < SHORTEST_BALLOT:
        found.append(_("The ballot must be open for %(days)s working days.") % {"days": SHORTEST_BALLOT})
    if election.publication_days < 1 or election.objection_days < 1:
        found.append(_("Candidates are published, and objections are taken, for at least one working day each."))
    return found


def _of_people(election: Election, groups: list[ElectionGroup]) -> Found:
    found = []
    if election.scrutineer is None:
        found.append(_("No scrutineer is named."))
    elif is_office(election.scrutineer):
        found.append(_("The scrutineer works for the office, which counts. Name somebody else."))
    found += [
        _("Nobody is on the register of “%(group)s”.") % {"group": one.name}
        for one in groups
        if not one.is_of_firms and not one.voters.exists()
    ]
    firms = Enterprise.objects.filter(park=election.council.park_id, status=Enterprise.Status.ACTIVE)
    if any(one.is_of_firms for one in groups) and not firms.exists():
        found.append(_("The directory has no active firm in this park."))
    return found


def _of_seats(election: Election, groups: list[ElectionGroup]) -> Found:
    if not groups:
        return [_("No seats are put to the vote.")]
    held_to, seats = election.rule_set, sum(one.seats for one in groups)
    others = _seats_that_stay(election.council, {one.party for one in groups}, election.kind)
    if seats + others > held_to.size_max:
        numbers = {"seats": seats + others, "most": held_to.size_max}
        return [_("With these seats the council would have %(seats)s; the rules allow at most %(most)s.") % numbers]
    return []


def _seats_that_stay(council: Council, parties: set[str], kind: str) -> int:
    """Members who stay: in a by-election all; otherwise those of the parties that are not put to the vote."""
    members = council.members()
    return sum(kind == Election.Kind.BY_ELECTION or one.party not in parties for one in members)


def refuse_unless_theirs(election: Election, step: str, by: Actor) -> None:
    """Raise NotYours (403), then NotNow (409), before anything else is looked at."""
    found = states.find(election, step)
    if not found.may(election, by):
        raise NotYours(election, step)
    refuse_unless_open(election, found)
