"""Enterprises and their contacts."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.initials import initials
from parkdesk.core.search import SearchTextField, segment


class Enterprise(models.Model):
    """A firm in a park. `code` is the directory's own key; `uscc` the unified social credit code (GB 32100-2015)."""

    class LegalForm(models.TextChoices):
        LIMITED = "limited", _("limited company")
        PARTNERSHIP = "partnership", _("limited partnership")
        JOINT_STOCK = "joint_stock", _("joint-stock company")
        BRANCH = "branch", _("branch")
        SOLE = "sole", _("sole trader")

    class Sector(models.TextChoices):
        SW = "SW", _("Software and information services")
        MFG = "MFG", _("Smart equipment and testing")
        SVC = "SVC", _("Technology and professional services")
        FIN = "FIN", _("Investment and financial services")
        BIO = "BIO", _("Biomedicine and health")
        TRD = "TRD", _("E-commerce and cross-border trade")
        COM = "COM", _("Commerce and amenities")
        IC = "IC", _("Integrated circuits and electronics")

    class Size(models.TextChoices):
        MICRO = "micro", _("micro")
        SMALL = "small", _("small")
        MEDIUM = "medium", _("medium")
        LARGE = "large", _("large")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        MOVED_OUT = "moved_out", _("moved out")
        ABNORMAL = "abnormal", _("abnormal")

    class PartyBranch(models.TextChoices):
        OWN = "own", _("a branch of its own")
        JOINT = "joint", _("a joint branch with other firms")
        NONE = "none", _("no branch")

    code = models.CharField(_("code"), max_length=16, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True, null=True, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm, blank=True)
    sector = models.CharField(_("sector"), max_length=8, choices=Sector, blank=True)
    industry_code = models.CharField(_("industry code"), max_length=8, blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    founded = models.DateField(_("founded"), null=True, blank=True)
    registered_capital = models.PositiveIntegerField(_("registered capital in ¥10,000"), null=True, blank=True)
    is_foreign_invested = models.BooleanField(_("foreign-invested"), default=False)
    is_high_tech = models.BooleanField(_("high-tech enterprise"), default=False)
    registered_address = models.CharField(_("registered address"), max_length=200, blank=True)
    actual_address = models.CharField(_("actual address"), max_length=200, blank=True)
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="enterprises")
    building = models.ForeignKey(
        "enterprises.Building", null=True, blank=True, on_delete=models.PROTECT, related_name="enterprises"
    )
    floor = models.CharField(_("floor"), max_length=10, blank=True)
    room = models.CharField(_("room"), max_length=30, blank=True)
    # How many, never who (domain.md 11): who belongs to the party stands nowhere in this house.
    party_members = models.PositiveSmallIntegerField(_("party members, how many"), null=True, blank=True)
    party_branch = models.CharField(_("party organisation"), max_length=8, choices=PartyBranch, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    moved_in = models.DateField(_("moved in on"), null=True, blank=True)
    # The last day on which the firm itself, or the desk with it, said that all of this is right.
    confirmed_on = models.DateField(_("data confirmed on"), null=True, blank=True)
    search_text = SearchTextField()
    # First letters of the name's syllables, all readings; never shown, looked up with `contains`.
    initials = models.TextField(default="", db_default="", blank=True, editable=False)

    INTERNAL_STEPS = frozenset({"confirm_data"})
    # What a firm is found by.
    IN_SEARCH = ("name", "short_name", "uscc")

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Whoever changes a name by hand finds the firm by the new one; the import writes many rows by itself.
        if not self.get_deferred_fields() & set(self.IN_SEARCH):
            for column, text in self.index(vars(self)).items():
                setattr(self, column, text)
        super().save(*args, **kwargs)

    @classmethod
    def index(cls, values: Mapping[str, Any]) -> dict[str, str]:
        """The columns by which a firm is found, of its values by column."""
        name, short, uscc = (values.get(column) or "" for column in cls.IN_SEARCH)
        return {"search_text": segment(name, short, uscc), "initials": initials(name, short)}


class Contact(models.Model):
    """Somebody to talk to in an enterprise: personal data, in a table and under permissions of its own."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=14, blank=True)
    landline = models.CharField(_("landline"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_primary = models.BooleanField(_("first contact"), default=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=models.Q(is_primary=True), name="contact_one_primary"
            )
        ]

    def __str__(self) -> str:
        return self.name
