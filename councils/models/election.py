"""An election (推选) for seats of one council: what is planned, where it stands, who has signed what (council.md 1)."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import guards
from councils.elections.guards import has_somebody
from councils.models.election_steps import ElectionSteps
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import StateField

PEOPLE = {"on_delete": models.PROTECT, "related_name": "+", "null": True, "blank": True}


class ElectionState(models.TextChoices):
    """Where an election stands. What the clock brings about is asked of `Election.stage`."""

    DRAFT = "draft", pgettext_lazy("election", "being planned")
    ANNOUNCED = "announced", pgettext_lazy("election", "announced")
    NOMINATING = "nominating", pgettext_lazy("election", "nominations are open")
    VETTING = "vetting", pgettext_lazy("election", "candidates are checked")
    PUBLISHED = "published", pgettext_lazy("election", "candidates are published")
    VOTING = "voting", pgettext_lazy("election", "ballot is open")
    COUNTING = "counting", pgettext_lazy("election", "being counted")
    DECLARED = "declared", pgettext_lazy("election", "result is published")
    CERTIFIED = "certified", pgettext_lazy("election", "certified")
    ANNULLED = "annulled", pgettext_lazy("election", "annulled")
    CANCELLED = "cancelled", pgettext_lazy("election", "called off")


ENDED = ("certified", "annulled", "cancelled")
# Before anybody outside knows of it.
INSIDE = ("draft",)


class ElectionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.exclude(state__in=ENDED)

    def public(self) -> Self:
        """Announced once; one that was called off while it was planned never was."""
        return self.filter(announced_at__isnull=False)

    def visible_to(self, person: object) -> Self:
        """What was announced, for everybody; what is being planned, for those who plan, confirm and scrutinise."""
        if guards.is_office(person) or guards.is_party_committee(person):
            return self
        own = Q(scrutineer=person) if is_person(person) else Q()
        return self.filter(Q(announced_at__isnull=False) | own) if own else self.public()

    def newest_first(self) -> Self:
        return self.order_by("-nominations_open_at", "-pk")

    def with_all(self) -> Self:
        return self.select_related(*Election.LOCK_WITH)


class Election(ElectionSteps, models.Model):
    """One round. Durations are working days; what follows a step of people is counted from that step."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", pgettext_lazy("election", "election for a new term")
        BY_ELECTION = "by_election", pgettext_lazy("election", "by-election")

    State = ElectionState
    LOCK_WITH = ("council__park", "rule_set", "scrutineer")

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="elections")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ORDINARY)
    rule_set = models.ForeignKey("councils.RuleSet", on_delete=models.PROTECT, related_name="+")
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    state = StateField(_("state"), max_length=12, choices=ElectionState, default=ElectionState.DRAFT)

    nominations_open_at = models.DateTimeField(_("nominations from"))
    nominations_close_at = models.DateTimeField(_("nominations until"))
    publication_days = models.PositiveSmallIntegerField(_("candidates are published for (working days)"), default=5)
    voting_days = models.PositiveSmallIntegerField(_("the ballot is open for (working days)"), default=3)
    objection_days = models.PositiveSmallIntegerField(_("objections within (working days)"), default=3)
    extension_days = models.PositiveSmallIntegerField(default=3)
    turnout_percent = models.PositiveSmallIntegerField(_("turnout below which it is extended (percent)"), default=30)
    term_years = models.PositiveSmallIntegerField(_("term in years"), default=2)
    has_paper = models.BooleanField(_("with a paper box"), default=False)
    scrutineer = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("scrutineer"), **PEOPLE)

    are_nominations_extended = models.BooleanField(default=False)
    is_poll_extended = models.BooleanField(default=False)
    put_forward_at = models.DateTimeField(null=True)
    put_forward_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PEOPLE)
    announced_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    voting_opens_at = models.DateTimeField(null=True)
    voting_closes_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    attested_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PEOPLE)
    objections_close_at = models.DateTimeField(null=True)
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PEOPLE)
    remedy = models.TextField(_("how what is missing is mended"), max_length=600, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="election_number_once"),
            models.UniqueConstraint(
                fields=["council"], condition=~Q(state__in=ENDED), name="election_one_open_a_council"
            ),
            models.CheckConstraint(
                name="election_window", condition=Q(nominations_close_at__gt=F("nominations_open_at"))
            ),
            models.CheckConstraint(
                name="election_ended_has_its_date",
                condition=Q(state__in=ENDED, ended_at__isnull=False) | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="election_voting_has_its_end",
                condition=Q(voting_opens_at__isnull=True, voting_closes_at__isnull=True)
                | Q(voting_closes_at__gt=F("voting_opens_at")),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="election_state")]

    def __str__(self) -> str:
        return f"{self.council.park.code} E{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("councils:election", args=[self.pk])

    @property
    def title(self) -> str:
        """What it is called on its page and on paper."""
        names = {"council": self.council.name, "kind": self.get_kind_display()}
        return gettext("%(council)s: %(kind)s") % names

    @property
    def park_code(self) -> str:
        return self.council.park.code

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def stage(self) -> str:
        """Where it stands by the clock, whether or not a job has run (decisions 16)."""
        now, state = clock.now(), str(self.state)
        if state == "announced" and now >= self.nominations_open_at:
            state = "nominating"
        if state == "nominating" and now >= self.nominations_close_at:
            state = "vetting"
        if state == "published" and now >= self.voting_opens_at and has_somebody(self):
            state = "voting"
        if state == "voting" and now >= self.voting_closes_at:
            state = "counting"
        return state

    def get_stage_display(self) -> str:
        return str(ElectionState(self.stage).label)

    @property
    def next_end(self) -> datetime | None:
        """The next moment at which the clock ends something that people can do now."""
        ends = {
            "announced": self.nominations_open_at,
            "nominating": self.nominations_close_at,
            "published": self.voting_opens_at,
            "voting": self.voting_closes_at,
            "declared": self.objections_close_at,
        }
        return ends.get(self.stage)

    def promised_dates(self) -> dict[str, datetime | None]:
        return {
            "nominations": self.nominations_close_at,
            "voting": self.voting_closes_at,
            "objections": self.objections_close_at,
        }
