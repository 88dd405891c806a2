"""Several councils called at once: each to a meeting of its own, or all to one joint session that one of them leads."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from councils import agenda, meetings
from councils.models import Council, Meeting
from parkdesk.core.actors import Actor


@dataclass(frozen=True)
class Plan:
    """Who is called, to what (`terms`: the fields of `meetings.Call`), with which first item."""

    councils: tuple[Council, ...]
    terms: dict[str, Any]
    topic: agenda.Topic
    is_joint: bool = False
    lead: Council | None = None


@transaction.atomic
def call(plan: Plan, *, by: Actor) -> list[Meeting]:
    """Prepare and call them all, or none: what one refuses (time, place) stops the others too, and nobody is told.

    Each agenda holds the first item, then the open cases of those who sit. Raises NotNow, NotYours.
    """
    if plan.is_joint:
        lead = plan.lead or plan.councils[0]
        along = tuple(one for one in plan.councils if one != lead)
        return [_call(lead, meetings.Call(**plan.terms, joined=along), plan.topic, by)]
    return [_call(one, meetings.Call(**plan.terms), plan.topic, by) for one in plan.councils]


def _call(council: Council, terms: meetings.Call, topic: agenda.Topic, by: Actor) -> Meeting:
    meeting = meetings.prepare(council, terms, by=by)
    agenda.put_on_agenda(meeting, by=by, topic=topic)
    if agenda.open_cases(meeting).exists() or agenda.what_is_not_done(meeting):
        agenda.gather(meeting, by=by)
    return meetings.convene(meeting, by=by)
