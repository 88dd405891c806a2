"""What people have earned, on its way into the ledger, and how much of each limit they have used."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.states import StateField, transition
from points import guards
from points.models.ledger import Account, Transfer
from points.models.rules import Rule, RuleVersion


class AwardQuerySet(models.QuerySet):
    def visible_to(self, person) -> "AwardQuerySet":
        """One's own; all for those who review; what is on public notice for everybody."""
        if guards.reviews(None, person):
            return self
        return self.filter(Q(person=person) | Q(state=Award.State.ON_NOTICE))

    def standing(self) -> "AwardQuerySet":
        """Those that count against limits: neither refused nor taken back."""
        return self.exclude(state__in=Award.ENDED)

    def locked(self) -> "AwardQuerySet":
        """With their rows locked, which comes before all locks of accounts (points.md, design 3)."""
        return self.select_for_update(of=("self",)).select_related("rule_version", "person")

    def to_review(self) -> "AwardQuerySet":
        return self.filter(state=Award.State.IN_REVIEW).order_by("pk")

    def on_notice(self) -> "AwardQuerySet":
        """What the public may object to now, the first to end first."""
        return self.filter(state=Award.State.ON_NOTICE).order_by("notice_until", "pk")


class Award(models.Model):
    """Points that a person has earned by one rule for one thing. Only `advance` changes its state.

    Up to the rule's threshold it is posted at once; above, a second person reviews it, and it can be spent only when
    its public notice is over (points.md G1, I-14).
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("award", "being made")
        EXPECTED = "expected", pgettext_lazy("award", "waits for the outcome")
        IN_REVIEW = "in_review", pgettext_lazy("award", "in review")
        ON_NOTICE = "on_notice", pgettext_lazy("award", "on public notice")
        POSTED = "posted", pgettext_lazy("award", "posted")
        CAPPED = "capped", pgettext_lazy("award", "limit reached")
        REFUSED = "refused", pgettext_lazy("award", "refused")
        REVERSED = "reversed", pgettext_lazy("award", "taken back")

    ENDED = (State.CAPPED, State.REFUSED, State.REVERSED)
    WORDS = frozenset({"reason", "evidence"})
    INTERNAL_STEPS = frozenset({"expect", "claim", "pass_on", "reach_limit"})
    LOCK_WITH = ("rule_version", "person")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="awards"
    )
    rule = models.ForeignKey(Rule, db_index=False, on_delete=models.PROTECT, related_name="awards")
    rule_version = models.ForeignKey(RuleVersion, db_index=False, on_delete=models.PROTECT, related_name="awards")
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    entry = models.ForeignKey(
        "core.Entry", null=True, db_index=False, on_delete=models.PROTECT, related_name="points_awards"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    park_code = models.CharField(max_length=8, blank=True)
    occurred_on = models.DateField()
    quantity = models.PositiveIntegerField(default=1)
    asked = models.PositiveIntegerField(_("points by the rule"))
    points = models.PositiveIntegerField(_("points"))
    unpaid = models.PositiveIntegerField(_("spent before it was taken back"), default=0)
    is_one_off = models.BooleanField(default=False)
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    notice_until = models.DateTimeField(null=True)
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="award")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award of points")
        verbose_name_plural = _("awards of points")
        constraints = [
            models.UniqueConstraint(fields=["entry", "person", "rule"], name="award_once_an_entry"),
            models.UniqueConstraint(
                fields=["person", "rule", "subject_type", "subject_id"],
                condition=~Q(state__in=["capped", "refused", "reversed"]),
                name="award_once_a_subject",
            ),
            models.UniqueConstraint(
                fields=["person", "rule"],
                condition=Q(is_one_off=True) & ~Q(state__in=["capped", "refused", "reversed"]),
                name="award_one_off",
            ),
            models.CheckConstraint(name="award_within_the_rule", condition=Q(points__lte=models.F("asked"))),
            models.CheckConstraint(
                name="award_posted_with_its_transfer",
                condition=Q(state__in=["posted", "reversed"]) | Q(transfer__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="award_subject"),
            models.Index(fields=["state", "notice_until"], name="award_open", condition=~Q(state="posted")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rule_id} {self.points}"

    @property
    def needs_review(self) -> bool:
        return self.points > self.rule_version.review_over

    @property
    def taken_back(self) -> int:
        """How many points came out of the account again; none when they had not come yet."""
        was_paid = self.transfer_id is not None and self.state == self.State.REVERSED
        return self.points - self.unpaid if was_paid else 0

    def promised_dates(self) -> dict[str, Any]:
        """Until when anybody may object; the points count from then on."""
        return {"notice": self.notice_until}

    @transition("state", source=State.DRAFT, target=State.EXPECTED, permission=guards.is_the_clock)
    def expect(self):
        """The trail says that it was done; it pays when the outcome stands."""

    @transition("state", source=[State.DRAFT, State.EXPECTED], target=State.CAPPED, permission=guards.is_the_clock)
    def reach_limit(self):
        """Nothing is left of the rule's limit in this period."""

    @transition(
        "state", source=[State.DRAFT, State.EXPECTED], target=State.IN_REVIEW, permission=guards.is_the_clock_or_staff
    )
    def claim(self, evidence=""):
        """It waits for a second person."""

    @transition(
        "state",
        source=State.IN_REVIEW,
        target=State.ON_NOTICE,
        permission=guards.reviews_for_others,
        conditions=[guards.needs_review],
    )
    def pass_on(self):
        days = clock.working_days(self.rule_version.notice_days)
        self.notice_until = clock.due_at(clock.calendar(), clock.now(), days)

    @transition(
        "state",
        source=State.ON_NOTICE,
        target=State.IN_REVIEW,
        permission=guards.objects_to_others,
        conditions=[guards.is_on_notice],
    )
    def object(self, reason):
        self.notice_until = None

    @transition(
        "state", source=[State.IN_REVIEW, State.ON_NOTICE], target=State.REFUSED, permission=guards.reviews_for_others
    )
    def refuse(self, reason):
        """A second person found that it was not so."""

    @transition(
        "state",
        source=[State.DRAFT, State.EXPECTED, State.IN_REVIEW, State.ON_NOTICE],
        target=State.POSTED,
        permission=guards.posts,
        conditions=[guards.may_be_posted],
    )
    def post(self, transfer):
        self.transfer = transfer

    @transition(
        "state",
        source=[State.EXPECTED, State.IN_REVIEW, State.ON_NOTICE, State.POSTED],
        target=State.REVERSED,
        permission=guards.takes_back,
    )
    def reverse(self, unpaid=0, reason=""):
        self.unpaid = unpaid


class ExpiryWarning(models.Model):
    """A member was told so many days before that points of theirs end on a day. Once."""

    account = models.ForeignKey(Account, db_index=False, on_delete=models.PROTECT, related_name="warnings")
    ends_on = models.DateField()
    days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("warning that points end")
        verbose_name_plural = _("warnings that points end")
        constraints = [models.UniqueConstraint(fields=["account", "ends_on", "days"], name="expirywarning_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.ends_on} {self.days}"


class CapCounter(models.Model):
    """How much of a rule's limit a person has used in one period ("2026-11", "2026")."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, db_index=False, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    count = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("use of a limit")
        verbose_name_plural = _("uses of limits")
        constraints = [models.UniqueConstraint(fields=["person", "rule", "period"], name="capcounter_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rule_id} {self.period}: {self.count}"


def period_of(version: RuleVersion, day: date) -> str:
    """The period of a rule's limit in which a day lies; "" when it has none."""
    return {"": "", RuleVersion.Period.MONTH: f"{day:%Y-%m}", RuleVersion.Period.YEAR: f"{day:%Y}"}[version.cap_period]
