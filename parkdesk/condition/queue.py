"""What waits in the house and what failed: deliveries to listeners, notices to people, messages of webhooks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from parkdesk.core import clock, outbox
from parkdesk.core.models import Delivery, HookMessage, Notice


@dataclass(frozen=True)
class Queue:
    """`late` is how long the oldest that is due has been waiting."""

    waiting: int
    failed: int
    late: timedelta


def deliveries() -> Queue:
    return _queue(outbox.waiting(), Delivery.State.FAILED)


def notices() -> Queue:
    states = [Notice.State.WAITING, Notice.State.FAILED]
    return _queue(Notice.objects.filter(state__in=states), Notice.State.FAILED)


def hook_messages() -> Queue:
    states = [HookMessage.State.WAITING, HookMessage.State.FAILED]
    return _queue(HookMessage.objects.filter(state__in=states), HookMessage.State.FAILED)


def _queue(rows: QuerySet[Any], failed: str) -> Queue:
    now = clock.now()
    found = rows.aggregate(
        waiting=Count("pk"),
        failed=Count("pk", filter=Q(state=failed)),
        oldest=Min("due_at", filter=Q(due_at__lte=now)),
    )
    return Queue(found["waiting"], found["failed"], now - (found["oldest"] or now))
