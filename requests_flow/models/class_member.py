"""Which needs a class case holds, and what somebody found to be no one cause (domain.md 8.7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """A need of a class case; a need has one cause, so it stands in one at most."""

    case = models.ForeignKey("requests_flow.ClassCase", on_delete=models.PROTECT, related_name="memberships")
    need = models.OneToOneField("requests_flow.Need", on_delete=models.PROTECT, related_name="of_class")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("need of a class case")
        verbose_name_plural = _("needs of class cases")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.need_id}"


class ClassRefusal(models.Model):
    """Somebody looked at a proposal and found it no one cause. Its needs are not proposed again without a new firm."""

    WORDS = frozenset({"reason"})
    INTERNAL_STEPS = frozenset({"refuse"})

    needs = models.ManyToManyField("requests_flow.Need", related_name="+")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("refused class case")
        verbose_name_plural = _("refused class cases")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason[:40]
