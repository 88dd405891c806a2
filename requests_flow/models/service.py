"""Standard services and the terms that hold from a day on (decisions 23)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.roles import Line
from parkdesk.core.tongues import spoken
from requests_flow.words import Category, Tier


class Service(models.Model):
    """A standard service of the catalogue: what it is called, who runs it, where its window is."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160)
    summary_zh = models.TextField(_("Chinese summary"), blank=True)
    summary_en = models.TextField(_("English summary"), blank=True)
    category = models.CharField(_("category"), max_length=4, choices=Category)
    line = models.CharField(_("specialist line"), max_length=32, choices=Line)
    window = models.ForeignKey("enterprises.Unit", null=True, on_delete=models.PROTECT, related_name="services")
    department = models.ForeignKey("enterprises.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    tier_evidence = models.CharField(_("tier, as evidence"), max_length=10, blank=True)
    keywords = models.JSONField(_("keywords"), default=list)
    # Drafted by its pages. Materials: [{"zh", "en", "is_optional"}], steps: [{"zh", "en", "half_days", "doer"}].
    materials = models.JSONField(_("what to bring"), default=list)
    steps = models.JSONField(_("how it goes"), default=list)
    # The row of the catalogue's file that was read last: reading it again leaves alone what people changed since.
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return spoken(self.name_zh, self.name_en)

    def terms_on(self, day: date) -> "ServiceTerms | None":
        """The terms that hold on that day."""
        return self.terms.filter(valid_from__lte=day).order_by("-valid_from").first()


class ServiceTerms(models.Model):
    """What a service promises from a day on. Old terms stay: a need freezes the terms it was sorted under."""

    class Scope(models.TextChoices):
        FULL = "full", _("the whole way to the result")
        DESK_PART = "desk_part", _("the community's part only")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField(_("valid from"))
    promised_half_days = models.PositiveSmallIntegerField(_("promised limit in half working days"))
    legal_limit_days = models.PositiveSmallIntegerField(_("statutory limit in working days"), null=True, blank=True)
    scope = models.CharField(_("what the promise covers"), max_length=10, choices=Scope)

    class Meta:
        verbose_name = _("terms of a service")
        verbose_name_plural = _("terms of services")
        constraints = [models.UniqueConstraint(fields=["service", "valid_from"], name="terms_once_a_day")]

    def __str__(self) -> str:
        return f"{self.service.code} {self.valid_from}"

    def promise_for(self, tier: str) -> int | None:
        """The limit in half working days that replaces the tier's: of a simple need, when it covers the whole way."""
        is_whole = self.scope == self.Scope.FULL and tier == Tier.SIMPLE
        return self.promised_half_days if is_whole else None
