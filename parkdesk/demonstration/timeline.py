"""Everything that happens in the demonstration, one thing after another: each at its own moment, heard at once.

Needs, councils and points stand on one timeline, because a ledger and a trail are written in the order of time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from parkdesk.core import outbox, shift
from parkdesk.core.models import Delivery, Entry

# Happenings that are written in one transaction: quick on a slow disk, and the pages that wait can count.
TOGETHER = 100


@dataclass(frozen=True)
class Happening:
    """One thing at one moment; `do` takes nothing and goes through the doorways of the house."""

    at: datetime
    do: Callable[[], object]


def run(happenings: Iterable[Happening], tell: Callable[[int, int], None]) -> None:
    """Let everything happen, the oldest first; `tell` hears how many of how many are done."""
    ordered = sorted(happenings, key=lambda one: one.at)
    for begin in range(0, len(ordered), TOGETHER):
        with transaction.atomic():
            _some(ordered[begin : begin + TOGETHER])
        tell(min(begin + TOGETHER, len(ordered)), len(ordered))


def _some(happenings: list[Happening]) -> None:
    first = heard = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    for one in happenings:
        with shift.at(one.at):
            one.do()
            heard = _hear(heard)
    Delivery.objects.filter(entry__pk__gt=first).update(state=Delivery.State.DONE, tries=1)


def _hear(after: int) -> int:
    """Let every listener hear the entries after this one, and those that hearing writes. Returns the last one's key."""
    for entry in Entry.objects.filter(pk__gt=after).order_by("pk"):
        for listener in outbox.listeners():
            if listener.follows(entry.verb):
                listener.hear(entry)
        after = entry.pk
    return _hear(after) if Entry.objects.filter(pk__gt=after).exists() else after
