"""The one offset of the clock that web, worker and tick share in demonstrations and tests (decisions 16).

It stands in the database, so all processes see it within a second. Without PARKDESK_DEMO or PARKDESK_CLOCK_SHIFT
it is nothing and costs no query.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone

from parkdesk.core.models import ClockShift

FRESH_SECONDS = 1.0
NOTHING = timedelta(0)
_memo: tuple[float, timedelta] | None = None
_pinned: ContextVar[datetime | None] = ContextVar("shift_pinned", default=None)


def is_allowed() -> bool:
    """Whether this installation may move its clock at all."""
    return bool(settings.PARKDESK_DEMO or getattr(settings, "PARKDESK_CLOCK_SHIFT", False))


def current() -> timedelta:
    """The offset to add to the real time; at most one query a second and process."""
    global _memo  # noqa: PLW0603  (a memo of this process)
    if not is_allowed():
        return NOTHING
    read_at = time.monotonic()
    if _memo is None or not 0 <= read_at - _memo[0] < FRESH_SECONDS:
        seconds = ClockShift.objects.values_list("seconds", flat=True).first() or 0
        _memo = read_at, timedelta(seconds=seconds)
    return _memo[1]


def pinned() -> datetime | None:
    """The moment that `at` holds in this thread, if any."""
    return _pinned.get()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let this thread alone live at `moment` (aware), so that what is told of the past bears its own dates.

    Raises RuntimeError where the clock may not be moved.
    """
    if not is_allowed():
        raise RuntimeError("the clock moves only with PARKDESK_DEMO or PARKDESK_CLOCK_SHIFT")
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def move_to(moment: datetime) -> None:
    """Let all processes believe that it is `moment` now (aware). Raises RuntimeError where that is not allowed."""
    if not is_allowed():
        raise RuntimeError("the clock moves only with PARKDESK_DEMO or PARKDESK_CLOCK_SHIFT")
    seconds = ceil((moment - timezone.now()).total_seconds())
    ClockShift.objects.update_or_create(pk=1, defaults={"seconds": seconds})
    forget()


def reset() -> None:
    """Back to the real time."""
    ClockShift.objects.all().delete()
    forget()


def forget() -> None:
    """Read the offset anew at the next look."""
    global _memo  # noqa: PLW0603  (a memo of this process)
    _memo = None
