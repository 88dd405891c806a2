"""Sends old entries of the trail to one listener once more."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from parkdesk.core import outbox


class Command(BaseCommand):
    help = "Queues all entries that a listener follows once more, also those it never got. The worker delivers them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("listener", help="the listener's name, as the health page shows it")
        parser.add_argument("--since", help="a day (2026-11-24) or a moment (2026-11-24T10:00) in the local time zone")

    def handle(self, *, listener: str, since: str | None, **options: Any) -> None:
        try:
            count = outbox.replay(listener, since=_moment(since) if since else None)
        except KeyError:
            names = ", ".join(sorted(one.name for one in outbox.listeners())) or "none yet"
            raise CommandError(f"no listener is called {listener!r}; there are: {names}") from None
        self.stdout.write(f"queued {count} entries for {listener}")


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text) or datetime.combine(parse_date(text) or datetime.max, datetime.min.time())
    except (ValueError, OverflowError):
        moment = datetime.max
    if moment.year == datetime.max.year:
        raise CommandError(f"--since is neither a day nor a moment: {text!r}")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
