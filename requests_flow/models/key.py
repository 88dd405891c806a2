"""Keys by which other systems hand in needs and follow their own (decisions 2: a Holder of the kind "key")."""

import hashlib
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.actors import Holder


class Scope(models.TextChoices):
    """What a key may be used for."""

    WRITE = "needs:write", _("hand in needs")
    READ = "needs:read", _("follow the needs it handed in")
    OPEN311 = "open311", _("hand in and follow by Open311 GeoReport v2")
    DEVICE = "device", _("hand in what a device measured")


def digest_of(secret: str) -> str:
    """What the database keeps of a key: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class ApiKeyQuerySet(models.QuerySet):
    def running(self, day: date) -> "ApiKeyQuerySet":
        """Those that open something on that day."""
        return self.filter(revoked_at=None, expires_on__gte=day)


class ApiKey(models.Model):
    """One key of one other system. The secret itself is shown once, when it is made, and never stored."""

    name = models.CharField(_("whose it is"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("its last four characters"), max_length=4)
    scopes = models.JSONField(_("what it may do"), default=list)
    parks = models.ManyToManyField("enterprises.Park", related_name="+", blank=True)
    per_hour = models.PositiveIntegerField(_("calls an hour"), default=600)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(_("valid until"))
    last_used_on = models.DateField(_("last used on"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="key_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"

    @property
    def holder(self) -> Holder:
        """Who hands in with it, for the trail; a device is a holder of its own kind."""
        return Holder("device" if self.is_device else "key", f"key:{self.pk}")

    @property
    def is_device(self) -> bool:
        return Scope.DEVICE in self.scopes

    @property
    def is_running(self) -> bool:
        return self.revoked_at is None and self.expires_on >= clock.today()

    @property
    def scope_words(self) -> list[str]:
        """What it may do, in words."""
        return [str(Scope(one).label) for one in self.scopes]


class KeyedNeed(models.Model):
    """By which key a need came in: that key may follow it, and no other."""

    need = models.OneToOneField("requests_flow.Need", on_delete=models.CASCADE, related_name="keyed", primary_key=True)
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="needs")
    # What the other system called it before the desk had sorted it: a category of ours, or nothing.
    called = models.CharField(_("category, as handed in"), max_length=4, blank=True)

    class Meta:
        verbose_name = _("need of a key")
        verbose_name_plural = _("needs of keys")

    def __str__(self) -> str:
        return f"{self.need_id} ← {self.key_id}"
