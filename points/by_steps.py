"""A posting as steps over the ORM, in one transaction: SQLite's way, and reversals on every database.

PostgreSQL's function (migration 0002) takes the same steps in one call; tests compare the two.
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
    posted = max(amount for _, amount in slip.legs)
    if not pending.update(state=Hold.State.POSTED, transfer=transfer, posted_amount=posted):
        raise HoldOver(slip.hold, "settle")


def _move(slip: Slip, transfer: Transfer) -> None:
    ids = [account.pk for account, _ in slip.in_order]
    rows = {row.pk: row for row in Account.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for account, amount in slip.in_order:
        if account.is_hot:
            LooseLeg.objects.create(account=account, transfer=transfer, amount=amount)
        else:
            number(rows[account.pk], transfer, amount, stamp=slip.stamp, freed=slip.freed(account))
            _age(slip, rows[account.pk], transfer)


def number(account: Account, transfer: Transfer, amount: int, *, stamp: str, freed: int = 0) -> Leg:
    """Append a leg to an account whose row is locked: balance, number and hash go on from what it was."""
    account.seq += 1
    account.balance += amount
    account.held -= freed
    line = chain.line(str(account), account.seq, amount, account.balance)
    account.head_hash = chain.link(account.head_hash, stamp, line)
    account.save(update_fields=["seq", "balance", "held", "head_hash"])
    return Leg.objects.create(
        account=account,
        seq=account.seq,
        transfer=transfer,
        amount=amount,
        balance_after=account.balance,
        hash=account.head_hash,
    )


def _age(slip: Slip, account: Account, transfer: Transfer) -> None:
    if not account.keeps_lots:
        return
    leg = Leg.objects.get(account=account, seq=account.seq)
    leg.transfer = transfer
    if leg.amount > 0:
        lots.bring(slip, leg)
    else:
        lots.take(slip, leg, slip.today)
