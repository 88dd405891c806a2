"""Who was at a meeting: members with the times of coming and going, and guests without a vote."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models.meeting import Meeting

# Whoever comes a little late has still been there for the whole of it.
GRACE = timedelta(minutes=10)


class AttendanceQuerySet(models.QuerySet):
    def members(self) -> Self:
        """Those with a seat; the others are guests."""
        return self.filter(representative__isnull=False)

    def present(self) -> Self:
        """Members who were there at all."""
        return self.filter(kind=Attendance.Kind.PRESENT)

    def here(self) -> Self:
        """Members who are in the room now."""
        return self.present().filter(left_at=None)


class Attendance(models.Model):
    """One member, or one guest, of one meeting: invited, there from when to when, excused or absent."""

    class Kind(models.TextChoices):
        INVITED = "invited", pgettext_lazy("attendance", "invited")
        PRESENT = "present", pgettext_lazy("attendance", "present")
        EXCUSED = "excused", pgettext_lazy("attendance", "excused")
        ABSENT = "absent", pgettext_lazy("attendance", "absent")
        OBSERVER = "observer", pgettext_lazy("attendance", "guest without a vote")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    representative = models.ForeignKey(
        "councils.Representative", null=True, on_delete=models.PROTECT, related_name="attendances"
    )
    guest = models.CharField(_("guest: unit and name"), max_length=60, blank=True)
    kind = models.CharField(_("attendance"), max_length=8, choices=Kind, default=Kind.INVITED)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    was_away = models.BooleanField(_("left and came back"), default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "representative"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_member_or_guest",
                condition=Q(kind="observer", representative=None) & ~Q(guest="")
                | ~Q(kind="observer") & Q(representative__isnull=False, guest=""),
            ),
            models.CheckConstraint(
                name="attendance_present_has_its_time",
                condition=Q(kind__in=("present", "observer")) | Q(arrived_at=None, left_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative or self.guest}: {self.get_kind_display()}"

    @property
    def is_here(self) -> bool:
        """In the room now, as a member."""
        return self.kind == self.Kind.PRESENT and self.left_at is None

    @property
    def in_full(self) -> bool:
        """There from the beginning to the end; ten minutes late still is."""
        begun, ended = self.meeting.began_at, self.meeting.ended_at
        if self.kind != self.Kind.PRESENT or self.was_away or not (begun and ended and self.arrived_at):
            return False
        return self.arrived_at <= begun + GRACE and (self.left_at is None or self.left_at >= ended)
