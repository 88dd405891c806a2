"""The one doorway into the ledger: post and take back, each once for its key, whole or not at all (points.md 3).

Outside a transaction a posting that met another one (a deadlock, a busy database) is tried again with the same key.
"""

import random
import time
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Sum

from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import record
from points import accounts, by_function, by_steps
from points.models import Account, Lot, Transfer
from points.refusals import AlreadyReversed, Overdrawn, Refused, Stale
from points.slips import OVER, Done, Slip, key_for

TRIES = 5
PAUSE_SECONDS = 0.02
# Deadlock, serialisation failure, lock not available; SQLite says "locked" in words.
MEETINGS = frozenset({"40P01", "40001", "55P03"})


def post(
    key: UUID,
    legs: Iterable[tuple[Account, int]],
    *,
    code: str,
    by: Actor,
    effective_on: date | None = None,
    memo: str = "",
) -> Transfer:
    """Move points between accounts; amounts sum to zero. The same key with the same request gives the first result.

    `memo` is a short word of the house (never of a person); `effective_on` the day on which it counts (today).
    Raises Overdrawn when an account would fall under what it holds, Conflict when the key came with another request,
    ValueError for legs that make no transfer. What is raised has changed nothing.
    """
    slip = Slip(key=key, legs=tuple(legs), code=code, by=by, effective_on=effective_on, memo=memo)
    return carry_out(slip).transfer


@transaction.atomic
def reverse(transfer: Transfer, *, key: UUID, by: Actor, reason: str = "") -> Transfer:
    """Take a transfer back: the same accounts, the other way, into and out of the same lots. Once.

    `reason` is kept as the erasable words of a trail entry `points.transfer.reverse`. Raises AlreadyReversed for a
    transfer that was taken back before or is itself a taking back, Overdrawn when the points are spent meanwhile.
    """
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    before = transfer.reversed_by.first()
    if transfer.reverses_id or (before and before.key != key):
        raise AlreadyReversed(transfer, "reverse")
    done = carry_out(Slip(key=key, legs=_legs_back(transfer), code=Transfer.Code.REVERSE, by=by, reverses=transfer))
    if done.is_new:
        record(transfer, "reverse", by=by, note=reason, facts={"by": done.transfer})
    return done.transfer


def _legs_back(transfer: Transfer) -> tuple[tuple[Account, int], ...]:
    numbered = transfer.legs.select_related("account").values_list("account", "amount")
    loose = transfer.loose_legs.values_list("account", "amount")
    amounts = dict([*numbered, *loose])
    return tuple((account, -amounts[account.pk]) for account in Account.objects.filter(pk__in=amounts))


def carry_out(slip: Slip) -> Done:
    """Post a slip; where lots are over and still stand in the way, let them expire first."""
    try:
        return _patiently(slip)
    except Stale:
        for account, amount in slip.in_order:
            if amount < 0 and account.keeps_lots:
                sweep(account, slip.today)
    try:
        return _patiently(slip)
    except Stale:
        raise Overdrawn(slip.legs[0][0], "post") from None


def sweep(account: Account, today: date) -> Transfer | None:
    """Move what is over by this day, and not held, to the house's expired points. None when nothing is."""
    over = Lot.objects.open().over(today).filter(account=account).aggregate(sum=Sum("remaining"))["sum"] or 0
    if not over:
        return None
    account = Account.objects.get(pk=account.pk)
    amount = min(over, account.balance) - account.held
    if amount <= 0:
        return None
    slip = Slip(
        key=key_for("expire", account.public_id, account.seq),
        legs=((account, -amount), (accounts.system(Account.Kind.EXPIRED), amount)),
        code=Transfer.Code.EXPIRE,
        by=CLOCK,
        lots=OVER,
    )
    try:
        return _patiently(slip).transfer
    except (Stale, Refused):
        return None  # somebody else has just done it, or spent it


def _patiently(slip: Slip) -> Done:
    for _ in range(TRIES - 1):
        try:
            return _once(slip)
        except OperationalError as error:
            if connection.in_atomic_block or not _met_another(error):
                raise
            time.sleep(PAUSE_SECONDS * random.uniform(1, 2))  # noqa: S311 (so that the two do not meet again) # nosec B311
    return _once(slip)


def _met_another(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in MEETINGS or "locked" in str(error)


def _once(slip: Slip) -> Done:
    if connection.vendor == "postgresql" and slip.reverses is None:
        return by_function.carry_out(slip)
    try:
        return by_steps.carry_out(slip)
    except IntegrityError as error:
        if "account_is_covered" not in str(error):
            raise
        raise Overdrawn(slip.legs[0][0], "post") from error
