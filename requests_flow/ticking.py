"""What the clock does for needs. It only records and notifies: guards read the clock themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.ticking import each, every_minute
from requests_flow import promises
from requests_flow.models import Need, Part, ReporterContact
from requests_flow.words import ENDS, State

BATCH = 500
CONTACTS_KEPT = timedelta(days=730)


@every_minute
def give_back_what_nobody_accepted() -> int:
    """A dispatched need that no unit accepted within half a working day returns to the desk (domain.md 8.2)."""
    late = Need.objects.filter(state=State.TRANSFERRED, due_at__lte=clock.now())
    return each(late.order_by("pk")[:BATCH], lambda need: advance(need, "return", by=CLOCK) if need.light else None)


@every_minute
def give_back_parts_that_nobody_accepted() -> int:
    """The same for a part; with a transfer the first unit simply goes on (domain.md 8.2)."""
    late = Part.objects.filter(state=Part.State.OFFERED, accept_due_at__lte=clock.now())
    return each(late.order_by("pk")[:BATCH], lambda part: advance(part, "return", by=CLOCK))


@every_minute
def call_off_parts_of_what_went_another_way() -> int:
    """A need that was withdrawn, merged or dispatched anew leaves nothing to do for those who helped."""
    at_work = [State.IN_PROGRESS, State.WAITING_ENTERPRISE, State.WAITING_EXTERNAL, State.DELIBERATING]
    left = Part.objects.open().exclude(need__state__in=at_work)
    return each(left.order_by("pk")[:BATCH], lambda part: advance(part, "call_off", by=CLOCK))


@every_minute
def remind_to_confirm() -> int:
    """The second notice to a reporter who has not confirmed (decisions 28)."""
    resolved = Need.objects.filter(state=State.RESOLVED, reminded_at=None)
    late = resolved.filter(resolved_at__lte=_days_ago(promises.REMIND_AFTER_DAYS))
    return each(late.order_by("pk")[:BATCH], _take("remind"))


@every_minute
def close_what_stays_silent() -> int:
    """Close after 10 working days of silence following two notices, and what got no reply for 15."""
    silent = Need.objects.filter(state=State.RESOLVED, reminded_at__lte=_days_ago(promises.SILENCE_DAYS))
    asked = Need.objects.filter(state=State.WAITING_ENTERPRISE)
    unanswered = asked.filter(stopped_at__lte=_days_ago(promises.NO_REPLY_DAYS))
    return sum(each(some.order_by("pk")[:BATCH], _take("close")) for some in (silent, unanswered))


def _days_ago(days: int) -> datetime:
    """Working days take at least as long as days: what is younger cannot be ripe, and no guard need look at it."""
    return clock.now() - timedelta(days=days)


@every_minute
def forget_contacts_of_long_closed_needs() -> int:
    """A contact is removed 24 months after its need has ended, as the privacy notice promises (PIPL 19)."""
    ended = clock.now() - CONTACTS_KEPT
    return ReporterContact.objects.filter(need__state__in=ENDS, need__closed_at__lt=ended).delete()[0]


def _take(step: str) -> Callable[[Need], object]:
    return lambda need: advance(need, step, by=CLOCK)
