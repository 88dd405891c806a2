"""One press, one record: however often the button is pressed or the phone retries (quality 5)."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from parkdesk.core import clock, prepared
from parkdesk.core.models import Claim

KEPT = timedelta(hours=24)
LONGEST_KEY = 64


def new_key() -> str:
    """A key for a hidden field of a form."""
    return uuid.uuid4().hex


def once(scope: str, key: str, work: Callable[[], str]) -> tuple[str, bool]:
    """Do `work` once per scope and key, in one transaction with the claim; answer repeats with the first result.

    `work` returns a reference of at most 100 characters. Returns (reference, whether it was done just now).
    When `work` raises, the claim falls with it and a later press tries again. An empty key never repeats.
    """
    key = _short(key) or new_key()
    with transaction.atomic():
        claim = _claim(scope, key)
        if claim is None:
            return Claim.objects.values_list("result", flat=True).get(scope=scope, key=key), False
        result = work()
        with prepared.cursor() as cursor:
            cursor.execute(f"UPDATE {Claim._meta.db_table} SET result = %s WHERE id = %s", [result, claim])  # noqa: S608 (the table's own name) # nosec B608
        return result, True


def _claim(scope: str, key: str) -> int | None:
    """The id of the claim made just now; None when somebody else's stands. Waits for whoever is making it now."""
    table, at = Claim._meta.db_table, connection.ops.adapt_datetimefield_value(clock.now())
    row = prepared.first(
        f"INSERT INTO {table} (scope, key, at, result) VALUES (%s, %s, %s, '') "  # noqa: S608 (the table's own name) # nosec B608
        f"ON CONFLICT (scope, key) DO NOTHING RETURNING id",
        [scope, key, at],
    )
    return row[0] if row else None


def _short(key: str) -> str:
    """The key as the column holds it; one that no form of ours made may be longer, and stays the same key."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def forget_old() -> int:
    """Drop claims older than a day. Returns how many."""
    return Claim.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
