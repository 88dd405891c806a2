"""Beside a quarter of shared accounts: the kinds of lines, earlier versions, comments of the people of the park."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.append_only import append_only


class AccountKind(models.TextChoices):
    """What money of all firms of a park comes from and goes to; income first, in the order of every table."""

    PARKING = "parking", pgettext_lazy("account", "Car-park income")
    ADVERTISING = "advertising", pgettext_lazy("account", "Advertising on shared walls")
    LETTING = "letting", pgettext_lazy("account", "Letting of shared rooms")
    INTEREST = "interest", pgettext_lazy("account", "Interest")
    OTHER_IN = "other_in", pgettext_lazy("account", "Other income")
    REPAIRS = "repairs", pgettext_lazy("account", "Repairs")
    CLEANING = "cleaning", pgettext_lazy("account", "Cleaning of shared parts")
    ENERGY = "energy", pgettext_lazy("account", "Energy of shared parts")
    WORKS = "works", pgettext_lazy("account", "Small works")
    OTHER_OUT = "other_out", pgettext_lazy("account", "Other spending")

    @property
    def is_income(self) -> bool:
        return self.value in {"parking", "advertising", "letting", "interest", "other_in"}


class AccountVersion(models.Model):
    """A version that was disclosed and then corrected, as it stood. Never changed, never removed.

    `record` is canonical JSON: opening, lines (kind, amount in fen, text), closing, audit note.
    """

    account = models.ForeignKey("councils.QuarterAccount", on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    record = models.TextField()
    record_sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    replaced_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("earlier version of shared accounts")
        verbose_name_plural = _("earlier versions of shared accounts")
        ordering = ["account_id", "version"]
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="account_version_once")]

    def __str__(self) -> str:
        return f"{self.account_id} v{self.version}"


append_only(AccountVersion)


class AccountComment(models.Model):
    """What somebody of the park says about a disclosed quarter; without a person once they are forgotten."""

    account = models.ForeignKey("councils.QuarterAccount", on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("comment"), max_length=600)
    at = models.DateTimeField(default=clock.now)
    answer = models.TextField(_("answer to a comment"), max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment on shared accounts")
        verbose_name_plural = _("comments on shared accounts")
        ordering = ["account_id", "pk"]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.text[:40]}"
