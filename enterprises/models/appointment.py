"""Who may do what: appointments to roles, memberships in enterprises. Both end by themselves."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from enterprises.roles import ON_SITE, Line, Role


class TermQuerySet(models.QuerySet):
    def running(self, day: date) -> "TermQuerySet":
        """Those whose term holds on that day."""
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Appointment(models.Model):
    """A person wears a role, for a park, a unit or a line, for a term. Access and points count these alone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=24, choices=Role)
    park = models.ForeignKey(
        "enterprises.Park", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    building = models.ForeignKey(
        "enterprises.Building", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments",
        verbose_name=_("building"), help_text=_("A park leader or volunteer of one building is its building leader."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "enterprises.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    line = models.CharField(_("specialist line"), max_length=32, choices=Line, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True)
    background = models.CharField(
        _("employer or background"), max_length=40, blank=True, help_text=_("Protection follows the employer.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                name="appointment_term", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on"))
            ),
            models.UniqueConstraint(
                "person",
                "role",
                Coalesce("park", 0),
                Coalesce("unit", 0),
                "line",
                "starts_on",
                Coalesce("building", 0),
                name="appointment_once",
            ),
            models.CheckConstraint(
                name="appointment_building_is_walked",
                condition=Q(building__isnull=True) | Q(park__isnull=False, role__in=[Role.VOLUNTEER, Role.PARK_LEADER]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role_name}"

    @property
    def role_name(self) -> str:
        """What somebody is called under it: of one building the building leader (楼长, domain.md 2)."""
        return str(_("Building leader") if self.building_id else self.get_role_display())

    @property
    def place_name(self) -> str:
        """Park and building, as far as it is limited to them."""
        return " ".join(str(one) for one in (self.park, self.building) if one)

    def clean(self) -> None:
        if self.building and (self.building.park_id != self.park_id or self.role not in ON_SITE):
            raise ValidationError(
                {"building": _("A building of this park, and for park leaders and volunteers alone.")}
            )


class Membership(models.Model):
    """A person belongs to an enterprise; some are its administrators, one may be its delegate who votes."""

    INTERNAL_STEPS = frozenset({"name_delegate", "hand_over", "appoint_administrator", "leave", "end"})

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="memberships")
    is_admin = models.BooleanField(_("administrator"), default=False)
    is_delegate = models.BooleanField(_("delegate who votes"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "enterprise"], condition=Q(ends_on__isnull=True), name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(is_delegate=True, ends_on__isnull=True), name="one_delegate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.enterprise}"

    @property
    def park_code(self) -> str:
        return self.enterprise.park.code
