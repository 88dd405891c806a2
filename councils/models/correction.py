"""Issued minutes that are corrected: what is asked for, and the versions that stood before (decisions 39)."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils import meeting_guards as guards
from parkdesk.core import clock
from parkdesk.core.append_only import append_only
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, step

# The record names people: the trail keeps it among the words that can be erased.
WORDS_OF_MINUTES = frozenset(
    {"passage", "objection", "answer", "record", "title", "title_en", "copy_to", "copy_to_en", "replacement", "reason"}
)


@because(_("A correction has been asked for already; it is made or left first."))
def has_no_open_correction(minutes: Any) -> bool:
    return not minutes.corrections.filter(ended_at=None).exists()


@because(_("Nobody has asked for a correction."))
def has_open_correction(minutes: Any) -> bool:
    return minutes.corrections.filter(ended_at=None).exists()


class Versioned(models.Model):
    """What minutes have beyond their first issue: a version, and the steps that lead to the next one."""

    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        abstract = True

    @step(["issued"], STAYS, guards.keeps_minutes, has_no_open_correction)
    def ask_correction(self, passage: str, replacement: str, reason: str) -> None:
        """Words of the version that stands are wrong; the community leader decides."""

    @step(["issued"], STAYS, guards.issues_minutes, has_open_correction)
    def supersede(self, version: int, record: str, record_sha256: str) -> None:
        """The next version stands, in lists and feeds too; its PDF is set anew."""
        self.version, self.record, self.record_sha256 = version, record, record_sha256
        title = json.loads(record)["title"]
        self.title, self.title_en = title["zh-hans"], title["en"]
        self.pdf, self.pdf_sha256 = "", ""

    @step(["issued"], STAYS, guards.issues_minutes, has_open_correction)
    def leave_as_it_is(self, reason: str) -> None:
        """The version that stands is right."""

    @step(["issued"], STAYS, guards.keeps_minutes)
    def attach_scan(self) -> None:
        """The stamped paper, scanned, beside the minutes."""


class Correction(models.Model):
    """Words that somebody found wrong in the version that stood, and what is to stand there. Never a figure."""

    minutes = models.ForeignKey("councils.Minutes", on_delete=models.PROTECT, related_name="corrections")
    version = models.PositiveSmallIntegerField(_("version that it corrects"))
    passage = models.CharField(_("passage"), max_length=300)
    replacement = models.CharField(_("what is to stand there"), max_length=300)
    reason = models.TextField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    is_made = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["minutes"], condition=Q(ended_at=None), name="correction_one_open"),
            models.UniqueConstraint(
                fields=["minutes", "version"], condition=Q(is_made=True), name="correction_made_once_a_version"
            ),
            models.CheckConstraint(name="correction_made_has_ended", condition=Q(is_made=False) | ~Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} v{self.version}: {self.passage}"


class MinutesVersion(models.Model):
    """A version that was issued and then corrected, as it stood. Never changed, never removed."""

    minutes = models.ForeignKey("councils.Minutes", on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    record = models.TextField()
    record_sha256 = models.CharField(max_length=64)
    pdf = models.CharField(max_length=200, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    replaced_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("earlier version of minutes")
        verbose_name_plural = _("earlier versions of minutes")
        ordering = ["minutes_id", "version"]
        constraints = [models.UniqueConstraint(fields=["minutes", "version"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} v{self.version}"


append_only(MinutesVersion)
