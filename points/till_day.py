"""What happened at a shop's till since a moment: its list and its sums."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from points.models import Merchant, Scan, Voucher
from points.models.merchants import FEN_A_POINT

SHOWN = 20


@dataclass(frozen=True)
class Day:
    """The newest scans, how many vouchers were taken and kept, and what they come to in fen."""

    scans: list[Scan]
    count: int
    fen: int


def of(merchant: Merchant, since: datetime) -> Day:
    """A shop's day: three lines of figures and its newest scans, refusals among them."""
    scans = Scan.objects.filter(merchant=merchant, at__gte=since).select_related("voucher__product")
    taken = Voucher.objects.filter(merchant=merchant, state=Voucher.State.USED, taken_at__gte=since)
    sums = taken.aggregate(count=Count("pk"), points=Sum("points"))
    return Day(list(scans.order_by("-at", "-pk")[:SHOWN]), sums["count"], (sums["points"] or 0) * FEN_A_POINT)
