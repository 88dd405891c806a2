"""Numbers without a gap and without a double: given in the transaction that uses them, and lost with it.

A sequence of the database would leave gaps behind every transaction that failed; here the row of the series is held
until the end of the caller's transaction, so the next in line gets the next number or, after a failure, the same one.
"""

from django.db import connection, transaction

from councils.models.numbering import NumberSeries


def next_number(series: str, year: int) -> int:
    """The next number of a series ("minutes:P01", "resolutions:P01", "supervision") in a year, from 1.

    Raises TransactionManagementError outside a transaction: a number that is not used in it would be a gap.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number belongs into the transaction that uses it")
    table = NumberSeries._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (series, year, last) VALUES (%s, %s, 1) "  # noqa: S608 (the table's own name) # nosec B608
            f"ON CONFLICT (series, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [series, year],
        )
        return int(cursor.fetchone()[0])


def bracketed(year: int, number: int) -> str:
    """`〔2026〕12号`: hexagonal brackets, no leading zero, no 第 (GB/T 9704-2012, 7.2.5)."""
    return f"〔{year}〕{number}号"
