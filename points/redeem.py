"""Points become a voucher, and back again when nobody uses it. The ledger holds the points meanwhile."""

import logging
import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock, idempotency
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, advance, begin
from parkdesk.core.ticking import every_minute
from points import accounts, holds
from points.models import Hold, Product, Voucher
from points.models.vouchers import digest_code

log = logging.getLogger(__name__)
# The hold outlives its voucher, so that a voucher's last minute is its own and not a race of two timers.
GRACE = timedelta(days=2)
BATCH = 500


def order(product: Product, *, by: Person, key: str = "", price: int | None = None) -> Voucher:
    """One voucher of a product for `by`; its points are held. A repeated press gives back the first one.

    `price` is what the person was shown. Raises NotNow when it has changed, when the product is sold out or no longer
    offered, and when the points do not reach.
    """
    _expire(Voucher.objects.filter(person=by))  # by the clock they are over, even when no job has run
    press = f"{by.pk}:{key}" if key else ""
    pk, _is_new = idempotency.once("points:order", press, lambda: str(_make(product, by, price).pk))
    return Voucher.objects.select_related("product").get(pk=pk)


def give_back(voucher: Voucher, *, by: Person, key: str = "") -> Voucher:
    """The owner does not want it any more: the points are free at once. Raises NotNow for one that has ended.

    A repeated press is the same giving back.
    """
    press = f"{by.pk}:{voucher.pk}:{key}" if key else ""
    idempotency.once("points:give_back", press, lambda: str(_end(voucher, "give_back", by).pk))
    return Voucher.objects.select_related("product").get(pk=voucher.pk)


@every_minute
def expire_due() -> int:
    """Vouchers whose time is over free their points. Returns how many."""
    return _expire(Voucher.objects.all())


def _expire(vouchers: QuerySet[Voucher]) -> int:
    done = 0
    late = vouchers.filter(state=Voucher.State.ISSUED, expires_at__lte=clock.now())
    for voucher in late.order_by("expires_at", "pk")[:BATCH]:
        try:
            _end(voucher, "expire", CLOCK)
            done += 1
        except NotNow:
            log.debug("voucher %s has ended meanwhile", voucher.pk)
    return done


def _make(product: Product, by: Person, price: int | None) -> Voucher:
    """Lock order everywhere: voucher, product, account (points.md, design 3)."""
    taken = _take_from_stock(product)
    if price is not None and price != taken.price:
        raise NotNow(taken, "order", _("It takes %(points)s points now. Please look again.") % {"points": taken.price})
    expires_at = _end_of_day(taken.valid_days)
    hold = _hold(taken, by, expires_at + GRACE)
    voucher = Voucher(product=taken, person=by, points=taken.price, hold=hold, expires_at=expires_at)
    voucher.code_hash = digest_code(voucher.code)
    return begin(voucher, "issue", by=by)


def _take_from_stock(product: Product) -> Product:
    """One piece less, by a conditional update: the last one goes to one person."""
    is_taken = Product.objects.filter(pk=product.pk, stock__gt=0).update(stock=F("stock") - 1)
    fresh = Product.objects.get(pk=product.pk)
    if not fresh.is_offered or not fresh.merchants.filter(is_open=True).exists():
        raise NotNow(fresh, "order", _("This reward is not offered at present."))
    if fresh.stock is not None and not is_taken:
        raise NotNow(fresh, "order", _("This reward has just gone: none is left."))
    return fresh


def _hold(product: Product, by: Person, until: datetime) -> Hold:
    account = accounts.of_person(by)
    have = accounts.standing(account).available
    if have < product.price:
        words = _("You have %(have)s points; this takes %(points)s.")
        raise NotNow(product, "order", words % {"have": have, "points": product.price})
    return holds.place(uuid.uuid4(), account, product.price, by=by, expires_at=until)


def _end_of_day(days: int) -> datetime:
    """The end of the day in Hangzhou, so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days + 1), time(), tzinfo=clock.SHANGHAI)


@transaction.atomic
def _end(voucher: Voucher, step: str, by: Actor) -> Voucher:
    """End a voucher that was not used: its piece returns to the shelf, its points to the account."""
    ended = advance(voucher, step, by=by)
    Product.objects.filter(pk=ended.product_id, stock__isnull=False).update(stock=F("stock") + 1)
    if ended.hold.state == Hold.State.PENDING:  # a house that stood still for days has let go of it already
        holds.release(ended.hold, by=by)
    return ended
