"""What happens next to a need and by when, in words for the person who reported it (look.md: the date is the hero).

There is always a date: of the next promise, of the reporter's own turn, or of the end. Computed from the clock, so a
late job changes nothing (decisions 16).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from parkdesk.core import clock, words_of_time
from parkdesk.core.lights import Light
from requests_flow import guards, promises
from requests_flow.models import Need
from requests_flow.words import STOPPED, State

# How a state looks to the reporter: the `data-is` of a pill.
PILLS = {
    State.WAITING_ENTERPRISE: "wait",
    State.RESOLVED: "done",
    State.FOLLOWED_UP: "done",
    State.CLOSED: "done",
    State.DECLINED: "bad",
    State.WITHDRAWN: "",
    State.MERGED: "",
    State.INVALID: "",
}


@dataclass(frozen=True)
class Outlook:
    """`over` says what the date `due` means, `what` happens then; the light only where a promise of ours runs."""

    over: str
    due: datetime | None
    what: str
    light: Light | None = None
    # Nothing is to come any more: the date is a day that was.
    is_over: bool = False


def pill_of(need: Need) -> str:
    """The kind of pill for a need's state."""
    return PILLS.get(State(need.state), "going")


def outlook(need: Need) -> Outlook:
    """What is next for a need. Asks the database nothing beyond the need and what it was merged into."""
    look = _LOOKS.get(State(need.state), _promised)(need)
    return replace(look, due=look.due.replace(microsecond=0)) if look.due else look


def closes_at(need: Need) -> datetime | None:
    """When silence closes a completed need: 10 working days after the second notice (decisions 28)."""
    if need.resolved_at is None:
        return None
    reminded = need.reminded_at or promises.add_days(need.resolved_at, promises.REMIND_AFTER_DAYS)
    return promises.add_days(reminded, promises.SILENCE_DAYS)


def rating_open_until(need: Need) -> datetime | None:
    """Until when the reporter may rate or reopen; None when that has passed or never began."""
    if not guards.is_within_rating_time(need):
        return None
    return promises.add_days(need.resolved_at, promises.RATING_OPEN_DAYS)


# --- our turn ----------------------------------------------------------------------------------------
def _received(need: Need) -> Outlook:
    if _is_past(need.due_at):
        return _late(need, need.due_at)
    what = _("The window confirms it and tells you who does it and by when.")
    return Outlook(_("We answer you, at the latest"), need.due_at, what, need.light)


def _promised(need: Need) -> Outlook:
    due = need.promised_next_at or need.due_at
    if _is_past(due):
        return _late(need, due)
    if need.replied_at or due == need.resolve_due_at:
        return Outlook(_("Finished, at the latest"), due, _work(need), _light(need, due))
    done = words_of_time.day(need.resolve_due_at) if need.resolve_due_at else ""
    what = _("You read here how it is being done. All of it is finished by %(day)s.") % {"day": done}
    return Outlook(_("First answer, at the latest"), due, what, _light(need, due))


def _work(need: Need) -> str:
    if need.state == State.DELIBERATING:
        return _("The park council talks it over; then a unit does what was agreed.")
    return _("The result stands here, and you say whether it is solved.")


def _late(need: Need, due: datetime | None) -> Outlook:
    what = _("The date has passed. Ring the number below to hear what is missing.")
    return Outlook(_("This was promised by"), due, what, _light(need, due))


def _outside(need: Need) -> Outlook:
    since = words_of_time.day(need.stopped_at) if need.stopped_at else ""
    what = _("Waiting for %(body)s since %(day)s; that time does not count. The date moves until they answer.") % {
        "body": need.waits_for or _("an outside body"),
        "day": since,
    }
    return Outlook(
        _("Finished, if work went on today"), _as_if_resumed(need), f"{what} {_by_law(need)}".strip(), need.light
    )


def _by_law(need: Need) -> str:
    """The statutory limit of the body that decides, where the service names one (domain.md 4.2)."""
    terms = need.service.terms_on(clock.today()) if need.service else None
    days = terms.legal_limit_days if terms else None
    if not days:
        return ""
    return ngettext("By law they have %(count)s working day.", "By law they have %(count)s working days.", days) % {
        "count": days
    }


def _as_if_resumed(need: Need) -> datetime | None:
    """The promise, moved by the time that stood still so far."""
    due = need.promised_next_at
    if due is None or need.stopped_at is None:
        return due
    return clock.shift_by_stop(clock.calendar(), due, need.stopped_at, clock.now())


# --- your turn ---------------------------------------------------------------------------------------
def _question(need: Need) -> Outlook:
    due = promises.add_days(need.stopped_at, promises.NO_REPLY_DAYS) if need.stopped_at else None
    since = words_of_time.day(need.stopped_at) if need.stopped_at else ""
    what = _("The clock stopped on %(day)s until you answer. Without an answer it is closed on this day.") % {
        "day": since
    }
    return Outlook(_("Please answer by"), due, what, need.light)


def _completed(need: Need) -> Outlook:
    closing = closes_at(need)
    what = _("Is it solved? Say yes, or have it done again. Without a word from you it is closed on %(day)s.") % {
        "day": words_of_time.day(closing) if closing else ""
    }
    until = rating_open_until(need)
    return Outlook(_("Please confirm by"), until or closing, what)


def _followed_up(need: Need) -> Outlook:
    return Outlook(_("Closed, at the latest"), need.due_at, _("We spoke with you; nothing is left to do for you."))


# --- the end -----------------------------------------------------------------------------------------
def _closed(need: Need) -> Outlook:
    until = rating_open_until(need)
    if until is None:
        return Outlook(_("Closed on"), need.closed_at, _("If something is left, say it once more."), is_over=True)
    if need.is_rated:
        return Outlook(_("Can be reopened until"), until, _("You have rated it. If it comes back, have it done again."))
    return Outlook(_("Rate or reopen until"), until, _("Say how it went, or have it done again. Both are up to you."))


def _ended(what: str) -> Callable[[Need], Outlook]:
    return lambda need: Outlook(_("Ended on"), need.closed_at, _(what), is_over=True)


def _merged(need: Need) -> Outlook:
    what = _("The same matter was reported before; both are done together and you are told the result.")
    if need.merged_into is None or not need.merged_into.is_open:
        return Outlook(_("Ended on"), need.closed_at, what, is_over=True)
    other = outlook(need.merged_into)
    return Outlook(other.over, other.due, what, other.light)


# --- what they share ---------------------------------------------------------------------------------
def _is_past(due: datetime | None) -> bool:
    return due is not None and clock.now() > due


def _light(need: Need, due: datetime | None) -> Light | None:
    """The light of the date that the reporter reads, not of the desk's own limits in between."""
    start = need.reopened_at or need.acknowledged_at or need.submitted_at
    if start is None or due is None:
        return None
    stopped = need.stopped_at if need.state in STOPPED else None
    return clock.light(clock.calendar(), clock.now(), start, due, stopped)


_LOOKS: dict[str, Callable[[Need], Outlook]] = {
    State.SUBMITTED: _received,
    State.WAITING_ENTERPRISE: _question,
    State.WAITING_EXTERNAL: _outside,
    State.RESOLVED: _completed,
    State.FOLLOWED_UP: _followed_up,
    State.CLOSED: _closed,
    State.MERGED: _merged,
    State.WITHDRAWN: _ended(gettext_noop("You withdrew it. What was told to us stays on record.")),
    State.DECLINED: _ended(gettext_noop("It is not for this desk. The reason and another way stand below.")),
    State.INVALID: _ended(gettext_noop("It was put aside: it holds no need. Was that wrong? Ring the number below.")),
}
