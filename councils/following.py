"""What the councils hear from the trail of needs. Each listener may hear an entry twice (architecture, Sideways)."""

from django.db.models import F, QuerySet

from councils import cases, decide, guards, seating
from councils.models import Case, Council, Party, Representative
from enterprises.models import Enterprise, Membership, Relocation
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Entry
from parkdesk.core.outbox import follow
from requests_flow.models import Need
from requests_flow.words import NEVER_TO_THE_COUNCIL, Outcome

NEED = "requests_flow.need."
SOLVED = (Outcome.SOLVED, Outcome.PARTLY_SOLVED)


@follow(NEED + "deliberate", name="councils.deliberate")
def open_its_case(entry: Entry) -> None:
    """A need that is put before the council has a case; unless it has gone on meanwhile, or its park has no council."""
    need = Need.objects.get(pk=entry.subject_id)
    if need.state == Need.State.DELIBERATING and Council.objects.filter(park_id=need.park_id).exists():
        cases.open_for(need)


def end_its_case(entry: Entry) -> None:
    """A need that ended, or that the desk took back, needs no council any more."""
    need = Need.objects.get(pk=entry.subject_id)
    if need.state == Need.State.DELIBERATING:
        return
    for case in cases.ended_with(need.pk):
        if case.state in Case.UNDECIDED:
            cases.withdraw(case, by=CLOCK)


follow(NEED + "withdraw", name="councils.withdraw")(end_its_case)
follow(NEED + "merge", name="councils.merge")(end_its_case)
follow(NEED + "hand_back", name="councils.hand_back")(end_its_case)


@follow(NEED + "retier", name="councils.retier")
def take_away_what_became_urgent(entry: Entry) -> None:
    """Danger, wages and seizures are led by the party committee from the first hour (decisions 27)."""
    need = Need.objects.get(pk=entry.subject_id)
    if need.tier_rule not in NEVER_TO_THE_COUNCIL:
        return
    for case in cases.ended_with(need.pk):
        if case.state in Case.UNDECIDED:
            cases.withdraw(case, by=CLOCK)


def fulfil_what_was_agreed(entry: Entry) -> None:
    """The need was confirmed or closed as solved: its resolution is fulfilled, and whoever proposed it may earn."""
    need = Need.objects.get(pk=entry.subject_id)
    if need.state != Need.State.CLOSED or need.outcome not in SOLVED:
        return
    for case in Case.objects.filter(need=need, state=Case.State.EXECUTING):
        decide.fulfil(case)


follow(NEED + "confirm", name="councils.confirm")(fulfil_what_was_agreed)
follow(NEED + "close", name="councils.close")(fulfil_what_was_agreed)


@follow("enterprises.relocation.settle", name="councils.relocation")
def empty_the_seats_of_a_firm_that_left(entry: Entry) -> None:
    """Enterprise seats belong to firms of the park: who sat for one that has left gives the seat back.

    It is asked where the firm is now, not what was told then: a firm that came back keeps its seats.
    """
    firm = Relocation.objects.select_related("enterprise").get(pk=entry.subject_id).enterprise
    seats = _held_for(firm.pk).filter(seat__party=Party.ENTERPRISE)
    if firm.status != Enterprise.Status.MOVED_OUT:
        seats = seats.exclude(council__park=firm.park_id)
    for one in seats:
        seating.unseat(one, by=guards.RELOCATION, cause=Representative.LeftFor.FIRM_LEFT)


def empty_the_seats_of_whoever_left_the_firm(entry: Entry) -> None:
    """Who no longer belongs to a firm sits for it no longer (decisions 7).

    It is asked who belongs to it now. A firm that moves out takes a day to be gone: its seats follow the relocation.
    """
    if "relocation" in entry.facts:
        return
    left = Membership.objects.get(pk=entry.subject_id)
    runs = Membership.objects.running(clock.today()).filter(enterprise=left.enterprise_id, person=left.person_id)
    if runs.exists():
        return
    for one in _held_for(left.enterprise_id).filter(person=left.person_id):
        seating.unseat(one, by=guards.RELOCATION, cause=Representative.LeftFor.LEFT_FIRM)


follow("enterprises.membership.end", name="councils.membership_end")(empty_the_seats_of_whoever_left_the_firm)
follow("enterprises.membership.leave", name="councils.membership_leave")(empty_the_seats_of_whoever_left_the_firm)


def _held_for(firm: int) -> QuerySet[Representative]:
    """The seats held for a firm; its registered substitutes first, so that nobody comes back for a moment."""
    rows = Representative.objects.filter(enterprise=firm).exclude(state=Representative.State.LEFT)
    return rows.select_related("seat", "council__park").order_by(F("in_place_of").asc(nulls_last=True), "pk")
