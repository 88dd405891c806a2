"""What monitors read (Prometheus): answers, how long they took, what waits, signs of life. No personal data.

Several web processes count together when PROMETHEUS_MULTIPROC_DIR names a folder; `serve` does that by itself.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from parkdesk.condition import queue
from parkdesk.core import pulse
from requests_flow.models import Need

log = logging.getLogger("parkdesk.request")
Answer = Callable[[HttpRequest], HttpResponse]
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
UNKNOWN = "none"

disable_created_metrics()
_own = CollectorRegistry()
answers = Counter("parkdesk_answers", "Answers by route and status", ["route", "method", "status"], registry=_own)
seconds = Histogram("parkdesk_answer_seconds", "How long an answer took", ["route"], buckets=SECONDS, registry=_own)


def measured(get_response: Answer) -> Answer:
    """Count each answer under the name of its route, never under its address: addresses hold tokens and references."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        took = time.monotonic() - began
        route = request.resolver_match.view_name if request.resolver_match else UNKNOWN
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "OTHER"
        answers.labels(route or UNKNOWN, method, str(response.status_code)).inc()
        seconds.labels(route or UNKNOWN).observe(took)
        said = {"route": route or UNKNOWN, "method": method, "status": response.status_code, "ms": round(took * 1000)}
        log.info("answered", extra=said)
        return response

    return answer


class House(Collector):
    """What the database knows, asked when somebody reads; without it only that it is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from [*_queues(), *_pulses(), _open_needs()]
        except DatabaseError:
            yield GaugeMetricFamily("parkdesk_database_up", "Whether the database answers", 0)
        else:
            yield GaugeMetricFamily("parkdesk_database_up", "Whether the database answers", 1)


def _queues() -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily("parkdesk_queue_waiting", "What waits, failed ones included", labels=["queue"])
    failed = GaugeMetricFamily("parkdesk_queue_failed", "What failed and will be tried again", labels=["queue"])
    late = GaugeMetricFamily("parkdesk_queue_late_seconds", "How long the oldest has been due", labels=["queue"])
    queues = {"outbox": queue.deliveries, "notices": queue.notices, "webhooks": queue.hook_messages}
    for name, look in queues.items():
        found = look()
        waiting.add_metric([name], found.waiting)
        failed.add_metric([name], found.failed)
        late.add_metric([name], found.late.total_seconds())
    yield from (waiting, failed, late)


def _pulses() -> Iterator[GaugeMetricFamily]:
    ages = GaugeMetricFamily("parkdesk_age_seconds", "How long ago a part last did its work", labels=["part"])
    for part in (pulse.TICK, pulse.WORKER, pulse.BACKUP):
        age = pulse.age(part)
        if age is not None:
            ages.add_metric([part], age.total_seconds())
    yield ages


def _open_needs() -> GaugeMetricFamily:
    needs = GaugeMetricFamily("parkdesk_open_needs", "Open needs by state", labels=["state"])
    for state, count in Need.objects.open().order_by().values_list("state").annotate(Count("pk")):
        needs.add_metric([state], count)
    return needs


def page() -> bytes:
    """Everything, in the form that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(House())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_own)
