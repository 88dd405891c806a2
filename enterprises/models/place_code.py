"""Place codes: what a QR poster on a wall carries."""

import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# 2–9 and A–Z without I and O (decisions 29): nothing that is misread from a wall.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 7


def new_code() -> str:
    """Seven random characters of the alphabet: 34 thousand million codes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PlaceCode(models.Model):
    """A code for a place. It does not know what it opens: a setting maps its purpose to a page."""

    class Purpose(models.TextChoices):
        NEED = "need", _("say what you need")

    code = models.CharField(_("code"), max_length=LENGTH, unique=True, default=new_code, editable=False)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, default=Purpose.NEED)
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="place_codes")
    building = models.ForeignKey(
        "enterprises.Building", null=True, blank=True, on_delete=models.PROTECT, related_name="place_codes"
    )
    spot = models.CharField(_("spot"), max_length=60, blank=True, help_text=_("For example: lobby, 1st floor"))
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        verbose_name = _("place code")
        verbose_name_plural = _("place codes")
        constraints = [
            models.UniqueConstraint(
                "purpose",
                "park",
                Coalesce("building", 0),
                "spot",
                condition=Q(revoked_at__isnull=True),
                name="placecode_one_live",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("scan", args=[self.code])

    @property
    def place_name(self) -> str:
        """Park and building in one line."""
        return f"{self.park.name} {self.building.name}" if self.building else self.park.name
