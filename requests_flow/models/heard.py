"""What was heard on a visit, and what the visitor takes it to be about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.words import Category


class Heard(models.Model):
    """One need that was heard on a visit, with what the visitor takes it to be about."""

    visit = models.ForeignKey("requests_flow.Visit", on_delete=models.PROTECT, related_name="heard")
    need = models.OneToOneField("requests_flow.Need", on_delete=models.PROTECT, related_name="heard")
    hint = models.CharField(_("what it is about, says the visitor"), max_length=4, choices=Category, blank=True)

    class Meta:
        verbose_name = _("need heard on a visit")
        verbose_name_plural = _("needs heard on visits")

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.need_id}"
