"""What people do with an election, a candidacy, an objection: the form, the doorway, and who finds a button for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext

from councils.elections import candidacy_guards, counting, guards, nominating, vetting, voting
from councils.models import Election, ElectionGroup
from enterprises.models import Membership, Person
from parkdesk.core import clock, flow, states

Ask = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Deed:
    """One deed: its form, what it does, the step whose permission and guards it has, or a question where it is none."""

    form: Any
    do: Callable[..., Any]
    step: str = ""
    may: Ask = field(default=lambda thing, person: True)
    initial: Callable[[Any], dict[str, Any]] = field(default=lambda thing: {})
    says: Callable[[Any], str] = field(default=lambda done: "")

    def is_open(self, thing: Any, person: Any) -> bool:
        """Whether this person has a use for it now."""
        if self.step and self.step not in flow.open_steps(thing, person, among=[self.step]):
            return False
        return self.may(thing, person)

    def refuse_unless_open(self, thing: Any, person: Any) -> None:
        """Raise NotYours (403) or NotNow (409) before somebody fills in a form for nothing."""
        if self.step:
            found = states.find(thing, self.step)
            if not found.may(thing, person):
                raise flow.NotYours(thing, self.step)
            flow.refuse_unless_open(thing, found)
        elif not self.may(thing, person):
            raise flow.NotNow(thing, "act", gettext("This is not open to you now."))


# --- questions ----------------------------------------------------------------------------------------
def _belongs(election: Election, person: Any) -> bool:
    mine = Membership.objects.running(clock.today()).filter(person=person, enterprise__park=election.council.park_id)
    return mine.exists()


def may_stand(election: Election, person: Any) -> bool:
    is_new = not guards.stands_in(election, person)
    return election.stage == "nominating" and is_new and _belongs(election, person)


def may_name(election: Election, person: Any) -> bool:
    return election.stage == "nominating" and bool(candidacy_guards.firms_of(person, election.council.park_id))


def may_object(election: Election, person: Any) -> bool:
    is_open = election.state == Election.State.DECLARED and not guards.is_window_over(election)
    return is_open and _belongs(election, person)


def may_keep_register(election: Election, person: Any) -> bool:
    has_any = election.groups.exclude(party="enterprise").exists()
    return (
        has_any and election.stage in ("draft", "announced", "nominating", "vetting") and guards.keeps(election, person)
    )


def may_give_code(election: Election, person: Any) -> bool:
    return election.stage in ("published", "voting") and guards.hands_out_codes(election, person)


def may_strike(election: Election, person: Any) -> bool:
    is_open = election.has_paper and election.stage in ("voting", "counting") and election.counted_at is None
    return is_open and guards.keeps(election, person)


def may_enter(election: Election, person: Any) -> bool:
    is_open = election.has_paper and election.stage == "counting" and election.counted_at is None
    return is_open and guards.keeps(election, person)


# --- what is done, in the arguments of the forms --------------------------------------------------------
def do_stand(election: Election, *, by: Any, group: Any, **said: Any) -> object:
    return nominating.stand(group, by=by, **said)


def do_propose(election: Election, *, by: Any, group: Any, person: Any) -> object:
    return nominating.propose(group, person, by=by)


@transaction.atomic
def do_register(election: Election, *, by: Any, lists: list[tuple[ElectionGroup, list[Person]]]) -> object:
    return [vetting.register(group, people, by=by) for group, people in lists]


def do_strike(election: Election, *, by: Any, voter: Any) -> object:
    return voting.strike(voter, by=by)


def do_put_back(election: Election, *, by: Any, voter: Any) -> object:
    return voting.put_back(voter, by=by)


def do_enter(election: Election, *, by: Any, group: Any, **said: Any) -> object:
    return counting.enter_paper(group, said["votes"], ballots=said["ballots"], void=said["void"], by=by)


def plan_of(election: Election) -> dict[str, Any]:
    seats: dict[str, int] = {}
    for group in election.groups.all():
        seats[group.party] = seats.get(group.party, 0) + group.seats
    names = ("publication_days", "voting_days", "objection_days", "has_paper", "scrutineer")
    days = {"opens_on": localdate(election.nominations_open_at), "closes_on": localdate(election.nominations_close_at)}
    return {**seats, **days, **{name: getattr(election, name) for name in names}}


def say_code(code: Any) -> str:
    return gettext("The code, shown this once: %(code)s") % {"code": code}
