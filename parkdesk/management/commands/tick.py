"""What the clock does: each minute, every registered job."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from parkdesk.core import ticking
from parkdesk.management.stopping import Stop

MINUTE = 60


class Command(BaseCommand):
    help = "Runs what the clock does, each minute. Safe to run 0, 1 or 5 times, early or late."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every job now, then end; 1 when one failed")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            self._once()
            return
        stop = Stop().listen()
        while not stop.is_asked:
            ticking.run_all()
            close_old_connections()
            stop.wait(MINUTE - time.time() % MINUTE)

    def _once(self) -> None:
        ran = ticking.run_all()
        for one in ran:
            self.stdout.write(f"{one.name} {one.seconds:.2f} s{f' failed: {one.error}' if one.error else ''}")
        if any(one.error for one in ran):
            raise CommandError("a job failed; the log has its trace")
