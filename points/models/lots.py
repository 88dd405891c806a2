"""What a balance is made of: lots with an age, what was taken from them, and what is held for a purchase."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import actors
from parkdesk.core.append_only import append_only
from points.models.ledger import Account, Transfer

OPEN = Q(remaining__gt=0)


class LotQuerySet(models.QuerySet):
    def open(self) -> "LotQuerySet":
        """Those with something left, in the order in which they are spent: the soonest to expire first."""
        return self.filter(OPEN).order_by(F("expires_on").asc(nulls_last=True), "pk")

    def over(self, day) -> "LotQuerySet":
        """Those whose last day lies before this one."""
        return self.filter(expires_on__lt=day)

    def good(self, day) -> "LotQuerySet":
        """Those that may be spent on this day."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day))


class Lot(models.Model):
    """Points that came at one time and expire together; `seq` is the leg that brought them."""

    account = models.ForeignKey(Account, db_index=False, on_delete=models.PROTECT, related_name="lots")
    seq = models.BigIntegerField()
    amount = models.BigIntegerField()
    remaining = models.BigIntegerField()
    earned_on = models.DateField()
    expires_on = models.DateField(null=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot of points")
        verbose_name_plural = _("lots of points")
        constraints = [
            models.UniqueConstraint(fields=["account", "seq"], name="lot_of_one_leg"),
            models.CheckConstraint(
                name="lot_remaining_within_amount",
                condition=Q(amount__gt=0, remaining__gte=0, remaining__lte=F("amount")),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "expires_on", "id"], name="lot_open", condition=OPEN),
            models.Index(fields=["expires_on"], name="lot_expiring", condition=OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}#{self.seq}: {self.remaining} of {self.amount} until {self.expires_on}"


class LotUse(models.Model):
    """How much of a lot a transfer took; negative where a reversal put it back."""

    lot = models.ForeignKey(Lot, db_index=False, on_delete=models.PROTECT, related_name="uses")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lot_uses")
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("use of a lot")
        verbose_name_plural = _("uses of lots")
        constraints = [
            models.UniqueConstraint(fields=["lot", "transfer"], name="lotuse_once"),
            models.CheckConstraint(name="lotuse_takes_something", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.amount}"


class Hold(models.Model):
    """Points put aside for a purchase. It ends once: posted, given back, or over."""

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("hold", "held")
        POSTED = "posted", pgettext_lazy("hold", "posted")
        VOIDED = "voided", pgettext_lazy("hold", "given back")
        EXPIRED = "expired", pgettext_lazy("hold", "over")

    key = models.UUIDField(unique=True, editable=False)
    account = models.ForeignKey(Account, db_index=False, on_delete=models.PROTECT, related_name="holds")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    actor_kind = models.CharField(max_length=16)
    actor_ref = models.CharField(max_length=64, blank=True)
    posted_amount = models.BigIntegerField(null=True)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="hold")

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.CheckConstraint(name="hold_holds_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="hold_posted_with_its_transfer",
                condition=Q(state="posted", transfer__isnull=False, posted_amount__gt=0, posted_amount__lte=F("amount"))
                | (~Q(state="posted") & Q(transfer__isnull=True, posted_amount__isnull=True)),
            ),
            models.CheckConstraint(
                name="hold_exactly_one_actor",
                condition=Q(actor_kind=actors.PERSON, actor__isnull=False, actor_ref="")
                | (Q(actor_kind__in=actors.HOLDER_KINDS, actor__isnull=True) & ~Q(actor_ref="")),
            ),
        ]
        indexes = [
            models.Index(fields=["account"], name="hold_pending", condition=Q(state="pending")),
            models.Index(fields=["expires_at"], name="hold_ending", condition=Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount} {self.state}"


append_only(LotUse)
