"""The rules of councils as versions: a case keeps the version it was opened with (council.md 0)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core.append_only import append_only

# The rules that hold from the first day on, until another version is approved.
FIRST_DAY = date(2025, 1, 1)


class RuleSet(models.Model):
    """One version of the rules; a row never changes. The defaults of the fields are the first version (domain.md 5).

    Shares are two integers, so that nothing is rounded. All durations are working days (decisions 34).
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    valid_from = models.DateField(_("valid from"))

    # Who sits: domain.md 5.1 and 5.4.
    size_min = models.PositiveSmallIntegerField(_("fewest seats"), default=6)
    size_max = models.PositiveSmallIntegerField(_("most seats"), default=10)
    coverage_percent = models.PositiveSmallIntegerField(_("enterprise types represented, percent"), default=95)

    # How it decides: decisions 35. Ordinary matters need more than this share of the votes cast, abstentions
    # included; shared money, prices and rules at least that one.
    quorum_of = models.PositiveSmallIntegerField(default=2)
    quorum_out_of = models.PositiveSmallIntegerField(default=3)
    quorum_parties = models.PositiveSmallIntegerField(_("parties for a quorum"), default=4)
    majority_of = models.PositiveSmallIntegerField(default=1)
    majority_out_of = models.PositiveSmallIntegerField(default=2)
    shared_of = models.PositiveSmallIntegerField(default=2)
    shared_out_of = models.PositiveSmallIntegerField(default=3)
    is_abstention_counted = models.BooleanField(_("an abstention is a vote cast"), default=True)
    hide_below = models.PositiveSmallIntegerField(_("fewest votes for figures of a secret vote"), default=3)

    # How long it takes: decisions 34; together they keep to the five days of domain.md 4.2.
    quick_days = models.PositiveSmallIntegerField(_("quick venue: discussion and vote"), default=2, db_default=2)
    discussion_days = models.PositiveSmallIntegerField(_("discussion"), default=2)
    vote_days = models.PositiveSmallIntegerField(_("vote"), default=3)
    extension_days = models.PositiveSmallIntegerField(_("one extension without a quorum"), default=2)

    # Meetings and minutes: domain.md 6, decisions 39.
    papers_days = models.PositiveSmallIntegerField(_("papers before the meeting"), default=3)
    minutes_window_days = models.PositiveSmallIntegerField(_("window for objections"), default=2)
    minutes_issue_days = models.PositiveSmallIntegerField(_("minutes issued after the meeting"), default=5)
    signing_parties = models.PositiveSmallIntegerField(_("parties that countersign"), default=2)

    # Shared accounts of a park (ADR 0039).
    account_comment_days = models.PositiveSmallIntegerField(
        _("days for comments on shared accounts"), default=5, db_default=5
    )

    class Meta:
        verbose_name = _("rules of councils")
        verbose_name_plural = _("rules of councils")
        ordering = ["valid_from", "version"]
        constraints = [
            models.CheckConstraint(name="ruleset_sizes", condition=Q(size_min__gte=1, size_max__gte=F("size_min"))),
            models.CheckConstraint(
                name="ruleset_shares",
                condition=Q(quorum_of__gte=1, majority_of__gte=1, shared_of__gte=1)
                & Q(quorum_out_of__gte=F("quorum_of"), majority_out_of__gt=F("majority_of"))
                & Q(shared_out_of__gte=F("shared_of"), coverage_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    @classmethod
    def current(cls, day: date) -> Self:
        """The version that holds on that day; the first one is written down when it is asked for first."""
        held = cls._default_manager.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
        return held or cls._default_manager.get_or_create(version=1, defaults={"valid_from": min(day, FIRST_DAY)})[0]


append_only(RuleSet)
