"""Money in a joint handling: who claims how much, and what is paid when. Amounts are whole numbers of fen."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from requests_flow.models.joint import Joint


class JointClaimQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that count: no later line stands instead of them."""
        return self.filter(correction__isnull=True)


class JointClaim(models.Model):
    """One claimant with an amount and what proves it. The name is read whole by few (joint_guards.reads_names).

    An amount is never edited: a new line corrects the old one and says why; only the last line counts.
    """

    class Kind(models.TextChoices):
        PERSON = "person", pgettext_lazy("claimant", "person")
        FIRM = "firm", pgettext_lazy("claimant", "enterprise")

    class Verdict(models.TextChoices):
        OPEN = "open", pgettext_lazy("claim", "to be checked")
        CONFIRMED = "confirmed", pgettext_lazy("claim in a register", "confirmed")
        DISPUTED = "disputed", pgettext_lazy("claim", "disputed")

    joint = models.ForeignKey(Joint, on_delete=models.CASCADE, related_name="claims")
    name = models.CharField(_("claimant"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PERSON)
    amount_fen = models.BigIntegerField(_("amount in fen"))
    evidence = models.CharField(_("evidence"), max_length=160, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.OPEN)
    corrects = models.OneToOneField(
        "self", verbose_name=_("corrects"), null=True, on_delete=models.CASCADE, related_name="correction"
    )
    reason = models.CharField(_("why"), max_length=160, blank=True, db_default="")

    objects = JointClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="joint_claim_amount", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="joint_claim_correction_has_its_reason",
                condition=Q(corrects__isnull=True, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class JointInstalment(models.Model):
    """What is to be paid by a day, and by whom. The day is never moved: paid after it stays late."""

    joint = models.ForeignKey(Joint, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField(_("by"))
    amount_fen = models.BigIntegerField(_("amount in fen"))
    payer = models.CharField(_("who pays"), max_length=80)
    paid_on = models.DateField(_("paid on"), null=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="joint_instalment_amount", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="joint_instalment_paid_has_its_person",
                condition=Q(paid_on__isnull=True, marked_by__isnull=True)
                | Q(paid_on__isnull=False, marked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"

    @property
    def is_late(self) -> bool:
        """Past its day and unpaid, or paid after it: it stays late."""
        return (self.paid_on or clock.today()) > self.due_on

    @property
    def light(self) -> clock.Light | None:
        """None once it is paid."""
        if self.paid_on is not None:
            return None
        due = clock.at(self.due_on, clock.CLOSING)
        return clock.light(clock.calendar(), clock.now(), min(self.planned_at, due), due)
