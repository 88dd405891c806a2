"""Each month what a shop took is settled: its vouchers line by line, ten fen a point (points.md, design 6)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import begin
from parkdesk.core.ticking import every_minute
from points import accounts, posting
from points.models import Merchant, Settlement, SettlementLine, Voucher
from points.models.merchants import FEN_A_POINT
from points.till_guards import UNDO_WITHIN

NAMESPACE = uuid.UUID("6f1d0c1e-0d7e-5d0a-9c55-3f1f4b1f7a10")
# A house that stood still longer than this needs a person to look at it.
LOOKS_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Month:
    """A month in Hangzhou, as days and as moments."""

    first_day: date

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.replace(day=1))

    @property
    def next(self) -> "Month":
        return Month.of(self.first_day + timedelta(days=31))

    @property
    def before(self) -> "Month":
        return Month.of(self.first_day - timedelta(days=1))

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time(), tzinfo=clock.SHANGHAI)

    @property
    def ends_at(self) -> datetime:
        return self.next.starts_at


@every_minute
def close_last_month() -> int:
    """Settle with every shop that took vouchers, once the last take of the month cannot be undone any more."""
    month = Month.of(clock.today()).before
    if clock.now() < month.ends_at + UNDO_WITHIN:
        return 0
    wanting = unsettled(month).values_list("merchant", flat=True).order_by("merchant").distinct()
    return sum(close(shop, month) is not None for shop in Merchant.objects.filter(pk__in=list(wanting)))


def unsettled(month: Month) -> QuerySet[Voucher]:
    """Vouchers taken before the end of that month and in no settlement yet."""
    since = month.ends_at - LOOKS_BACK
    return Voucher.objects.filter(
        state=Voucher.State.USED, line__isnull=True, taken_at__gte=since, taken_at__lt=month.ends_at
    )


@transaction.atomic
def close(merchant: Merchant, month: Month) -> Settlement | None:
    """The settlement of one shop and month, with its lines; its points leave the shop's account.

    None when it stands already, or when nothing was taken. What an earlier month missed is settled along with it.
    """
    shop = Merchant.objects.select_for_update().get(pk=merchant.pk)
    if Settlement.objects.filter(merchant=shop, first_day=month.first_day).exists():
        return None
    vouchers = list(unsettled(month).filter(merchant=shop).order_by("taken_at", "pk"))
    if not vouchers:
        return None
    settlement = _settle(shop, month, sum(voucher.points for voucher in vouchers))
    SettlementLine.objects.bulk_create(
        SettlementLine(settlement=settlement, voucher=voucher, points=voucher.points) for voucher in vouchers
    )
    return settlement


def _settle(shop: Merchant, month: Month, points: int) -> Settlement:
    key = uuid.uuid5(NAMESPACE, f"{shop.pk}:{month.first_day}")
    legs = [(accounts.of_merchant(shop), -points), (accounts.system("redeemed"), points)]
    posting.post(key, legs, code="settle", by=CLOCK)
    settlement = Settlement.objects.create(
        merchant=shop, first_day=month.first_day, last_day=month.last_day, points=points, fen=points * FEN_A_POINT
    )
    return begin(settlement, "close", by=CLOCK, points=points)


def next_day(today: date) -> date:
    """The day on which the running month is settled."""
    return Month.of(today).next.first_day
