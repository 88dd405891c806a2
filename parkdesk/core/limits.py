"""Rate limits shared by all processes: one statement a hit, on both databases."""

from datetime import timedelta
from math import ceil

from django.db import connection
from django.utils.translation import gettext as _

from parkdesk.core import clock, prepared
from parkdesk.core.models import Tally


class TooMany(Exception):
    """Too many tries in this window (429). `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(_("Too many tries. Please wait a little."))
        self.retry_after = retry_after


def hit(key: str, *, limit: int, window: timedelta) -> int:
    """Count one hit of `key`; returns the count in the running window. Raises TooMany above `limit`."""
    key, now = key[:120], clock.now()
    until, read_at = (connection.ops.adapt_datetimefield_value(moment) for moment in (now + window, now))
    table = Tally._meta.db_table
    with prepared.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, until, count) VALUES (%s, %s, 1) "  # noqa: S608  (the table's own name)
            f"ON CONFLICT (key) DO UPDATE SET "
            f"count = CASE WHEN {table}.until <= %s THEN 1 ELSE {table}.count + 1 END, "
            f"until = CASE WHEN {table}.until <= %s THEN EXCLUDED.until ELSE {table}.until END "
            f"RETURNING count",
            [key, until, read_at, read_at],
        )
        count = cursor.fetchone()[0]
    if count > limit:
        ends = Tally.objects.values_list("until", flat=True).filter(key=key).first()
        raise TooMany(ceil((ends - now).total_seconds()) if ends else 1)
    return count


def is_over(key: str, *, limit: int) -> bool:
    """Whether the running window of `key` has reached `limit` already, without counting."""
    return Tally.objects.filter(key=key[:120], until__gt=clock.now(), count__gte=limit).exists()


def forgive(key: str) -> None:
    """Forget what was counted for `key`."""
    Tally.objects.filter(key=key[:120]).delete()


def forget_old() -> int:
    """Drop windows that have ended. Returns how many."""
    return Tally.objects.filter(until__lt=clock.now()).delete()[0]
