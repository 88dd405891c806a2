"""What every database needs after its tables stand: triggers, the cache table, fresh planner statistics."""

from typing import Any

from django.core.management import call_command
from django.db import connection

from parkdesk.core import append_only


def after_migrate(using: str, **_: Any) -> None:
    """Run after each migrate. A table remake drops triggers, so they are reinstalled each time."""
    append_only.install()
    call_command("createcachetable", database=using, verbosity=0)
    analyze()


def analyze() -> None:
    """Let the planner look at the rows; SQLite's is lost without it after a load (stack notes, section 3).

    PostgreSQL shares some tables between databases: what another house of the server is looking at is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED)" if connection.vendor == "postgresql" else "ANALYZE")
