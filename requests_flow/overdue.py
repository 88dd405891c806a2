"""The overdue path (逾期升级) of domain.md 4.4, computed from the clock: which marks a need has passed by now.

Days before and after the promised day, minutes for what is critical, 17:00 for disputes and complaints of today.
The marks of a promise are written once each (`Escalation`) and never taken back.
"""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from parkdesk.core import clock
from requests_flow import promises
from requests_flow.models.escalation import Mark
from requests_flow.words import STOPPED, Category, Kind, State, Tier, Urgency

if TYPE_CHECKING:
    from requests_flow.models import Need

AFTER = {Mark.ONE: 1, Mark.THREE: 3, Mark.FIVE: 5, Mark.TEN: 10}
MINUTES = {Mark.HALF_HOUR: 30, Mark.HOUR: 60, Mark.TWO_HOURS: 120, Mark.FOUR_HOURS: 240}
AT_WORK = (
    State.ACKNOWLEDGED, State.TRIAGED, State.TRANSFERRED, State.IN_PROGRESS, State.DELIBERATING, State.REOPENED,
)  # fmt: skip
CLEARED_BY = time(17, 0)
CLIMB_COMPLEX_DAYS, CLIMB_SIMPLE_DAYS, CLIMB_REOPENED = 10, 3, 2


def passed(need: "Need", now: datetime) -> list[tuple[str, datetime]]:
    """The marks that this need has passed by now, each with the promise that it belongs to, the earliest first."""
    if need.state in STOPPED or need.state not in (State.SUBMITTED, *AT_WORK):
        return []
    return [*_minutes(need, now), *_days(need, now), *_today(need, now)]


def unwritten(need: "Need") -> list[tuple[str, datetime]]:
    """Those of them that nobody has written down yet."""
    known = {(one.mark, one.promised_at) for one in need.escalations.all()}
    return [one for one in passed(need, clock.now()) if one not in known]


def _days(need: "Need", now: datetime) -> list[tuple[str, datetime]]:
    due = need.resolve_due_at
    if due is None:
        return []
    at = {Mark.DAY_BEFORE: _day_before(due), Mark.DAY: due}
    at |= {mark: promises.add_days(due, days) for mark, days in AFTER.items()} if now > due else {}
    return [(mark, due) for mark, moment in at.items() if now >= moment]


def _day_before(due: datetime) -> datetime:
    """The beginning of the working day before the promised one."""
    cal, day = clock.calendar(), due.astimezone(clock.SHANGHAI).date() - timedelta(days=1)
    while not cal.is_working(day):
        day -= timedelta(days=1)
    return clock.at(day, time(9, 0))


# --- critical: minutes, day and night ----------------------------------------------------------------
def is_minute_clock(need: "Need") -> bool:
    """Critical, and nobody has told the reporter anything yet."""
    runs = need.state in (State.SUBMITTED, *AT_WORK)
    return runs and need.urgency == Urgency.CRITICAL and need.replied_at is None and need.submitted_at is not None


def next_minutes(need: "Need") -> tuple[str, datetime] | None:
    """The next mark of the minute clock and when it is reached; the last one for good. None when none runs."""
    if not is_minute_clock(need):
        return None
    ahead = [(mark, need.submitted_at + timedelta(minutes=count)) for mark, count in MINUTES.items()]
    return next((one for one in ahead if one[1] > clock.now()), ahead[-1])


def _minutes(need: "Need", now: datetime) -> list[tuple[str, datetime]]:
    if not is_minute_clock(need):
        return []
    start = need.submitted_at
    return [(mark, start) for mark, count in MINUTES.items() if now >= start + timedelta(minutes=count)]


# --- cleared today -----------------------------------------------------------------------------------
def is_to_be_cleared(need: "Need") -> bool:
    """Disputes and complaints are answered on the day they come in (日清)."""
    return need.kind == Kind.COMPLAINT or need.category == Category.LAW or need.tier_rule == "C5"


def _today(need: "Need", now: datetime) -> list[tuple[str, datetime]]:
    if not is_to_be_cleared(need) or need.replied_at is not None or need.submitted_at is None:
        return []
    by = clock.at(need.submitted_at.astimezone(clock.SHANGHAI).date(), CLEARED_BY)
    return [(Mark.TODAY, by)] if need.submitted_at < by <= now else []


# --- tiers -------------------------------------------------------------------------------------------
def climb_of(need: "Need") -> tuple[str, str] | None:
    """The tier and rule to which a need climbs by itself: M8 and C7 of domain.md 4.1. None when it does not."""
    if need.tier == Tier.COMPLEX and _is_overdue_by(need, CLIMB_COMPLEX_DAYS):
        return Tier.MAJOR, "M8"
    is_back_twice = need.handling > CLIMB_REOPENED
    if need.tier == Tier.SIMPLE and (is_back_twice or _is_overdue_by(need, CLIMB_SIMPLE_DAYS)):
        return Tier.COMPLEX, "C7"
    return None


def _is_overdue_by(need: "Need", days: int) -> bool:
    due = need.resolve_due_at
    return due is not None and clock.now() >= promises.add_days(due, days)
