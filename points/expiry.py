"""Telling members in time that points of theirs end: 60, 30 and 7 days before, each once (decisions 41)."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import record
from points.models import ExpiryWarning, Lot

DAYS = (60, 30, 7)
BATCH = 500


def warn() -> int:
    """Write a trail entry `points.expirywarning.tell` for each member and day of ending that is near. Returns how many.

    Early, late, twice: whoever was not told for 60 days is told for 30; nobody is told twice for the same.
    """
    today = clock.today()
    return sum(_warn_within(today, days, after) for days, after in zip(DAYS, (*DAYS[1:], -1), strict=True))


def _warn_within(today: date, days: int, after: int) -> int:
    near = Lot.objects.filter(
        remaining__gt=0,
        expires_on__gt=today + timedelta(days=after),
        expires_on__lte=today + timedelta(days=days),
    )
    told = ExpiryWarning.objects.filter(account=OuterRef("account"), ends_on=OuterRef("expires_on"), days=days)
    open_ = near.filter(~Exists(told)).order_by("account", "expires_on").values_list("account", "expires_on")
    sums = open_.annotate(points=Sum("remaining"))
    return sum(_tell(account, ends_on, days, points) for account, ends_on, points in sums[:BATCH])


@transaction.atomic
def _tell(account_id: int, ends_on: date, days: int, points: int) -> bool:
    warning, is_new = ExpiryWarning.objects.get_or_create(account_id=account_id, ends_on=ends_on, days=days)
    if is_new:
        record(warning, "tell", by=CLOCK, facts={"points": points}, is_first=True)
    return is_new
