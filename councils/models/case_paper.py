"""Papers of a case: a quotation, a plan, a finding. Their files are private and lie with the uploads of the house."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock


class CasePaperQuerySet(models.QuerySet):
    def lying(self) -> Self:
        """Those that were not taken away again."""
        return self.filter(removed_at=None)


class CasePaper(models.Model):
    """One paper under one title; a scan of several pages is one paper of several files. Its number stays taken."""

    case = models.ForeignKey("councils.Case", on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField(_("number of the paper"))
    title = models.CharField(_("what it is"), max_length=80)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    objects = CasePaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a case")
        verbose_name_plural = _("papers of a case")
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_paper_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
