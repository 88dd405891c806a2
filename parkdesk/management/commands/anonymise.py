"""Let personal data fade whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parkdesk import retention

EVERY = 100


class Command(BaseCommand):
    help = "Masks or deletes personal data whose time is over; what is done is not done again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", metavar="DAYS", type=int, help="instead of each kind's own period, which /privacy/ shows"
        )
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, older_than: int | None, dry_run: bool, **options: Any) -> None:
        if older_than is not None and older_than < 1:
            raise CommandError("--older-than takes a number of days, 1 or more")
        found = retention.due(older_than) if dry_run else retention.fade(older_than, tell=self._tell)
        for one in found:
            rule = one.holding.fading
            days = older_than or (rule.days if rule else 0)
            self.stdout.write(f"{one.holding.code}: {one.count} {'due' if dry_run else 'faded'} (after {days} days)")

    def _tell(self, code: str, done: int, of: int) -> None:
        if done % EVERY == 0 or done == of:
            self.stderr.write(f"{code} {done}/{of}")
