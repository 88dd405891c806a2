"""Cases: opened from a need or by a member, prepared by the office, ended with their need (council.md 2)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils import ballots, case_list, declare, membership, venues, work_following
from councils.guards import is_office, presides
from councils.meeting_guards import reads_all_councils
from councils.models import Case, Council, RuleSet
from councils.numbering import next_number
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.masking import masked
from requests_flow.models import Need
from requests_flow.words import Kind

LONGEST_TITLE = 80
SHOWN = 5


@transaction.atomic
def open_for(need: Need, *, by: Actor = CLOCK) -> Case:
    """The open case of a need; made when it is asked for first, however often that is."""
    council = Council.objects.select_for_update().select_related("park").get(park_id=need.park_id)
    known = Case.objects.open().filter(need=need).first()
    if known is not None:
        return known
    case = _new(council, masked(need.title), need=need, is_secret=is_secret_by_default(need))
    case = begin(case, "open", by=by, need=need.reference)
    declare.exclude_the_tied(case)
    return case


@transaction.atomic
def propose(council: Council, title: str, *, by: Actor, proposer: Person | None = None, **paper: Any) -> Case:
    """A case without a need: a member's proposal, or the office's own. Raises NotYours unless `by` prepares cases.

    `paper`: what is written already of what members vote on.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    return begin(_new(council, title, proposer=proposer, **paper), "open", by=by)


def _new(council: Council, title: str, **more: Any) -> Case:
    """A case, not stored yet, with the council's next number of the year and today's rules, which it keeps."""
    today = clock.today()
    return Case(
        council=council,
        year=today.year,
        number=next_number(f"cases:{council.park.code}", today.year),
        title=title[:LONGEST_TITLE],
        rule_set=RuleSet.current(today),
        **more,
    )


def is_secret_by_default(need: Need | None, *, is_about_shared: bool = False) -> bool:
    """Prices, rents and shared money, complaints, and whatever is kept from the landlord (decisions 37)."""
    is_delicate = need is not None and (need.is_protected or need.kind == Kind.COMPLAINT)
    return is_about_shared or is_delicate


def prepare(case: Case, *, by: Actor, note: str = "", **paper: Any) -> Case:
    """Write what members vote on: before the discussion freely, later as an amendment with its reason.

    Raises NotNow where a small work says it (docs/adr/0038), and for shared money in the quick venue.
    """
    if hasattr(case, "work"):
        raise NotNow(case, "prepare", _("The small work says what is voted on: change it there, and this follows."))
    return write(case, by=by, note=note, **paper)


@transaction.atomic
def write(case: Case, *, by: Actor, note: str = "", **paper: Any) -> Case:
    """Put down what members vote on, whoever says it: the page of the case, or a small work."""
    step = "prepare" if case.state == Case.State.PREPARING else "amend"
    case = advance(case, step, by=by, note=note, **paper)
    if step == "amend":
        venues.refuse_what_is_too_big(case, step)
    return case


@transaction.atomic
def withdraw(case: Case, *, by: Actor, reason: str = "") -> Case:
    """End a case without a decision: an open vote is called off, and a need that waits for it goes to the desk.

    Raises NotNow for a person while a vote whose time is over is not counted yet.
    """
    case = advance(case, "withdraw", by=by, reason=reason)
    for one in case.rounds.open():
        ballots.refuse_when_over(one, "cancel", by=by)
        advance(one, "cancel", by=by, reason=reason)
    hand_back(case, by=by, reason=reason)
    work_following.follow_case(case, reason=reason)
    return case


def hand_back(case: Case, *, by: Actor, reason: str = "") -> None:
    """Send the need of a case that has ended to the desk, unless it has gone on already."""
    need = Need.objects.filter(pk=case.need_id, state=Need.State.DELIBERATING).first()
    if need is not None:
        advance(need, "hand_back", by=by, reason=reason)


def ended_with(need_id: int) -> Iterable[Case]:
    """The open cases of a need that has gone another way."""
    return Case.objects.open().filter(need_id=need_id).select_related("council__park")


def on_the_page(council: Council, person: object) -> dict[str, Any]:
    """What the page of a council shows of its cases to this person: what is going on, then the last that ended."""
    seat = membership.seat_of(person, council)
    seen = council.cases.visible_to(person)
    prepares = is_office(person) or presides(council, person)
    shown = [*seen.open().newest_first(), *seen.exclude(ended_at=None).order_by("-ended_at")[:SHOWN]]
    return {
        "is_member": seat is not None,
        "is_inside": seat is not None or reads_all_councils(person),
        "may_propose": prepares,
        "rows": case_list.rows(shown, [seat] if seat else [], prepares=prepares),
    }
