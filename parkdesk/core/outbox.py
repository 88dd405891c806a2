"""The outbox: every entry reaches every listener at least once, in order per subject (decisions 12).

Deliveries are inserted with the entry, in its transaction. A listener that fails is tried again with growing
pauses and blocks only its own subject; it never undoes the step. `replay` sends old entries once more.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from parkdesk.core import clock, prepared
from parkdesk.core.models import Delivery, Entry

log = logging.getLogger(__name__)
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1))
AT_A_TIME = 1000


@dataclass(frozen=True)
class Listener:
    """Somebody who follows the trail: a name, a pattern of verbs, and what to do with an entry (idempotent)."""

    name: str
    pattern: str
    hear: Callable[[Entry], None]

    def follows(self, verb: str) -> bool:
        return fnmatchcase(verb, self.pattern)


_listeners: dict[str, Listener] = {}


def follow(pattern: str, *, name: str) -> Callable[[Callable[[Entry], None]], Callable[[Entry], None]]:
    """Register a listener for verbs like `requests_flow.need.*`. It must bear hearing an entry twice."""

    def register(hear: Callable[[Entry], None]) -> Callable[[Entry], None]:
        _listeners[name] = Listener(name, pattern, hear)
        return hear

    return register


def listeners() -> tuple[Listener, ...]:
    return tuple(_listeners.values())


def post(entry: Entry) -> None:
    """Put an entry into the outbox of each listener that follows its verb."""
    rows = [Delivery(entry=entry, listener=one.name, due_at=entry.at) for one in listeners() if one.follows(entry.verb)]
    if rows:
        prepared.insert(*rows)


def waiting() -> QuerySet[Delivery]:
    return Delivery.objects.exclude(state=Delivery.State.DONE)


def due(now: datetime) -> Iterator[int]:
    """Keys of deliveries whose turn it is, the oldest first: nothing earlier of its subject waits for its listener.

    Read in one pass over what waits, because the entries of one subject are numbered in their order. Asking for each
    row whether an earlier one waits takes the square of a backlog on a database that has not counted its rows yet.
    """
    heads: set[tuple[str, str, int]] = set()
    for pk, due_at, *head in _waiting_in_order():
        is_first = tuple(head) not in heads
        heads.add(tuple(head))
        if is_first and due_at <= now:
            yield pk


def _waiting_in_order() -> Iterator[tuple[Any, ...]]:
    columns = ("pk", "due_at", "listener", "entry__subject_type", "entry__subject_id", "entry_id")
    rows, last = waiting().order_by("entry_id", "pk").values_list(*columns), None
    while True:
        further = Q(entry_id__gt=last[-1]) | Q(entry_id=last[-1], pk__gt=last[0]) if last else Q()
        some = list(rows.filter(further)[:AT_A_TIME])
        yield from (row[:-1] for row in some)
        if len(some) < AT_A_TIME:
            return
        last = some[-1]


def deliver(limit: int = 100) -> int:
    """Hand out what is due, each in a transaction of its own. Returns how many were tried."""
    keys = list(islice(due(clock.now()), limit))
    return sum(_deliver_one(pk) for pk in keys)


def drain(rounds: int = 1000) -> int:
    """Deliver until nothing is due. Returns how many deliveries were tried."""
    total = 0
    for _ in range(rounds):
        done = deliver()
        total += done
        if not done:
            break
    return total


def _deliver_one(pk: int) -> int:
    with transaction.atomic():
        locked = Delivery.objects.filter(pk=pk).exclude(state=Delivery.State.DONE)
        delivery = locked.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
        if delivery is None:
            return 0
        delivery.tries += 1
        try:
            with transaction.atomic():
                # A listener that this process does not know (an older release, say) has not heard it: KeyError.
                _listeners[delivery.listener].hear(delivery.entry)
        except Exception as error:  # whatever a listener does wrong stays with the listener
            log.exception("listener %s failed at entry %s", delivery.listener, delivery.entry_id)
            delivery.state = Delivery.State.FAILED
            delivery.error = f"{type(error).__name__}: {error}"[:2000]
            delivery.due_at = clock.now() + pause(delivery.tries)
        else:
            delivery.state, delivery.error = Delivery.State.DONE, ""
        delivery.save()
    return 1


def pause(tries: int) -> timedelta:
    """How long to wait after that many failed tries (1-based); the last pause repeats."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


@transaction.atomic
def replay(listener: str, *, since: datetime | None = None) -> int:
    """Queue all entries that a listener follows once more, also those it never got. Returns how many.

    Raises KeyError for a listener that does not exist.
    """
    wanted = _listeners[listener]
    entries = Entry.objects.filter(at__gte=since) if since else Entry.objects.all()
    now = clock.now()
    rows = [
        Delivery(entry_id=pk, listener=listener, due_at=now)
        for pk, verb in entries.order_by("pk").values_list("pk", "verb").iterator()
        if wanted.follows(verb)
    ]
    Delivery.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["entry", "listener"],
        update_fields=["state", "due_at"],
        batch_size=1000,
    )
    return len(rows)


def try_again_now(deliveries: QuerySet[Delivery]) -> int:
    """Let failed deliveries be tried at once instead of after their pause."""
    return deliveries.filter(~Q(state=Delivery.State.DONE)).update(due_at=clock.now())
