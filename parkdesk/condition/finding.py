"""One plain sentence about the house, and whether somebody has to lend a hand."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import ngettext

Words = Any  # text that is translated when it is shown
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """`needs_hand` is what makes `doctor` end with 1."""

    code: str
    label: Words
    sentence: str
    needs_hand: bool = False


def span(age: timedelta) -> str:
    """How long, in the largest unit that fits: 40 seconds, 12 minutes, 5 hours, 3 days."""
    seconds = max(0, int(age.total_seconds()))
    if age >= 2 * DAY:
        return ngettext("%(count)s day", "%(count)s days", age.days) % {"count": age.days}
    if age >= 2 * HOUR:
        count = seconds // 3600
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}
    if seconds >= 120:
        count = seconds // 60
        return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
    return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
