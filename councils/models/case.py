"""A case (议题): one question before a council, what everybody says about it, and who steps back (council.md 2)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import within_reach
from councils.models.case_steps import CaseSteps
from councils.models.party import Party
from councils.models.venue import Venue
from councils.picks import Method
from councils.tally import Result
from parkdesk.core import clock
from parkdesk.core.states import StateField
from parkdesk.core.tongues import spoken


class CaseState(models.TextChoices):
    """Where a case stands. Whether a vote had a quorum is said by its round."""

    PREPARING = "preparing", pgettext_lazy("case", "being prepared")
    IN_DISCUSSION = "in_discussion", pgettext_lazy("case", "in discussion")
    VOTING = "voting", pgettext_lazy("case", "vote is open")
    TO_MEETING = "to_meeting", pgettext_lazy("case", "for the next meeting")
    DECIDED = "decided", pgettext_lazy("case", "decided")
    PC_REVIEW = "pc_review", pgettext_lazy("case", "with the party committee")
    EXECUTING = "executing", pgettext_lazy("case", "being carried out")
    CLOSED = "closed", pgettext_lazy("case", "closed")
    DEFERRED = "deferred", pgettext_lazy("case", "put off")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """What this person may know of: see `within_reach`."""
        return self.filter(within_reach.of_cases(person)).select_related("council__park")

    def kept_from_no_member(self) -> Self:
        """What each member of its council may read: for whoever holds a seat there it is all of `visible_to`."""
        return self.filter(within_reach.KEPT_FROM_NO_MEMBER).select_related("council__park")

    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def for_a_meeting(self) -> Self:
        """Waits for the agenda of the next meeting: twice without a quorum, or two members asked for one."""
        return self.filter(state=CaseState.TO_MEETING)

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class Case(CaseSteps, models.Model):
    """One question before one council. It has no tier of its own: it reads its need's (decisions 34)."""

    State = CaseState

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="cases")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    need = models.ForeignKey("requests_flow.Need", null=True, on_delete=models.PROTECT, related_name="cases")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    rule_set = models.ForeignKey("councils.RuleSet", on_delete=models.PROTECT, related_name="+")
    state = StateField(_("state"), max_length=16, choices=CaseState, default=CaseState.PREPARING)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    question = models.TextField(_("question"), max_length=600, blank=True)
    question_en = models.TextField(_("question in English"), max_length=900, blank=True)
    facts = models.TextField(_("facts"), max_length=4000, blank=True)
    options = models.TextField(_("options"), max_length=2000, blank=True)
    per_firm = models.CharField(_("what it costs one firm"), max_length=120, default="", blank=True, db_default="")
    payers = models.CharField(_("who pays how much"), max_length=200, default="", blank=True, db_default="")
    is_about_shared = models.BooleanField(_("about shared money, prices or rules"), default=False)
    is_secret = models.BooleanField(_("voted on in secret"), default=False)
    venue = models.CharField(_("venue"), max_length=8, choices=Venue, default=Venue.JOINT, db_default="joint")
    way = models.CharField(_("method"), max_length=8, choices=Method, default=Method.QUESTION, db_default="question")
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    opened_at = models.DateTimeField(null=True)
    discussion_ends_at = models.DateTimeField(null=True)
    deferred_until = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="case_number_once"),
            models.UniqueConstraint(fields=["need"], condition=Q(ended_at__isnull=True), name="case_open_once_a_need"),
            models.CheckConstraint(
                name="case_ended_has_its_date",
                condition=Q(state__in=("closed", "withdrawn"), ended_at__isnull=False)
                | (~Q(state__in=("closed", "withdrawn")) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_decided_has_its_result",
                condition=Q(decided_at__isnull=True, result="") | (Q(decided_at__isnull=False) & ~Q(result="")),
            ),
        ]
        indexes = [models.Index(fields=["council", "state"], name="case_council_state")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("councils:case", args=[self.council.park.code, self.pk])

    @property
    def reference(self) -> str:
        """`2026-07`: the council's own number of the year."""
        return f"{self.year}-{self.number:02d}"

    @property
    def park_code(self) -> str:
        return self.council.park.code

    @property
    def display_title(self) -> str:
        """In the reader's language, where somebody has translated it."""
        return spoken(self.title, self.title_en)

    @property
    def display_question(self) -> str:
        return spoken(self.question, self.question_en)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def light(self) -> clock.Light | None:
        """How much of the discussion is left; the vote has a light of its own."""
        if self.state != CaseState.IN_DISCUSSION or self.discussion_ends_at is None:
            return None
        return clock.light(clock.calendar(), clock.now(), self.opened_at, self.discussion_ends_at)


class Position(models.Model):
    """What one of the five parties says about a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="positions")
    party = models.CharField(_("party"), max_length=12, choices=Party)
    text = models.TextField(_("what it says"), max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="position_once_a_party")]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.text[:40]}"


class Contribution(models.Model):
    """One thing that a member said in the discussion."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contributions")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=2000)
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    mentions = models.ManyToManyField("councils.Representative", related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class Interest(models.TextChoices):
    """Why somebody steps back: public, in these words; what lies behind it is not."""

    PARTY = "party", _("their own firm is a party to it")
    TRADE = "trade", _("business with a party to it")
    EMPLOYER = "employer", _("employed by a party to it")
    SHARE = "share", _("a share in a party to it")
    FAMILY = "family", _("family of somebody concerned")
    OTHER = "other", _("another interest")


class Declaration(models.Model):
    """Each member's answer to the question whether they have an interest in this case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="declarations")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    has_interest = models.BooleanField(_("has an interest"))
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("declaration of interest")
        verbose_name_plural = _("declarations of interest")
        constraints = [models.UniqueConstraint(fields=["case", "representative"], name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.representative}: {self.has_interest}"


class Recusal(models.Model):
    """A member who steps back (回避): leaves the base of the quorum and the electorate together."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recusals")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("why"), max_length=10, choices=Interest)
    text = models.TextField(_("in their own words, not public"), max_length=600, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["case", "representative"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.representative}: {self.get_category_display()}"
