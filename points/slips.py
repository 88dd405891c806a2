"""A slip: all that one posting needs to know, checked before any database is asked."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import DEFAULT_DB_ALIAS

from parkdesk.core import actors, clock
from parkdesk.core.actors import Actor
from points import accounts, chain
from points.models import Account, Award, Hold, RuleVersion, Transfer

Legs = tuple[tuple[Account, int], ...]
GOOD, ANY, OVER = "good", "any", "over"
CODES = frozenset(Transfer.Code.values)
ROW = [field.attname for field in Transfer._meta.concrete_fields]


def key_for(*parts: object) -> UUID:
    """The same key for the same thing, whoever computes it."""
    return uuid5(NAMESPACE_URL, "parkdesk:points:" + ":".join(str(part) for part in parts))


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One posting as it was asked for. Amounts are points: positive comes in, negative goes out; they sum to zero.

    `lots` says which points may be taken: those that are good today, any (they were held while they were good),
    or only those that are over. Raises ValueError for a slip that could never be posted.
    """

    key: UUID
    legs: Legs
    code: str
    by: Actor
    rule_version: RuleVersion | None = None
    reverses: Transfer | None = None
    hold: Hold | None = None
    effective_on: date | None = None
    memo: str = ""
    lots: str = GOOD

    def __post_init__(self) -> None:
        amounts = [amount for _, amount in self.legs]
        if len(amounts) < 2 or sum(amounts) or not all(amounts):
            raise ValueError(f"the legs of a transfer are not zero and come to nothing together: {amounts}")
        if len({account.pk for account, _ in self.legs}) != len(amounts):
            raise ValueError("an account has one leg in a transfer")
        if len({account.unit for account, _ in self.legs}) != 1:
            raise ValueError("a transfer does not mix units")
        if self.code not in CODES:
            raise ValueError(f"no such kind of transfer: {self.code!r}")

    @cached_property
    def in_order(self) -> Legs:
        """Legs in the order in which their accounts are locked, everywhere the same."""
        return tuple(sorted(self.legs, key=lambda leg: leg[0].pk))

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(clock.SHANGHAI).date()

    @property
    def day(self) -> date:
        """The day on which it counts."""
        return self.effective_on or self.today

    @property
    def expires_on(self) -> date:
        """The last day of the points that come in by this slip."""
        return accounts.last_day(self.day)

    @cached_property
    def now(self) -> datetime:
        """The moment of this posting; read once."""
        return clock.now()

    @cached_property
    def request_hash(self) -> bytes:
        """What was asked for, without who and when: the same key may come again with this only."""
        asked = {
            "code": self.code,
            "rule": self.rule_version.pk if self.rule_version else None,
            "reverses": str(self.reverses.key) if self.reverses else "",
            "hold": f"{self.hold.key} {self.hold.amount}" if self.hold else "",
            "effective_on": self.effective_on,
            "memo": self.memo,
        }
        return chain.request_hash(asked, [(str(account), amount) for account, amount in self.legs])

    @cached_property
    def columns(self) -> dict[str, Any]:
        """The columns of the transfer, without its id, its request and what it reverses."""
        return {
            "key": self.key,
            "code": self.code,
            "unit": self.legs[0][0].unit,
            "rule_version_id": self.rule_version.pk if self.rule_version else None,
            "effective_on": self.day,
            "created_at": self.now,
            "memo": self.memo,
            **actors.columns(self.by),
        }

    @property
    def stamp(self) -> str:
        reverses = str(self.reverses.key) if self.reverses else ""
        return chain.stamp(self.columns, request_hash=self.request_hash, reverses=reverses)

    def transfer(self, pk: int) -> Transfer:
        """The row that the database has made of this slip, as if it had been read."""
        row = {"id": pk, "request_hash": self.request_hash, "reverses_id": None, **self.columns}
        return Transfer.from_db(DEFAULT_DB_ALIAS, ROW, [row[name] for name in ROW])

    @property
    def posted(self) -> int:
        """How much moves, when one account gives or takes it all: what a hold is settled with."""
        return max(amount for _, amount in self.legs)

    def freed(self, account: Account) -> int:
        """How much of an account's held points this slip sets free."""
        return self.hold.amount if self.hold and self.hold.account_id == account.pk else 0


def slip_of(award: Award, **how: Any) -> Slip:
    """A slip that says by which rule and for what points come, or go back."""
    return Slip(rule_version=award.rule_version, memo=f"{award.subject_type}:{award.subject_id}", **how)


@dataclass(frozen=True)
class Done:
    """What came of a slip: its transfer, and whether it was made just now."""

    transfer: Transfer
    is_new: bool
