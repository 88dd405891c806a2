"""Runs queued work: deliveries of the trail, notices, background tasks."""

import logging
import time
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.compat import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from parkdesk.core import hook_sending, notices, outbox, pulse, robot_sending
from parkdesk.management.stopping import Stop

log = logging.getLogger(__name__)
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 2.0
PULSE = 60.0  # seconds between two signs of life


class Command(BaseCommand):
    help = "Runs queued work: deliveries of the trail, notices, background tasks. Several may run side by side."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            while _round():
                pass
            return
        stop, pause, said_at = Stop().listen(), SHORTEST_PAUSE, -PULSE
        while not stop.is_asked:
            said_at = _say_that_it_works(said_at)
            pause = SHORTEST_PAUSE if _careful_round() else min(pause * 1.5, LONGEST_PAUSE)
            stop.wait(0 if pause == SHORTEST_PAUSE else pause)


def _say_that_it_works(said_at: float) -> float:
    """A sign of life each minute, for the health page. Returns when the last one was given (monotonic)."""
    if time.monotonic() - said_at < PULSE:
        return said_at
    try:
        pulse.beat(pulse.WORKER)
    except DatabaseError:
        close_old_connections()
        return said_at
    return time.monotonic()


def _careful_round() -> int:
    """One round that outlives a database that went away: it says so and tries again later."""
    try:
        return _round()
    except Exception:  # the loop must outlive anything that a round runs into
        log.exception("the worker's round failed; it goes on")
        return 0
    finally:
        close_old_connections()


def _round() -> int:
    """Do what is due. Returns how many things were tried."""
    sent = notices.send_due() + robot_sending.send_due() + hook_sending.send_due()
    return outbox.deliver() + sent + _run_tasks()


def _run_tasks() -> int:
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return 0  # tasks run at once, nothing is queued
    ready = DBTaskResult.objects.ready().count()
    if ready:
        TaskWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        ).run()
    return ready
