"""Merchants: who takes vouchers, who stands at their tills, what was scanned, and what was settled."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models.appointment import TermQuerySet
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.states import StateField, transition
from parkdesk.core.tongues import spoken
from points import till_guards as guards

if TYPE_CHECKING:
    from enterprises.models import Person

# They read every shop's settlements; the shop's own people read theirs.
READS_SETTLEMENTS = frozenset({Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR})

# What a point is worth at a shop (points.md R1).
FEN_A_POINT = 10


class MerchantQuerySet(models.QuerySet):
    def served_by(self, person: "Person") -> "MerchantQuerySet":
        """The shops at whose till this person stands today, open or not; where they began last comes first."""
        if not person.wears(Role.MERCHANT):
            return self.none()
        standing = MerchantClerk.objects.running(clock.today()).filter(person=person)
        return self.filter(clerks__in=standing).order_by("-clerks__starts_on", "code")

    def open(self) -> "MerchantQuerySet":
        """Those that take vouchers at present."""
        return self.filter(is_open=True)


class Merchant(models.Model):
    """A shop or service of the parks that takes vouchers."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    where = models.CharField(_("where it is"), max_length=80, blank=True)
    where_en = models.CharField(_("where it is, in English"), max_length=120, blank=True)
    park = models.ForeignKey(
        "enterprises.Park", null=True, blank=True, on_delete=models.PROTECT, related_name="merchants"
    )
    is_open = models.BooleanField(_("takes vouchers"), default=True)

    objects = MerchantQuerySet.as_manager()

    class Meta:
        verbose_name = _("merchant")
        verbose_name_plural = _("merchants")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return spoken(self.name, self.name_en)

    @property
    def display_where(self) -> str:
        return spoken(self.where, self.where_en)


class MerchantClerk(models.Model):
    """A person stands at the till of a shop. The role itself is an appointment; this says at which shop."""

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="clerks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clerkships")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("clerk")
        verbose_name_plural = _("clerks")
        constraints = [
            # One till a person, but for those who help out somewhere until a day.
            models.UniqueConstraint(fields=["person"], condition=Q(ends_on__isnull=True), name="clerk_of_one_shop"),
            models.CheckConstraint(
                name="clerk_term", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.merchant}"


class Scan(models.Model):
    """What came of showing a code at a till, good or not. Never changed; the code itself is not kept."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken")
        UNDONE = "undone", _("undone")
        UNKNOWN = "unknown", _("refused: no such voucher")
        DIGITS_OVER = "digits_over", _("refused: the six digits are over")
        OTHER_SHOP = "other_shop", _("refused: for another shop")
        USED = "used", _("refused: used already")
        EXPIRED = "expired", _("refused: expired")
        GIVEN_BACK = "given_back", _("refused: given back")

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="scans", db_index=False)
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    voucher = models.ForeignKey("points.Voucher", null=True, on_delete=models.PROTECT, related_name="scans")
    outcome = models.CharField(max_length=12, choices=Outcome)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        indexes = [models.Index(fields=["merchant", "-at"], name="scan_of_shop")]

    def __str__(self) -> str:
        return f"{self.merchant} {self.outcome}"

    @property
    def is_refusal(self) -> bool:
        return self.outcome not in {self.Outcome.TAKEN, self.Outcome.UNDONE}


class SettlementQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> "SettlementQuerySet":
        """All for those who oversee them; else those of the shops at whose till somebody stands."""
        if person.wears(*READS_SETTLEMENTS):
            return self
        return self.filter(merchant__in=Merchant.objects.served_by(person))


class Settlement(models.Model):
    """What a shop took in a month: its vouchers line by line, and what they come to. One a shop and month."""

    class State(models.TextChoices):
        OPEN = "open", _("being counted")
        CLOSED = "closed", _("settled")

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="settlements", db_index=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    points = models.PositiveIntegerField(_("points"))
    fen = models.PositiveIntegerField(_("amount in fen"))
    state = StateField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        ordering = ["-first_day", "merchant"]
        constraints = [
            models.UniqueConstraint(fields=["merchant", "first_day"], name="settlement_once_a_month"),
            models.CheckConstraint(name="settlement_is_ten_fen_a_point", condition=Q(fen=F("points") * FEN_A_POINT)),
            models.CheckConstraint(name="settlement_term", condition=Q(last_day__gte=F("first_day"))),
        ]

    def __str__(self) -> str:
        return f"{self.merchant} {self.first_day:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("points:settlement", args=[self.pk])

    @property
    def closed_on(self) -> date:
        """The day on which it was settled."""
        return self.closed_at.astimezone(clock.SHANGHAI).date() if self.closed_at else self.last_day

    @transition("state", source=State.OPEN, target=State.CLOSED, permission=guards.is_the_clock)
    def close(self, points: int) -> None:
        self.closed_at = clock.now()


class SettlementLine(models.Model):
    """One voucher in a settlement; in one only."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    voucher = models.OneToOneField("points.Voucher", on_delete=models.PROTECT, related_name="line")
    points = models.PositiveIntegerField(_("points"))

    class Meta:
        verbose_name = _("settlement line")
        verbose_name_plural = _("settlement lines")

    def __str__(self) -> str:
        return f"{self.settlement} · {self.points}"
