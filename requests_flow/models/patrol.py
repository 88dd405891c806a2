"""Patrol rounds (早巡夜访): a way through a park with check points, and when it is walked."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.roles import DESK, ON_SITE, Role
from parkdesk.core import clock
from parkdesk.core.workdays import Calendar
from requests_flow import patrol_words

if TYPE_CHECKING:
    from enterprises.models import Person


class PatrolQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def visible_to(self, person: "Person") -> Self:
        """Those of the parks that this person walks; all of them for the desk."""
        return self if person.wears(*DESK) else self.filter(park__in=person.parks(*ON_SITE))

    def kept_by(self, person: "Person") -> Self:
        """Those that this person may change: a park leader's own parks, all for the desk."""
        return self if person.wears(*DESK) else self.filter(park__in=person.parks(Role.PARK_LEADER))


class Patrol(models.Model):
    """One way through one park. It presses nobody: a day on which it is not walked is no fault of anybody."""

    When = patrol_words.When

    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="patrols")
    name = models.CharField(_("name"), max_length=60)
    when = models.CharField(_("when"), max_length=8, choices=When, default=When.MORNING)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))
    # "work" for working days, or the numbers of days of the week from Monday, as text.
    days = models.JSONField(_("on which days"), default=list)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    retired_at = models.DateTimeField(null=True)

    objects = PatrolQuerySet.as_manager()

    class Meta:
        verbose_name = _("patrol round")
        verbose_name_plural = _("patrol rounds")
        ordering = ["park", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="patrol_window", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["park", "name"], condition=Q(retired_at=None), name="patrol_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:patrol", args=[self.pk])

    def is_due(self, day: date, calendar: Calendar) -> bool:
        """Whether it stands in the plan of that day; a make-up Saturday is a working day."""
        is_working = patrol_words.WORKING_DAYS in self.days and calendar.is_working(day)
        return is_working or str(day.weekday()) in self.days


class CheckPoint(models.Model):
    """Where one stops on a round: a place with a code on its wall, or a spot in words."""

    Look = patrol_words.Look

    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("order"))
    place_code = models.ForeignKey(
        "enterprises.PlaceCode", null=True, on_delete=models.PROTECT, related_name="check_points"
    )
    spot = models.CharField(_("spot"), max_length=60, blank=True)
    look_at = models.JSONField(_("look at"), default=list)
    # Taken off the round; what was seen there stays with the walks of before.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("check point")
        verbose_name_plural = _("check points")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="check_point_somewhere", condition=Q(place_code__isnull=False) | ~Q(spot=""))
        ]

    def __str__(self) -> str:
        code = self.place_code
        where = " ".join(filter(None, (code.building.name if code.building else "", code.spot))) if code else ""
        return " · ".join(filter(None, (where, self.spot))) or (code.place_name if code else "")

    @property
    def looks(self) -> list[str]:
        """What to look at, in words."""
        words = dict(self.Look.choices)
        return [str(words[one]) for one in self.look_at if one in words]
