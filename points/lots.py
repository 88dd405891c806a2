"""Taking points out of lots and putting them back. The caller holds the lock of their account."""

from datetime import date, timedelta

from django.db.models import F, QuerySet

from points.models import Leg, Lot, LotUse, Transfer
from points.refusals import Stale
from points.slips import GOOD, OVER, Slip

# Points that a refund brings back after their last day may still be spent for so long (points.md 6).
GRACE = timedelta(days=30)


def bring(slip: Slip, leg: Leg) -> None:
    """Points have come in: a lot of their own, or back where a reversed transfer had taken them."""
    if slip.reverses is not None:
        _put_back(slip, leg)
        return
    Lot.objects.create(
        account_id=leg.account_id,
        seq=leg.seq,
        amount=leg.amount,
        remaining=leg.amount,
        earned_on=slip.day,
        expires_on=slip.expires_on,
    )


def take(slip: Slip, leg: Leg, today: date) -> None:
    """Points go out: the soonest to expire first, then the oldest; a reversed award takes its own lot first.

    Raises Stale when the lots that may be taken do not suffice.
    """
    left = -leg.amount
    for lot in _open_to(slip, leg, today):
        piece = min(lot.remaining, left)
        _use(lot.pk, leg.transfer, piece)
        left -= piece
        if not left:
            return
    raise Stale


def _open_to(slip: Slip, leg: Leg, today: date) -> list[Lot]:
    rows = Lot.objects.open().filter(account_id=leg.account_id)
    if slip.reverses is not None:
        return _own_first(rows, slip.reverses, leg)
    if slip.lots == GOOD:
        rows = rows.good(today)
    elif slip.lots == OVER:
        rows = rows.over(today)
    return list(rows)


def _own_first(rows: QuerySet[Lot], reversed_: Transfer, leg: Leg) -> list[Lot]:
    """The lot that the reversed transfer had brought, then all others in their order."""
    own = Leg.objects.filter(transfer=reversed_, account_id=leg.account_id).values_list("seq", flat=True)
    return sorted(rows, key=lambda lot: lot.seq not in set(own))


def _put_back(slip: Slip, leg: Leg) -> None:
    """The same lots with their old last day, or a little later when it has passed meanwhile."""
    grace = slip.today + GRACE
    uses = LotUse.objects.filter(transfer=slip.reverses, lot__account_id=leg.account_id).select_related("lot")
    for use in uses.order_by("lot_id"):
        _use(use.lot_id, leg.transfer, -use.amount)
        if use.lot.expires_on and use.lot.expires_on < slip.today:
            Lot.objects.filter(pk=use.lot_id).update(expires_on=grace)


def _use(lot: int, transfer: Transfer, amount: int) -> None:
    Lot.objects.filter(pk=lot).update(remaining=F("remaining") - amount)
    LotUse.objects.create(lot_id=lot, transfer=transfer, amount=amount)
