"""What follows from a vote: a resolution that hands the need to a unit, or the need back to the desk."""

from typing import Any

from django.db import transaction

from councils import adopt, cases, work_following
from councils.models import AgendaItem, Case, Meeting, Resolution
from enterprises.models import Person
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from requests_flow.models import Need


@transaction.atomic
def carry(case: Case, *, by: Person, **said: Any) -> Resolution:
    """Record what was agreed, with its unit and date, and hand the need to that unit.

    `said` are the fields of `adopt.Terms`: text, unit, due_on, and where they are known text_en and supporting.
    """
    terms = adopt.Terms(**said)
    case = advance(case, "carry", by=by, unit=terms.unit, due_on=terms.due_on)
    resolution = adopt.adopt(case.council, terms, by=by, case=case, agenda_item=_item(case), proposer=case.proposer)
    resolution = adopt.take_force(resolution, by=by)
    need = Need.objects.filter(pk=case.need_id, state=Need.State.DELIBERATING).first()
    if need is not None:
        advance(need, "mandate", by=by, unit=terms.unit, note=terms.text)
    return resolution


def _item(case: Case) -> AgendaItem | None:
    """Under what it is printed: the item of its vote; after a vote online the one that a meeting ahead has of it."""
    voted_under = case.rounds.order_by("number").last().agenda_item
    ahead = case.agenda_items.filter(meeting__in=Meeting.objects.ahead().order_by())
    return voted_under or ahead.order_by("meeting__starts_at").first()


@transaction.atomic
def give_back(case: Case, *, by: Person, reason: str = "") -> Case:
    """End a case that was not agreed; its need goes to the desk, which answers it or does what it can alone."""
    case = advance(case, "give_back", by=by, reason=reason)
    cases.hand_back(case, by=by, reason=reason)
    work_following.follow_case(case)
    return case


@transaction.atomic
def fulfil(case: Case) -> Case:
    """The need behind a case was closed as solved: what was agreed is done, and the case is closed."""
    for one in case.resolutions.in_force():
        adopt.fulfil(one, by=CLOCK)
    return advance(case, "close", by=CLOCK)
