"""A voucher that a member holds, and its six digits at a till."""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.states import StateField, transition
from points import codes
from points import till_guards as guards

if TYPE_CHECKING:
    from enterprises.models import Person


def new_salt() -> str:
    """Half of a voucher's secret; the other half is the site's key."""
    return secrets.token_hex(16)


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(f"{settings.SECRET_KEY}:voucher:{purpose}".encode(), text.encode(), hashlib.sha256).hexdigest()


def digest_code(code: str) -> str:
    """What the database keeps of a code: enough to find the voucher, not enough to make one."""
    return _keyed("find", code)


class VoucherQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> "VoucherQuerySet":
        """Vouchers are their owner's alone; a till finds them by their code, never by a list."""
        return self.filter(person=person)

    def usable(self) -> "VoucherQuerySet":
        return self.filter(state=Voucher.State.ISSUED, expires_at__gt=clock.now())

    def by_code(self, code: str) -> "VoucherQuerySet":
        return self.filter(code_hash=digest_code(code))


class Voucher(models.Model):
    """A reward that somebody has and a shop has not taken yet. Its points stay held until one of the two ends it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being made")
        ISSUED = "issued", _("ready to use")
        USED = "used", _("used")
        UNDONE = "undone", _("taken back by the shop")
        GIVEN_BACK = "given_back", _("given back")
        EXPIRED = "expired", _("expired")

    ENDS = (State.UNDONE, State.GIVEN_BACK, State.EXPIRED)
    INTERNAL_STEPS = frozenset({"issue", "take", "undo", "give_back", "expire"})
    LOCK_WITH = ("product", "hold__account")

    product = models.ForeignKey("points.Product", on_delete=models.PROTECT, related_name="vouchers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vouchers", db_index=False
    )
    points = models.PositiveIntegerField(_("points"))
    hold = models.OneToOneField("points.Hold", on_delete=models.PROTECT, related_name="voucher")
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = StateField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    issued_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    merchant = models.ForeignKey(
        "points.Merchant", null=True, on_delete=models.PROTECT, related_name="taken_vouchers", db_index=False
    )
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        constraints = [
            models.CheckConstraint(name="voucher_has_points", condition=Q(points__gt=0)),
            models.CheckConstraint(
                name="voucher_taken_by_a_shop",
                condition=Q(state__in=["used", "undone"], merchant__isnull=False, taken_at__isnull=False)
                | (~Q(state__in=["used", "undone"]) & Q(merchant__isnull=True, taken_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="voucher_of_person"),
            models.Index(fields=["expires_at"], name="voucher_open", condition=Q(state="issued")),
            models.Index(fields=["merchant", "taken_at"], name="voucher_of_shop", condition=Q(state="used")),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("points:voucher", args=[self.pk])

    @property
    def code(self) -> str:
        """The 12 signs, made from the salt and the site's key, never stored (see docs/adr/0006)."""
        return codes.encode(int(_keyed("code", self.salt), 16))

    @property
    def is_usable(self) -> bool:
        return self.state == self.State.ISSUED and clock.now() < self.expires_at

    @property
    def last_day(self) -> date:
        """The last day on which it can be used: it expires at the midnight after."""
        return (self.expires_at - timedelta(seconds=1)).astimezone(clock.SHANGHAI).date()

    @property
    def undo_until(self) -> datetime:
        """Until when the shop may take its take back."""
        return self.taken_at + guards.UNDO_WITHIN

    @property
    def may_still_be_undone(self) -> bool:
        return self.state == self.State.USED and guards.is_time_to_undo(self)

    @transition("state", source=State.DRAFT, target=State.ISSUED, permission=guards.may_order)
    def issue(self) -> None:
        self.issued_at = clock.now()

    @transition(
        "state",
        source=State.ISSUED,
        target=State.USED,
        permission=guards.stands_at_its_till,
        conditions=[guards.is_still_valid],
    )
    def take(self, merchant, clerk) -> None:
        self.merchant, self.taken_by, self.taken_at = merchant, clerk, clock.now()

    @transition(
        "state",
        source=State.USED,
        target=State.UNDONE,
        permission=guards.took_it,
        conditions=[guards.is_time_to_undo],
    )
    def undo(self) -> None:
        self.ended_at = clock.now()

    @transition("state", source=State.ISSUED, target=State.GIVEN_BACK, permission=guards.owns_it)
    def give_back(self) -> None:
        self.ended_at = clock.now()

    @transition(
        "state",
        source=State.ISSUED,
        target=State.EXPIRED,
        permission=guards.is_the_clock,
        conditions=[guards.is_expired],
    )
    def expire(self) -> None:
        self.ended_at = clock.now()


class TillCode(models.Model):
    """Six digits to say at one till, for two minutes (decisions 45): one voucher has one at a time."""

    voucher = models.OneToOneField(Voucher, on_delete=models.CASCADE, related_name="till_code")
    merchant = models.ForeignKey("points.Merchant", on_delete=models.CASCADE, related_name="+", db_index=False)
    digits = models.CharField(max_length=6)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("till code")
        verbose_name_plural = _("till codes")
        constraints = [models.UniqueConstraint(fields=["merchant", "digits"], name="till_code_of_one_voucher")]

    def __str__(self) -> str:
        return f"{self.merchant} {self.expires_at:%H:%M}"

    @property
    def is_alive(self) -> bool:
        return clock.now() < self.expires_at
