"""Finding accounts, and what somebody has: stored, held, and expired by the clock even when no job has run."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Sum

from parkdesk.core import clock
from points.models import Account, Hold, Lot, Unit

if TYPE_CHECKING:
    from enterprises.models import Person

Kind = Account.Kind
# Points earned in a year may be spent until the last day of the following one (decisions 41).
YEARS_KEPT = 1


def of_person(person: "Person") -> Account:
    """A person's points; the account is opened when it is first asked for."""
    return _open(Kind.PERSON, "person", person.pk)


def of_merchant(merchant: models.Model) -> Account:
    """What a merchant has taken and not settled yet."""
    return _open(Kind.MERCHANT, "merchant", merchant.pk)


def system(kind: str) -> Account:
    """One of the house's own accounts. Raises ValueError for a kind that is somebody's."""
    if kind not in Account.SYSTEM:
        raise ValueError(f"no account of the house: {kind}")
    return _open(kind, "system", 0, is_hot=True, allow_negative=True)


def _open(kind: str, owner_type: str, owner_id: int, **how: bool) -> Account:
    found = {"owner_type": owner_type, "owner_id": owner_id, "kind": kind, "unit": Unit.POINT}
    return Account.objects.get_or_create(**found, defaults=how)[0]


def balance(account: Account) -> int:
    """The balance as it is now: what is stored, and for a hot account what is not numbered yet."""
    stored = Account.objects.values_list("balance", flat=True).get(pk=account.pk)
    return stored + (account.loose_legs.aggregate(sum=Sum("amount"))["sum"] or 0)


def last_day(earned_on: date) -> date:
    """The last day on which points earned on this one may be spent: 31 December of the following year."""
    return date(earned_on.year + YEARS_KEPT, 12, 31)


@dataclass(frozen=True)
class Standing:
    """What somebody has today. `available` may be spent; `expiring` are days with the points that end on each."""

    balance: int
    held: int
    available: int
    expiring: tuple[tuple[date, int], ...]

    @property
    def next_to_expire(self) -> tuple[date, int] | None:
        return self.expiring[0] if self.expiring else None


def standing(account: Account) -> Standing:
    """What an account, as it was just read, has today as the clock sees it: a late job changes nothing (decisions 16).

    Points that are held stay until their hold ends; it holds those that expire soonest.
    """
    today = clock.today()
    held = account.held - (_held_too_long(account) if account.held else 0)
    lots = Lot.objects.open().filter(account=account, expires_on__isnull=False)
    by_day = list(lots.values_list("expires_on").annotate(sum=Sum("remaining")).order_by("expires_on"))
    gone = max(0, sum(left for ends_on, left in by_day if ends_on < today) - held)
    return Standing(
        balance=account.balance - gone,
        held=held,
        available=account.balance - held - gone,
        expiring=tuple((ends_on, left) for ends_on, left in by_day if ends_on >= today),
    )


def _held_too_long(account: Account) -> int:
    late = account.holds.filter(state=Hold.State.PENDING, expires_at__lte=clock.now())
    return late.aggregate(sum=Sum("amount"))["sum"] or 0
