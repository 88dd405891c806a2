"""Lowering a tier together (共同降级): what the convener proposed, and what the party committee said (council.md 2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models.case import Case
from parkdesk.core import clock
from requests_flow.words import Tier


class Lowering(models.Model):
    """One proposal about the need of a case. Its steps are the case's: propose_lower, lower, keep_tier."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lowerings")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(_("proposed tier"), max_length=10, choices=Tier)
    reason = models.TextField(_("why it can be lowered"), max_length=600)
    at = models.DateTimeField(default=clock.now)
    is_agreed = models.BooleanField(_("the party committee agrees"), null=True)
    answer = models.TextField(_("what the party committee says"), max_length=600, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lowering of a tier")
        verbose_name_plural = _("lowerings of tiers")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at=None), name="lowering_one_at_a_time"),
            models.CheckConstraint(
                name="lowering_answered_has_its_answer",
                condition=Q(answered_at=None, is_agreed=None, answered_by=None)
                | Q(answered_at__isnull=False, is_agreed__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_tier_display()}"
