"""The rule book: what earns how much, as rows that are versioned and never changed (decisions 41 and 43)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.append_only import append_only
from parkdesk.core.states import StateField, transition
from parkdesk.core.tongues import spoken
from points import guards

# Nobody earns by handing in a need, by judging the work, or by voting, whatever a rule book says (domain.md 10).
NEVER_PAID = (
    "requests_flow.need.submit",
    "requests_flow.need.rate",
    "requests_flow.need.confirm",
    "requests_flow.need.reopen",
    "requests_flow.need.withdraw",
    "councils.round.cast",
    "councils.round.vote",
)


class RuleBookQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "RuleBookQuerySet":
        """Approved books that have begun by that day, the newest first: it alone is read, whole."""
        return self.filter(state=RuleBook.State.APPROVED, starts_on__lte=day).order_by("-starts_on", "-revision")


class RuleBook(models.Model):
    """The rules of one year, approved by a joint session of all councils; a change within the year is a revision."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("rule book", "draft")
        APPROVED = "approved", pgettext_lazy("rule book", "approved")
        DROPPED = "dropped", pgettext_lazy("rule book", "not adopted")

    year = models.PositiveSmallIntegerField(_("year"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    starts_on = models.DateField(_("in force from"))
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    reference = models.CharField(_("approved by"), max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = RuleBookQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule book")
        verbose_name_plural = _("rule books")
        ordering = ["-starts_on", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["year", "revision"], name="rulebook_revision_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(state="draft"), name="rulebook_one_draft_a_year"),
            models.CheckConstraint(
                name="rulebook_approved_by_something",
                condition=Q(state__in=["draft", "dropped"], reference="", approved_at__isnull=True, digest="")
                | (Q(state="approved", approved_at__isnull=False) & ~Q(reference="") & ~Q(digest="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}.{self.revision}"

    @transition("state", source=State.DRAFT, target=State.APPROVED, permission=guards.records_the_joint_session)
    def approve(self, reference, digest):
        self.reference, self.digest, self.approved_at = reference, digest, clock.now()

    @transition("state", source=State.DRAFT, target=State.DROPPED, permission=guards.records_the_joint_session)
    def drop(self):
        """The joint session did not adopt it, or it has to be written anew."""


class Rule(models.Model):
    """What one kind of contribution is called, over all years."""

    code = models.SlugField(_("code"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class RuleVersion(models.Model):
    """A rule as one rule book has it. A row is written into a draft and never changed.

    `verb` is the step of the trail that earns (blank: people give it by hand, two of them); `role`, when set, is what
    the one who earns has to be. `waits_for` are verbs about the same thing that have to follow before it pays;
    `undone_by` are those that take it back. Points are for each unit of the entry's quantity, up to `max_quantity`.
    """

    class Dimension(models.TextChoices):
        HARMONY = "harmony", pgettext_lazy("rule", "harmony")
        CIVILITY = "civility", pgettext_lazy("rule", "civility")
        GOVERNANCE = "governance", pgettext_lazy("rule", "governance")
        INTEGRITY = "integrity", pgettext_lazy("rule", "integrity")
        FUTURE = "future", pgettext_lazy("rule", "future")
        NONE = "", pgettext_lazy("rule", "none")

    class Period(models.TextChoices):
        MONTH = "month", pgettext_lazy("rule", "a month")
        YEAR = "year", pgettext_lazy("rule", "a year")

    book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="versions")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension, blank=True)
    title = models.CharField(_("for what"), max_length=60)
    title_en = models.CharField(_("for what, in English"), max_length=120)
    evidence = models.CharField(_("shown by"), max_length=40, blank=True)
    evidence_en = models.CharField(_("shown by, in English"), max_length=80, blank=True)
    verb = models.CharField(max_length=80, blank=True)
    role = models.CharField(_("role"), max_length=24, choices=Role, blank=True)
    waits_for = models.JSONField(default=list, blank=True)
    undone_by = models.JSONField(default=list, blank=True)
    is_for_others = models.BooleanField(_("not for one's own report"), default=False)
    points = models.PositiveIntegerField(_("points"))
    max_quantity = models.PositiveSmallIntegerField(_("units at most"), default=1)
    cap_period = models.CharField(_("limit counts"), max_length=5, choices=Period, blank=True)
    cap_count = models.PositiveSmallIntegerField(_("times at most"), null=True, blank=True)
    cap_points = models.PositiveIntegerField(_("points at most"), null=True, blank=True)
    is_one_off = models.BooleanField(_("once for each person"), default=False)
    review_over = models.PositiveIntegerField(_("reviewed above"), default=50)
    notice_days = models.PositiveSmallIntegerField(_("working days of public notice"), default=3)

    class Meta:
        verbose_name = _("rule as of a year")
        verbose_name_plural = _("rules as of a year")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "rule"], name="ruleversion_once_a_book"),
            models.CheckConstraint(name="ruleversion_gives_something", condition=Q(points__gt=0, max_quantity__gt=0)),
            models.CheckConstraint(name="ruleversion_pays_no_reports_or_votes", condition=~Q(verb__in=NEVER_PAID)),
            models.CheckConstraint(
                name="ruleversion_limit_has_its_period",
                condition=Q(cap_period="", cap_count__isnull=True, cap_points__isnull=True)
                | (~Q(cap_period="") & (Q(cap_count__isnull=False) | Q(cap_points__isnull=False))),
            ),
            models.CheckConstraint(
                name="ruleversion_limit_leaves_room",
                condition=Q(cap_points__isnull=True) | Q(cap_points__gte=F("points")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}@{self.book_id}"

    @property
    def display_title(self) -> str:
        return spoken(self.title, self.title_en)

    @property
    def display_evidence(self) -> str:
        return spoken(self.evidence, self.evidence_en)


append_only(RuleVersion)
