"""Points put aside for a purchase: placed, then posted, given back or over; each hold ends once (points.md I-7)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from parkdesk.core import actors, clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import record
from points import posting
from points.models import Account, Hold, Transfer
from points.refusals import Conflict, HoldOver, Overdrawn
from points.slips import ANY, Slip, key_for

State = Hold.State
BATCH = 500


def place(key: UUID, account: Account, amount: int, *, by: Actor, expires_at: datetime) -> Hold:
    """Put points aside until a moment. The same key with the same account and amount gives the first hold.

    Raises Overdrawn when less is free, Conflict when the key came with another request, ValueError for no points.
    """
    if amount <= 0:
        raise ValueError("a hold holds something")
    tidy(account)
    try:
        with transaction.atomic():
            return _place(key, account, amount, {"expires_at": expires_at, **actors.columns(by)})
    except IntegrityError as error:
        if "account_is_covered" not in str(error):
            raise
        raise Overdrawn(account, "hold") from error


def _place(key: UUID, account: Account, amount: int, how: dict[str, object]) -> Hold:
    asked = {"account": account, "amount": amount}
    hold, is_new = Hold.objects.get_or_create(key=key, defaults={**asked, **how, "created_at": clock.now()})
    if (hold.account_id, hold.amount) != (account.pk, amount):
        raise Conflict(account, "hold")
    if is_new:
        Account.objects.filter(pk=account.pk).update(held=F("held") + amount)
    return hold


def settle(hold: Hold, *, to: Account, by: Actor, amount: int | None = None, memo: str = "") -> Transfer:
    """Post a hold to an account, whole or less; the rest is free again, in the same transaction.

    Raises HoldOver when it was ended before or its time is over, ValueError for more than it holds or nothing.
    """
    amount = hold.amount if amount is None else amount
    if not 0 < amount <= hold.amount:
        raise ValueError(f"a hold of {hold.amount} does not post {amount}")
    slip = Slip(
        key=key_for("settle", hold.key),
        legs=((hold.account, -amount), (to, amount)),
        code=Transfer.Code.REDEEM,
        by=by,
        hold=hold,
        memo=memo,
        lots=ANY,  # they were good when they were held
    )
    done = posting.carry_out(slip)
    if not done.is_new:
        raise HoldOver(hold, "settle")
    hold.refresh_from_db()
    return done.transfer


@transaction.atomic
def release(hold: Hold, by: Actor) -> Hold:
    """Give held points back. Raises HoldOver when the hold has ended."""
    if not _end(hold, State.VOIDED):
        raise HoldOver(hold, "release")
    hold.refresh_from_db()
    record(hold, "release", by=by, facts={})
    return hold


def tidy(account: Account) -> None:
    """Let go of what an account held too long, and of points that are over: the clock has, even if no job has run."""
    _let_go(Hold.objects.filter(account=account))
    posting.sweep(account, clock.today())


def expire_due() -> int:
    """Let go of what is held past its time. Returns how many holds."""
    return _let_go(Hold.objects.all())


def _let_go(holds: QuerySet[Hold]) -> int:
    over = holds.filter(state=State.PENDING, expires_at__lte=clock.now())
    return sum(_end_alone(hold) for hold in over.order_by("pk")[:BATCH])


@transaction.atomic
def _end_alone(hold: Hold) -> bool:
    return _end(hold, State.EXPIRED)


def _end(hold: Hold, state: str) -> bool:
    """The one way out besides posting: only who changes the state frees the points."""
    is_mine = Hold.objects.filter(pk=hold.pk, state=State.PENDING).update(state=state)
    if is_mine:
        Account.objects.filter(pk=hold.account_id).update(held=F("held") - hold.amount)
    return bool(is_mine)
