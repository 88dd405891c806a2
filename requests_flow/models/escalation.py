"""Marks on the overdue path: one row for each promise and mark, so that each is passed once (domain.md 4.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.TextChoices):
    """A point of the path. Days are working days around the promised day; minutes run day and night."""

    DAY_BEFORE = "T-1", _("one day before the promised day")
    DAY = "T", _("the promised day has passed")
    ONE = "T+1", _("1 working day overdue")
    THREE = "T+3", _("3 working days overdue")
    FIVE = "T+5", _("5 working days overdue")
    TEN = "T+10", _("10 working days overdue")
    HALF_HOUR = "30", _("critical: half an hour without an answer")
    HOUR = "60", _("critical: one hour without an answer")
    TWO_HOURS = "120", _("critical: two hours without an answer")
    FOUR_HOURS = "240", _("critical: four hours without an answer")
    TODAY = "today", _("not cleared today by 17:00")


class Escalation(models.Model):
    """A mark that was passed, and for which promise. It stays, whatever is changed afterwards."""

    need = models.ForeignKey("requests_flow.Need", on_delete=models.CASCADE, related_name="escalations")
    mark = models.CharField(_("mark"), max_length=6, choices=Mark)
    promised_at = models.DateTimeField(_("which promise"))
    at = models.DateTimeField()
    explained_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "mark", "promised_at"], name="escalation_once_a_promise")
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.mark}"
