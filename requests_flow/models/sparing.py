"""What the plan of visits is told by people: whom to spare, what is set aside for today, rounds that the desk calls."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock


class SparingQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Those wishes that hold on that day."""
        return self.filter(ended_at=None, until__gte=day)


class Sparing(models.Model):
    """“Please do not visit”: a firm is left in peace until a day, for a reason; said by the firm or by the desk."""

    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="sparings")
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    objects = SparingQuerySet.as_manager()

    class Meta:
        verbose_name = _("firm not to be visited")
        verbose_name_plural = _("firms not to be visited")
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=Q(ended_at=None), name="sparing_one_a_firm")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.until}"


class SetAside(models.Model):
    """“Not today”: one person's plan leaves a firm out until the next day. Nobody else learns of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("set aside")
        verbose_name_plural = _("set aside")
        constraints = [models.UniqueConstraint(fields=["person", "enterprise", "on"], name="set_aside_once_a_day")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.on}"


class SafetyRound(models.Model):
    """Before a typhoon or a flood the desk asks that every firm be looked at. Long holidays need no such call."""

    title = models.CharField(_("what for"), max_length=60)
    park = models.ForeignKey("enterprises.Park", null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("safety round")
        verbose_name_plural = _("safety rounds")
        constraints = [
            models.CheckConstraint(name="safety_round_term", condition=Q(ends_on__gte=models.F("starts_on")))
        ]

    def __str__(self) -> str:
        return self.title
