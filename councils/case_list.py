"""Cases as rows of a list: what each is at, how much time is left, what this person has still to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from councils import membership
from councils.models import Case, Declaration, Elector, Recusal, Representative, Round
from enterprises.models import Person
from parkdesk.core import clock

# How the pill of a state is drawn.
LOOKS = {
    Case.State.PREPARING: "wait",
    Case.State.IN_DISCUSSION: "going",
    Case.State.VOTING: "going",
    Case.State.TO_MEETING: "wait",
    Case.State.DEFERRED: "wait",
    Case.State.PC_REVIEW: "wait",
    Case.State.EXECUTING: "going",
    Case.State.CLOSED: "done",
}
# Where a member may still say whether there is an interest.
ASKED = (Case.State.IN_DISCUSSION, Case.State.VOTING, Case.State.TO_MEETING)


@dataclass(frozen=True)
class Row:
    """One case in a list. `waits_for_vote`: its line leads straight to the ballot."""

    case: Case
    look: str
    light: clock.Light | None
    todo: str = ""
    waits_for_vote: bool = False

    @property
    def url(self) -> str:
        """Straight to the ballot where a vote is missing, else to the case."""
        name = "councils:ballot" if self.waits_for_vote else "councils:case"
        return reverse(name, args=[self.case.council.park.code, self.case.pk])


def rows(cases: Iterable[Case], seats: Iterable[Representative], *, prepares: bool = False) -> list[Row]:
    """The rows for somebody who holds these seats; with what the office has to do where they prepare cases."""
    cases, seats = list(cases), list(seats)
    mine = [seat.pk for seat in seats]
    keys = [case.pk for case in cases]
    votes = {one.case_id: one for one in Round.objects.open().filter(case__in=keys)}
    to_vote = set(
        Elector.objects.filter(
            _of_these(seats), round__in=votes.values(), standing=Elector.Standing.VOTER, receipt=None
        ).values_list("round__case", flat=True)
    )
    said = _said(Declaration, keys, mine) | _said(Recusal, keys, mine)
    asked = {case.pk for case in cases if mine and case.pk not in said and case.state in ASKED}
    return [_row(case, votes.get(case.pk), to_vote, asked, prepares) for case in cases]


def waiting(person: Person) -> list[Row]:
    """The cases in which this person has something to do for a seat of their own; votes first, the next end on top."""
    seats = membership.seats_of(person)
    seen = Case.objects.visible_to(person).filter(council__in=[one.council_id for one in seats], state__in=ASKED)
    mine = [row for row in rows(seen, seats) if row.todo]
    return sorted(mine, key=lambda row: (not row.waits_for_vote, row.light is None, row.light and row.light.due))


def _of_these(seats: list[Representative]) -> Q:
    """The electors of these seats, whether the member or the substitute sat there when the vote began."""
    members = [seat.in_place_of_id for seat in seats if seat.in_place_of_id]
    keys = [*(seat.pk for seat in seats), *members]
    return Q(representative__in=keys) | Q(representative__in_place_of__in=keys)


def _said(model: type, keys: list[int], mine: list[int]) -> set[int]:
    return set(model.objects.filter(case__in=keys, representative__in=mine).values_list("case", flat=True))


def _row(case: Case, vote: Round | None, to_vote: set[int], asked: set[int], prepares: bool) -> Row:
    may_vote = case.pk in to_vote and vote is not None and vote.takes_ballots
    light = vote.light if vote is not None else case.light
    todo = _("your vote is missing") if may_vote else ""
    if not todo and case.pk in asked:
        todo = _("declare whether you have an interest")
    return Row(case, LOOKS.get(case.state, ""), light, todo or (_to_prepare(case) if prepares else ""), may_vote)


def _to_prepare(case: Case) -> str:
    """What the office, or whoever presides, does next."""
    if case.state == Case.State.IN_DISCUSSION:
        is_over = case.discussion_ends_at is not None and clock.now() >= case.discussion_ends_at
        return _("open the vote") if is_over else ""
    return {
        Case.State.PREPARING: _("write down the question"),
        Case.State.DECIDED: _("hand over what was agreed")
        if case.result == "agreed"
        else _("send it back to the desk"),
    }.get(case.state, "")
