"""Makes the house ready: database, demonstration data, static files; skips what is done already."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from parkdesk.management.static_files import collect_changed


class Command(BaseCommand):
    help = "Brings the database up to date, loads demonstration data if asked, collects static files. Quick when done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", choices=["small", "full"], help="also load the demonstration park")
        parser.add_argument("--without-static", action="store_true", help="leave the static files alone")

    def handle(self, *, demo: str | None, without_static: bool, **options: Any) -> None:
        if _needs_migrations():
            self.stdout.write("Making the database …")
            call_command("migrate", interactive=False, verbosity=0)
        if demo:
            call_command("demo", size=demo, stdout=self.stdout)
        if not without_static and not settings.DEBUG and collect_changed():
            self.stdout.write("Static files are collected.")


def _needs_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
