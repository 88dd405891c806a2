"""Rate limits shared by all processes: one statement a hit, on both databases."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

from django.db import connection
from django.db.models import F
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
    return hit_each({key: limit}, window=window)[0]


def hit_each(limits: Mapping[str, int], *, window: timedelta) -> list[int]:
    """Count one hit of each key in one statement; returns the counts, in the order of the keys.

    `limits` holds the most that each key takes. Raises TooMany at the first one above; those behind it then do not
    count, so that one device out of bounds does not use up what its whole park shares.
    """
    asked = {key[:120]: limit for key, limit in limits.items()}
    counts = _count(list(asked), window)
    keys = list(asked)
    for place, key in enumerate(keys):
        if counts[key] > asked[key]:
            Tally.objects.filter(key__in=keys[place + 1 :]).update(count=F("count") - 1)
            ends = Tally.objects.values_list("until", flat=True).filter(key=key).first()
            raise TooMany(ceil((ends - clock.now()).total_seconds()) if ends else 1)
    return [counts[key] for key in keys]


def _count(keys: list[str], window: timedelta) -> dict[str, int]:
    now = clock.now()
    until, read_at = (connection.ops.adapt_datetimefield_value(moment) for moment in (now + window, now))
    table = Tally._meta.db_table
    rows = ", ".join(["(%s, %s, 1)"] * len(keys))
    with prepared.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, until, count) VALUES {rows} "  # noqa: S608  (the table's own name) # nosec B608
            f"ON CONFLICT (key) DO UPDATE SET "
            f"count = CASE WHEN {table}.until <= %s THEN 1 ELSE {table}.count + 1 END, "
            f"until = CASE WHEN {table}.until <= %s THEN EXCLUDED.until ELSE {table}.until END "
            f"RETURNING key, count",
            [*(value for key in keys for value in (key, until)), read_at, read_at],
        )
        return dict(cursor.fetchall())


def is_over(key: str, *, limit: int) -> bool:
    """Whether the running window of `key` has reached `limit` already, without counting."""
    return Tally.objects.filter(key=key[:120], until__gt=clock.now(), count__gte=limit).exists()


def forgive(key: str) -> None:
    """Forget what was counted for `key`."""
    Tally.objects.filter(key=key[:120]).delete()


def forget_old() -> int:
    """Drop windows that have ended. Returns how many."""
    return Tally.objects.filter(until__lt=clock.now()).delete()[0]
