"""Counting scans: one number a code and day, without address or cookie. A count only grows."""

from datetime import date, timedelta

from enterprises.models import PlaceCode, ScanDay
from parkdesk.core import clock, prepared


def count(code: PlaceCode) -> None:
    """One more scan of this code today (in Shanghai)."""
    table = ScanDay._meta.db_table
    with prepared.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (code_id, day, scans) VALUES (%s, %s, 1) "  # noqa: S608  (the table's own name) # nosec B608
            f"ON CONFLICT (code_id, day) DO UPDATE SET scans = {table}.scans + 1",
            [code.pk, clock.today()],
        )


def by_day(code: PlaceCode, days: int) -> dict[date, int]:
    """Scans of the last days up to today, zeros included."""
    today = clock.today()
    found = dict(code.scan_days.filter(day__gt=today - timedelta(days=days)).values_list("day", "scans"))
    return {day: found.get(day, 0) for day in (today - timedelta(days=back) for back in range(days - 1, -1, -1))}
