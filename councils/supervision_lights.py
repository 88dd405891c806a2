"""How an order stands: its limit, what should have come by now, and one light for both (domain.md 7).

Green on time; amber with at most a fifth of the limit left, or when a note that was due is missing; red when the limit
has passed; grey while suspended. Computed from the clock: a late job changes nothing.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from councils.supervision_words import State
from parkdesk.core import clock
from parkdesk.core.lights import Light
from requests_flow import promises

if TYPE_CHECKING:
    from councils.models import SupervisionOrder

# States in which the limit of the matter itself runs; afterwards the check, then the second call are due.
RUNNING = (State.REGISTERED, State.ASSIGNED, State.IN_HAND)


@dataclass(frozen=True)
class OrderLight(Light):
    """A light that says first what is missing."""

    missed: str = ""

    def words(self) -> str:
        return self.missed or super().words()


def light_of(order: "SupervisionOrder") -> Light | None:
    """The light of an order; None for what is only proposed, dropped or archived."""
    if order.state in {State.DRAFTED, State.DROPPED, State.ARCHIVED}:
        return None
    if order.state == State.STRUCK_OFF:
        return _second_call(order)
    if order.state not in RUNNING:
        return _light(order.next_from, order.next_due_at, None)
    return _running(order)


def missed(order: "SupervisionOrder") -> str:
    """What should have come by now, in words."""
    is_late = order.is_open and order.next_due_at is not None and clock.now() > order.next_due_at
    return _missed_words(order) if is_late and not _stopped_since(order) else ""


def _running(order: "SupervisionOrder") -> Light:
    if order.due_at is None:
        found = _light(order.next_from, order.next_due_at, _stopped_since(order))
    else:
        found = _light(order.registered_at, order.due_at, _stopped_since(order))
    missing = missed(order)
    if not missing or (found.colour in {"red", "grey"} and order.due_at is not None):
        return found
    facts = {one.name: getattr(found, one.name) for one in fields(Light)}
    return OrderLight(**(facts | {"colour": "amber", "missed": missing}))


def _stopped_since(order: "SupervisionOrder") -> datetime | None:
    """Suspended with approval; or its need waits for somebody, and the limit is the need's."""
    if order.suspended_at:
        return order.suspended_at
    return order.need.stopped_at if order.follows_need else None


def _second_call(order: "SupervisionOrder") -> Light | None:
    """After striking off, the second call to the reporter of a major need is still to come."""
    due = promises.second_call_due_at(order.need) if order.is_of_major_need else None
    return _light(order.need.resolved_at, due, None) if due else None


def _light(start: datetime | None, due: datetime | None, stopped: datetime | None) -> Light:
    return clock.light(clock.calendar(), clock.now(), start or clock.now(), due, stopped)


def _missed_words(order: "SupervisionOrder") -> str:
    words: dict[str, Any] = {
        State.REGISTERED: _("Not assigned in time"),
        State.ASSIGNED: _("Not signed for in time"),
        State.IN_HAND: _("A progress note is missing") if order.feedbacks else _("The plan is missing"),
        State.REPORTED: _("Not checked in time"),
        State.CHECKED: _("Not struck off in time"),
    }
    return str(words.get(State(order.state), ""))
