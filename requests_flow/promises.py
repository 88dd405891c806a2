"""The limits of domain.md 4.2 and 4.3: which step is promised by when, for each tier; pure.

All numbers are defaults of one table; a need that is tied to a service with a full promise takes the service's
limit for completion instead.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parkdesk.core import clock
from parkdesk.core.clock import Limit, hours, minutes, working_days
from requests_flow.draw import is_drawn
from requests_flow.words import AT_WORK, State, Tier, Urgency

if TYPE_CHECKING:
    from requests_flow.models import Need


@dataclass(frozen=True)
class Limits:
    """What is promised for one tier."""

    acknowledge: Limit
    triage: Limit
    reply: Limit
    resolve: Limit
    follow_up: Limit
    extensions: int
    extension_days: int
    # Major needs alone: a plan, a note on progress again and again, and a second call to the reporter.
    plan: Limit | None = None
    progress: Limit | None = None
    second_call: Limit | None = None


TABLE: dict[str, Limits] = {
    Tier.SIMPLE: Limits(working_days(0.5), working_days(1), working_days(1), working_days(3), working_days(2), 1, 2),
    Tier.COMPLEX: Limits(working_days(0.5), working_days(1), working_days(3), working_days(10), working_days(3), 1, 5),
    Tier.MAJOR: Limits(
        hours(2), working_days(0.5), working_days(1), working_days(20), working_days(3), 2, 10,
        plan=working_days(3), progress=working_days(5), second_call=working_days(20),
    ),
}  # fmt: skip
# A unit that does not accept a dispatched need within this time gives it back (domain.md 8.2).
ACCEPT = working_days(0.5)
# A question in a chat group: all its members see whether anybody answers.
GROUP_REPLY = working_days(0.5)
CRITICAL_ANSWER = minutes(30)
RATING_OPEN_DAYS = 10
SILENCE_DAYS = 10
REMIND_AFTER_DAYS = 2
NO_REPLY_DAYS = 15
# The second call asks whether it has lasted: not before three quarters of its time have passed.
SECOND_CALL_OPENS_DAYS = 15


def words_of(limit: Limit) -> str:
    """A limit as people say it: half a working day, 3 working days, 2 hours on any day."""
    if limit.half_days:
        if limit.half_days == 1:
            return _("half a working day")
        days = limit.half_days // 2
        return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
    if limit.hours:
        return ngettext("%(count)s hour, any day", "%(count)s hours, any day", limit.hours) % {"count": limit.hours}
    return _("%(count)s minutes, any day") % {"count": limit.minutes}


def limits_of(need: "Need") -> Limits:
    """The limits of a need's tier; those of a simple need until somebody has sorted it."""
    return TABLE[need.tier or Tier.SIMPLE]


def resolve_limit(need: "Need") -> Limit:
    """The limit for completion: the frozen terms of its service when they promise the whole, else its tier's."""
    if need.promised_half_days:
        return Limit(half_days=need.promised_half_days)
    return limits_of(need).resolve


def due(start: datetime, limit: Limit) -> datetime:
    """When a limit that starts then runs out, by today's calendar."""
    return clock.due_at(clock.calendar(), start, limit)


def add_days(start: datetime, days: int) -> datetime:
    """17:30 of the n-th working day after `start`."""
    return due(start, working_days(days))


def second_call_due_at(need: "Need") -> datetime | None:
    """By when the reporter of a closed major need is called once more; None when there is nothing to call about."""
    limit = limits_of(need).second_call
    if limit is None or need.state != State.CLOSED or need.resolved_at is None or need.called_again_at is not None:
        return None
    return due(need.resolved_at, limit)


def acknowledge_limit(need: "Need") -> Limit:
    """Half a working day; two hours on any day for what looks major; half an hour for what is critical."""
    if need.urgency == Urgency.CRITICAL:
        return CRITICAL_ANSWER
    return limits_of(need).acknowledge


def set_due(need: "Need", state: str) -> None:
    """Set the dates that follow from the state a need is entering: what is due next and the two public promises."""
    if need.acknowledged_at and state in AT_WORK and need.resolve_due_at is None:
        promise_anew(need, stopped=0)
    start, until = _next(need, state)
    need.due_from, need.due_at = start, until


def stopped_half_days(need: "Need") -> int:
    """How many half days the clock has stood still in this handling: so far the first reply has moved on."""
    if need.reply_due_at is None:
        return 0
    return clock.half_days_between(clock.calendar(), _promised(need)[0], need.reply_due_at)


def promise_anew(need: "Need", stopped: int) -> None:
    """Set both promises by the tier of now, after that many half days in which the clock stood still.

    A promise that was broken stays as it was: red never turns green by another tier or service (domain.md 4.4).
    """
    reply, resolve = (_moved(moment, stopped) for moment in _promised(need))
    need.reply_due_at = reply if need.replied_at else _unless_broken(need.reply_due_at, reply)
    need.resolve_due_at = _unless_broken(need.resolve_due_at, resolve)


def _unless_broken(standing: datetime | None, fresh: datetime) -> datetime:
    return standing if standing is not None and standing < clock.now() else fresh


def _promised(need: "Need") -> tuple[datetime, datetime]:
    """The first reply and completion, counted from the start without a stop."""
    start = need.reopened_at or need.acknowledged_at
    resolve = due(start, resolve_limit(need))
    return min(due(start, limits_of(need).reply), resolve), resolve


def _moved(moment: datetime, half_days: int) -> datetime:
    for _half in range(half_days):
        moment = due(moment, working_days(0.5))
    return moment


def _next(need: "Need", state: str) -> tuple[datetime | None, datetime | None]:
    """(since when, until when) for the desk's light."""
    limits = limits_of(need)
    begun = need.reopened_at or need.acknowledged_at
    if state in {State.TRIAGED, State.IN_PROGRESS, State.DELIBERATING}:
        return begun, need.promised_next_at
    starts: dict[str, tuple[datetime | None, Limit]] = {
        State.SUBMITTED: (need.submitted_at, acknowledge_limit(need)),
        State.ACKNOWLEDGED: (begun, limits.triage),
        State.REOPENED: (begun, limits.triage),
        State.TRANSFERRED: (need.dispatched_at, ACCEPT),
        State.RESOLVED: (need.resolved_at if is_drawn(need) else None, limits.follow_up),
        State.FOLLOWED_UP: (clock.now(), working_days(1)),
    }
    start, limit = starts.get(state, (None, working_days(1)))
    stopped = stopped_half_days(need) if state in {State.ACKNOWLEDGED, State.REOPENED} else 0
    return (start, _moved(due(start, limit), stopped)) if start else (None, None)
