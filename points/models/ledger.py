"""The ledger: accounts, transfers between them, and the numbered, chained legs of each account (points.md 2).

Transfers and legs are never changed and never deleted. An account's balance is the one stored figure that could be
derived (style 14); `points.audit` derives it again.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import actors
from parkdesk.core.append_only import append_only

HASH_BYTES = 32
GENESIS = bytes(HASH_BYTES)


class Unit(models.TextChoices):
    """What is counted. A transfer never mixes units."""

    POINT = "point", _("points")


class Account(models.Model):
    """Where points are: a person's, a merchant's, or one of the house's own. Changed by postings and holds alone.

    A hot account (all postings of a kind touch it) is not written by them: its legs wait, loose, until a job numbers
    them (decisions 42). Its balance is what is stored and what is loose.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("a person's points")
        MERCHANT = "merchant", _("points taken by a merchant")
        ISSUANCE = "issuance", _("points given out")
        REDEEMED = "redeemed", _("points settled with merchants")
        EXPIRED = "expired", _("points expired")

    SYSTEM = frozenset({Kind.ISSUANCE, Kind.REDEEMED, Kind.EXPIRED})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.POINT)
    kind = models.CharField(max_length=10, choices=Kind)
    owner_type = models.CharField(max_length=10)
    owner_id = models.BigIntegerField()
    allow_negative = models.BooleanField(default=False)
    is_hot = models.BooleanField(default=False)
    balance = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    head_hash = models.BinaryField(max_length=HASH_BYTES, default=GENESIS)

    class Meta:
        verbose_name = _("points account")
        verbose_name_plural = _("points accounts")
        constraints = [
            models.UniqueConstraint(fields=["owner_type", "owner_id", "kind", "unit"], name="account_once"),
            models.CheckConstraint(name="account_held_is_not_negative", condition=Q(held__gte=0)),
            models.CheckConstraint(
                name="account_is_covered", condition=Q(allow_negative=True) | Q(balance__gte=F("held"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_type}:{self.owner_id}:{self.kind}:{self.unit}"

    @property
    def available(self) -> int:
        """What may be spent, when nothing has expired since the last look (`accounts.standing` asks the clock)."""
        return self.balance - self.held

    @property
    def keeps_lots(self) -> bool:
        """Whether its points have an age. Only members' points expire."""
        return self.kind == self.Kind.PERSON


class Transfer(models.Model):
    """One posting: points go from some accounts to others; its legs come to nothing together."""

    class Code(models.TextChoices):
        AWARD = "award", pgettext_lazy("transfer", "Points given")
        REDEEM = "redeem", pgettext_lazy("transfer", "Reward taken")
        SETTLE = "settle", pgettext_lazy("transfer", "Settled with a merchant")
        EXPIRE = "expire", pgettext_lazy("transfer", "Points expired")
        REVERSE = "reverse", pgettext_lazy("transfer", "Taken back")

    key = models.UUIDField(unique=True, editable=False)
    request_hash = models.BinaryField(max_length=HASH_BYTES)
    code = models.CharField(max_length=10, choices=Code)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.POINT)
    rule_version = models.ForeignKey(
        "points.RuleVersion", null=True, db_index=False, on_delete=models.PROTECT, related_name="transfers"
    )
    reverses = models.ForeignKey(
        "self", null=True, db_index=False, on_delete=models.PROTECT, related_name="reversed_by"
    )
    effective_on = models.DateField()
    created_at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    actor_kind = models.CharField(max_length=16)
    actor_ref = models.CharField(max_length=64, blank=True)
    memo = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("transfer of points")
        verbose_name_plural = _("transfers of points")
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="transfer_reversed_once"
            ),
            models.CheckConstraint(
                name="transfer_exactly_one_actor",
                condition=Q(actor_kind=actors.PERSON, actor__isnull=False, actor_ref="")
                | (Q(actor_kind__in=actors.HOLDER_KINDS, actor__isnull=True) & ~Q(actor_ref="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.key}"


class Leg(models.Model):
    """One account's side of a transfer: numbered without gaps, chained to the one before it."""

    pk = models.CompositePrimaryKey("account_id", "seq")
    account = models.ForeignKey(Account, db_index=False, on_delete=models.PROTECT, related_name="legs")
    seq = models.BigIntegerField()
    transfer = models.ForeignKey(Transfer, db_index=False, on_delete=models.PROTECT, related_name="legs")
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    hash = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        verbose_name = _("leg of a transfer")
        verbose_name_plural = _("legs of transfers")
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="leg_once"),
            models.CheckConstraint(name="leg_moves_something", condition=~Q(amount=0)),
            models.CheckConstraint(name="leg_is_numbered_from_1", condition=Q(seq__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}#{self.seq} {self.amount:+d}"


class LooseLeg(models.Model):
    """A hot account's side of a transfer that is not numbered yet. Never changed; gone once its number stands."""

    account = models.ForeignKey(Account, db_index=False, on_delete=models.PROTECT, related_name="loose_legs")
    transfer = models.ForeignKey(Transfer, db_index=False, on_delete=models.PROTECT, related_name="loose_legs")
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("leg without a number yet")
        verbose_name_plural = _("legs without a number yet")
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="looseleg_once"),
            models.CheckConstraint(name="looseleg_moves_something", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount:+d}"


append_only(Transfer)
append_only(Leg)
append_only(LooseLeg, refuse=("UPDATE",))
