"""The options of a case: what members choose among, one sentence each."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.models.case import Case
from parkdesk.core import clock
from parkdesk.core.tongues import spoken


class OptionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Option(models.Model):
    """One option. Its words never change: whoever wants others withdraws it and offers a new one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField(_("number of the option"))
    text = models.CharField(_("option"), max_length=200)
    text_en = models.CharField(_("option in English"), max_length=300, blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="option_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.display_text}"

    @property
    def display_text(self) -> str:
        """In the reader's language, where somebody has translated it."""
        return spoken(self.text, self.text_en)
