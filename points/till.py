"""The till: a code is shown, the shop's person sees what it is worth, one press takes it (decisions 45)."""

import secrets
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock, idempotency, limits
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.ticking import every_minute
from parkdesk.core.words_of_time import day, day_time
from points import accounts, codes, holds, posting
from points.models import Merchant, Product, Scan, TillCode, Voucher
from points.models.merchants import MerchantQuerySet

DIGITS_VALID = timedelta(minutes=2)
GUESSES, GUESSES_WITHIN = 10, timedelta(minutes=1)
TRIES = 20
# What somebody guesses at; "used already" is the answer to a code that was right.
IS_GUESS = frozenset({Scan.Outcome.UNKNOWN, Scan.Outcome.DIGITS_OVER, Scan.Outcome.OTHER_SHOP})
Outcome = Scan.Outcome


class NotTaken(Exception):
    """A voucher that this till does not take. `sentence` is for the shop's person, `outcome` stands in the record."""

    def __init__(self, outcome: str, sentence: str, voucher: Voucher | None = None) -> None:
        super().__init__(sentence)
        self.outcome, self.sentence, self.voucher = outcome, sentence, voucher


def shops_of(voucher: Voucher) -> MerchantQuerySet:
    """Where this voucher can be used today."""
    return Merchant.objects.open().filter(products=voucher.product_id)


def check(text: str, *, merchant: Merchant, by: Person) -> Voucher:
    """The voucher behind what was scanned or typed, if this till may take it now.

    Raises NotTaken with a sentence otherwise, and writes that down; TooMany after ten guesses in a minute.
    """
    guard = f"till:{by.pk}"
    if limits.is_over(guard, limit=GUESSES):
        raise limits.TooMany(int(GUESSES_WITHIN.total_seconds()))
    try:
        voucher = _find(codes.tidy(text), merchant)
        _refuse_unless_good(voucher, merchant)
    except NotTaken as refused:
        _write(merchant, by, refused.outcome, refused.voucher)
        if refused.outcome in IS_GUESS:
            limits.hit(guard, limit=GUESSES, window=GUESSES_WITHIN)
        raise
    return voucher


def take(voucher: Voucher, *, merchant: Merchant, by: Person, key: str = "") -> Voucher:
    """The shop takes the voucher: its held points go to the shop's account. A repeated press is the same take.

    However many tills try at once, one takes it; the others get NotTaken, which says when and where it was used.
    Raises NotYours for somebody who does not serve at this shop, and for a shop that does not take this voucher.
    """
    press = f"{by.pk}:{voucher.pk}:{key}" if key else ""
    try:
        idempotency.once("points:take", press, lambda: str(_take(voucher, merchant, by).pk))
    except NotNow:
        _explain(voucher, merchant, by)
        raise
    return Voucher.objects.select_related("product", "merchant").get(pk=voucher.pk)


def undo(voucher: Voucher, *, by: Person, reason: str = "", key: str = "") -> Voucher:
    """A wrong take is taken back within 30 minutes: the member has the points again, the voucher ends.

    A repeated press is the same undoing.
    """
    press = f"{by.pk}:{voucher.pk}:{key}" if key else ""
    idempotency.once("points:undo", press, lambda: str(_undo(voucher, by, reason).pk))
    return Voucher.objects.select_related("product", "merchant").get(pk=voucher.pk)


def say_digits(voucher: Voucher, *, merchant: Merchant, by: Person) -> TillCode:
    """Six digits for one till and two minutes; new ones replace the old. Raises NotNow for a voucher that has ended."""
    if voucher.person_id != by.pk or not shops_of(voucher).filter(pk=merchant.pk).exists():
        raise NotNow(voucher, "say_digits", _("This voucher cannot be used there."))
    if not voucher.is_usable:
        raise NotNow(voucher, "say_digits", _why_not(voucher).sentence)
    forget_digits()
    until = clock.now() + DIGITS_VALID
    for _try in range(TRIES):
        digits = f"{secrets.randbelow(10**codes.DIGITS):0{codes.DIGITS}d}"
        try:
            with transaction.atomic():
                return TillCode.objects.update_or_create(
                    voucher=voucher, defaults={"merchant": merchant, "digits": digits, "expires_at": until}
                )[0]
        except IntegrityError:  # another voucher has these digits at this till for two minutes
            continue
    raise NotNow(voucher, "say_digits", _("This till has very many codes just now. Please show the QR code."))


