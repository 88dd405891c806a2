"""Parks and their buildings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Park(models.Model):
    """A site under one operator; it may have several buildings."""

    class Kind(models.TextChoices):
        INDUSTRIAL_PARK = "industrial_park", _("industrial park")
        BIOMEDICAL_PARK = "biomedical_park", _("biomedical park")
        FACTORY_PARK = "factory_park", _("factory park")
        OFFICE = "office", _("office building")
        INCUBATOR = "incubator", _("incubator")
        COWORKING = "coworking", _("coworking space")
        ACCELERATOR = "accelerator", _("accelerator")

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    subdistrict = models.CharField(_("sub-district"), max_length=40, blank=True)
    community = models.CharField(_("community"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=160, blank=True)
    operator = models.ForeignKey(
        "enterprises.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="operated_parks"
    )
    property_manager = models.ForeignKey(
        "enterprises.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="maintained_parks"
    )
    liaison = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="liaison_parks"
    )
    opened = models.DateField(_("opened"), null=True, blank=True)
    area = models.PositiveIntegerField(_("area in m²"), null=True, blank=True)
    council_seats = models.PositiveSmallIntegerField(_("council seats"), null=True, blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """One numbered building of a park."""

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="buildings")
    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=60)
    floors_above = models.PositiveSmallIntegerField(_("floors above ground"), default=1)
    floors_below = models.PositiveSmallIntegerField(_("floors below ground"), default=0)
    lifts = models.PositiveSmallIntegerField(_("lifts"), default=0)
    rooms_per_floor = models.PositiveSmallIntegerField(_("rooms per floor"), default=0)
    area = models.PositiveIntegerField(_("area in m²"), null=True, blank=True)
    completed_year = models.PositiveSmallIntegerField(_("completed in"), null=True, blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
