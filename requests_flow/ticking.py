"""What the clock does for needs. It only records and notifies: guards read the clock themselves."""

import logging
from collections.abc import Callable

from django.db.models import QuerySet

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.ticking import every_minute
from requests_flow.models import Need
from requests_flow.words import State

log = logging.getLogger(__name__)
BATCH = 500


@every_minute
def give_back_what_nobody_accepted() -> int:
    """A dispatched need that no unit accepted within half a working day returns to the desk (domain.md 8.2)."""
    late = Need.objects.filter(state=State.TRANSFERRED, due_at__lte=clock.now())
    return _each(late, lambda need: advance(need, "return", by=CLOCK) if need.light else None)


@every_minute
def remind_to_confirm() -> int:
    """The second notice to a reporter who has not confirmed (decisions 28)."""
    return _each(Need.objects.filter(state=State.RESOLVED, reminded_at=None), _take("remind"))


@every_minute
def close_what_stays_silent() -> int:
    """Close after 10 working days of silence following two notices, and what got no reply for 15."""
    silent = Need.objects.filter(state=State.RESOLVED, reminded_at__isnull=False)
    unanswered = Need.objects.filter(state=State.WAITING_ENTERPRISE)
    return _each(silent, _take("close")) + _each(unanswered, _take("close"))


def _take(step: str) -> Callable[[Need], object]:
    return lambda need: advance(need, step, by=CLOCK)


def _each(needs: QuerySet[Need], act: Callable[[Need], object]) -> int:
    """Act on each; one for which it is not time yet, or not any more, is passed over."""
    done = 0
    for need in needs.order_by("pk")[:BATCH]:
        try:
            done += act(need) is not None
        except NotNow:
            log.debug("not now: %s", need.pk)
    return done
