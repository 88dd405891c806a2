"""A posting as steps over the ORM, in one transaction: SQLite's way, and reversals on every database.

PostgreSQL's function (migration 0003) takes the same steps in one call; tests compare the two.
"""

from django.db import transaction

from points import chain, lots
from points.models import Account, Hold, Leg, LooseLeg, Transfer
from points.refusals import Conflict, HoldOver
from points.slips import Done, Slip


def carry_out(slip: Slip) -> Done:
    """Post a slip once. Raises Conflict, HoldOver, Stale, or IntegrityError when an account is not covered."""
    with transaction.atomic():
        transfer, is_new = _transfer(slip)
        if is_new:
            if slip.hold is not None:
                _end_hold(slip, transfer)
            _move(slip, transfer)
    return Done(transfer, is_new)


def _transfer(slip: Slip) -> tuple[Transfer, bool]:
    """The row of this key, made now or before. On SQLite nobody else writes meanwhile; elsewhere one waits."""
    columns = {**slip.columns, "request_hash": slip.request_hash, "reverses": slip.reverses}
    transfer, is_new = Transfer.objects.get_or_create(key=columns.pop("key"), defaults=columns)
    if bytes(transfer.request_hash) != slip.request_hash:
        raise Conflict(slip.legs[0][0], "post")
    return transfer, is_new


def _end_hold(slip: Slip, transfer: Transfer) -> None:
    pending = Hold.objects.filter(pk=slip.hold.pk, state=Hold.State.PENDING, expires_at__gt=slip.now)
    if not pending.update(state=Hold.State.POSTED, transfer=transfer, posted_amount=slip.posted):
        raise HoldOver(slip.hold, "settle")


def _move(slip: Slip, transfer: Transfer) -> None:
    ids = [account.pk for account, _ in slip.in_order if not account.is_hot]
    rows = {row.pk: row for row in Account.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for account, amount in slip.in_order:
        if account.is_hot:
            LooseLeg.objects.create(account=account, transfer=transfer, amount=amount)
            continue
        row = rows[account.pk]
        row.held -= slip.freed(account)
        leg = append(row, transfer, amount, stamp=slip.stamp)
        row.save(update_fields=["seq", "balance", "held", "head_hash"])
        leg.save(force_insert=True)
        if row.keeps_lots:
            lots.bring(slip, leg) if amount > 0 else lots.take(slip, leg, slip.today)


def append(account: Account, transfer: Transfer, amount: int, *, stamp: str) -> Leg:
    """The next leg of an account whose row is locked; its number, balance and hash go on. Both are yet to be saved."""
    account.seq += 1
    account.balance += amount
    line = chain.line(str(account), account.seq, amount, account.balance)
    account.head_hash = chain.link(account.head_hash, stamp, line)
    return Leg(
        account=account,
        seq=account.seq,
        transfer=transfer,
        amount=amount,
        balance_after=account.balance,
        hash=account.head_hash,
    )
