"""What else the floor remembers: days off, the moved clock, files, presses, counts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday, from the yearly notice or a local suspension."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("day off")
        MAKEUP = "makeup_workday", _("swapped workday")

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name_zh = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("calendar day")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class ClockShift(models.Model):
    """The one offset that web, worker and tick share in tests and demonstrations (decisions 16)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("clock shift")
        constraints = [models.CheckConstraint(name="clockshift_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.seconds} s"


class Attachment(models.Model):
    """A picture or a paper (PDF) of a subject; stored privately, served only by a signed link of a few minutes.

    A paper has pages and a title, a picture width, height and a thumb. Without a subject it is a draft: chosen in a
    form that came back with an error, kept for a day.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)
    step = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=True)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    thumb = models.FileField(upload_to="attachments/%Y/%m/", blank=True)
    title = models.CharField(max_length=80, blank=True, db_default="")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0, db_default=0)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("uploaded file")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_subject")]
        constraints = [
            models.CheckConstraint(
                name="attachment_paper_has_pages",
                condition=Q(content_type="application/pdf", pages__gt=0)
                | Q(content_type="image/jpeg", pages=0, title=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_paper(self) -> bool:
        return self.pages > 0


class Claim(models.Model):
    """One press of one button: the key is claimed in the transaction that does the work, so it is done once."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    result = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("claimed press")
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="claim_once")]
        indexes = [models.Index(fields=["at"], name="claim_at")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Tally(models.Model):
    """How often something happened in one window of time: the rate limits, shared by all processes."""

    key = models.CharField(max_length=120, primary_key=True)
    until = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("tally")

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