@every_minute
def forget_digits() -> int:
    """Digits whose minutes are over. Returns how many."""
    return TillCode.objects.filter(expires_at__lte=clock.now()).delete()[0]


def _take(voucher: Voucher, merchant: Merchant, by: Person) -> Voucher:
    """Within the transaction of the press."""
    if not shops_of(voucher).served_by(by).filter(pk=merchant.pk).exists():
        raise NotYours(voucher, "take")
    taken = advance(voucher, "take", by=by, merchant=merchant, clerk=by)
    holds.settle(taken.hold, to=accounts.of_merchant(merchant), by=by)
    _write(merchant, by, Outcome.TAKEN, taken)
    return taken


def _undo(voucher: Voucher, by: Person, reason: str) -> Voucher:
    """Within the transaction of the press."""
    undone = advance(voucher, "undo", by=by, note=reason)
    Product.objects.filter(pk=undone.product_id, stock__isnull=False).update(stock=F("stock") + 1)
    posting.reverse(undone.hold.transfer, key=uuid.uuid5(undone.hold.transfer.key, "undo"), by=by, reason=reason)
    _write(undone.merchant, by, Outcome.UNDONE, undone)
    return undone


def _find(text: str, merchant: Merchant) -> Voucher:
    if codes.is_six_digits(text):
        said = TillCode.objects.filter(merchant=merchant, digits=text).select_related("voucher__product").first()
        if said is None or not said.is_alive:
            words = _("These six digits are over, or meant for another shop. The guest can show new ones.")
            raise NotTaken(Outcome.DIGITS_OVER, words)
        return said.voucher
    voucher = (
        Voucher.objects.by_code(text).select_related("product", "merchant").first() if codes.is_code(text) else None
    )
    if voucher is None:
        raise NotTaken(Outcome.UNKNOWN, _("No voucher has this code. Compare the letters with the guest's screen."))
    return voucher


def _refuse_unless_good(voucher: Voucher, merchant: Merchant) -> None:
    if not merchant.is_open:
        raise NotTaken(Outcome.OTHER_SHOP, _("This shop takes no vouchers at present."), voucher)
    shops = list(shops_of(voucher))
    if merchant not in shops:
        names = _(", ").join(shop.display_name for shop in shops)
        raise NotTaken(Outcome.OTHER_SHOP, _("It is not for this shop, but for %(shops)s.") % {"shops": names}, voucher)
    if not voucher.is_usable:
        raise _why_not(voucher)


def _why_not(voucher: Voucher) -> NotTaken:
    """The plain answer for a voucher that cannot be used any more."""
    if voucher.state == Voucher.State.USED:
        facts = {"moment": day_time(voucher.taken_at), "shop": voucher.merchant.display_name}
        return NotTaken(Outcome.USED, _("Already used: %(moment)s, %(shop)s.") % facts, voucher)
    if voucher.state in {Voucher.State.UNDONE, Voucher.State.GIVEN_BACK}:
        return NotTaken(Outcome.GIVEN_BACK, _("It was given back; its points are in the account again."), voucher)
    return NotTaken(Outcome.EXPIRED, _("It was valid until %(day)s.") % {"day": day(voucher.last_day)}, voucher)


def _explain(voucher: Voucher, merchant: Merchant, by: Person) -> None:
    """Why a take was refused, from how the voucher stands now. Raises NotTaken and writes it down."""
    fresh = Voucher.objects.select_related("product", "merchant").get(pk=voucher.pk)
    try:
        _refuse_unless_good(fresh, merchant)
    except NotTaken as refused:
        _write(merchant, by, refused.outcome, fresh)
        raise


def _write(merchant: Merchant, by: Person, outcome: str, voucher: Voucher | None) -> None:
    Scan.objects.create(merchant=merchant, clerk=by, voucher=voucher, outcome=outcome)
