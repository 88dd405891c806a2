"""What handling a need leaves beside it: correction notices (一次性告知) and the checklist of its service's steps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core.clock import Limit
from parkdesk.core.tongues import spoken
from requests_flow.promises import words_of


class Correction(models.Model):
    """One notice that lists everything missing. A second for the same need needs consent, and is counted (8.3)."""

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(_("which notice of this need"))
    items = models.JSONField(_("what is missing"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Consent to another one after this one.
    next_allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    next_allowed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("correction notice")
        verbose_name_plural = _("correction notices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="correction_numbered_once"),
            models.CheckConstraint(
                name="correction_consent_has_its_person",
                condition=Q(next_allowed_at__isnull=True, next_allowed_by__isnull=True)
                | Q(next_allowed_at__isnull=False, next_allowed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id}/{self.number}"


class ChecklistItem(models.Model):
    """One step of the service as it stood when the first was ticked: the reporter watches it as progress."""

    need = models.ForeignKey("requests_flow.Need", on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField(_("position"))
    name_zh = models.CharField(_("Chinese name"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    half_days = models.PositiveSmallIntegerField(_("half working days"), default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step of the checklist")
        verbose_name_plural = _("steps of the checklist")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["need", "position"], name="checklist_position_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return spoken(self.name_zh, self.name_en)

    @property
    def days_words(self) -> str:
        """How long the step takes, in words; empty for the same day."""
        return words_of(Limit(half_days=self.half_days)) if self.half_days else ""
