"""Place codes: what a QR poster on a wall carries."""

import secrets
from datetime import date

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

    class Kind(models.TextChoices):
        PLACE = "place", _("park or building")
        FLOOR = "floor", _("floor")
        DOOR = "door", _("door")
        EVENT = "event", _("event")

    code = models.CharField(_("code"), max_length=LENGTH, unique=True, default=new_code, editable=False)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, default=Purpose.NEED)
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="place_codes")
    building = models.ForeignKey(
        "enterprises.Building", null=True, blank=True, on_delete=models.PROTECT, related_name="place_codes"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PLACE, db_default=Kind.PLACE)
    # What is printed below the building: the spot in a lobby, the floor, the door, the title of the event.
    spot = models.CharField(_("spot"), max_length=60, blank=True, help_text=_("For example: lobby, 1st floor"))
    room = models.CharField(_("room"), max_length=30, blank=True, db_default="")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", null=True, blank=True, on_delete=models.PROTECT, related_name="place_codes"
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
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
            ),
            models.CheckConstraint(
                condition=~Q(kind="event") | Q(starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="placecode_event_has_days",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("scan", args=[self.code])

    @property
    def place_name(self) -> str:
        """Park and building in one line."""
        return f"{self.park.name} {self.building.name}" if self.building else self.park.name

    def is_over(self, today: date) -> bool:
        """Whether the event of this code has ended before that day."""
        return self.ends_on is not None and self.ends_on < today


class ScanDay(models.Model):
    """How often a code was scanned on one day: a count, and nothing about who scanned it."""

    code = models.ForeignKey(PlaceCode, on_delete=models.CASCADE, related_name="scan_days")
    day = models.DateField()
    scans = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans of a day")
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="scanday_one_a_day")]

    def __str__(self) -> str:
        return f"{self.code} {self.day} {self.scans}"
