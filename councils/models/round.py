"""One vote on a case: a frozen electorate, receipts, and a box of ballots that nothing joins to the receipts.

Decisions 37. Who voted stands in `Receipt`, what was voted in `Ballot`; only a named vote joins the two. In a secret
vote the whole box is written anew, in random order and with new keys, each time a ballot falls into it: no column,
order or time tells which is whose. Watching the running server, or comparing backups, is beyond this promise.
"""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import case_guards as guards
from councils.models.party import Party
from councils.picks import Method
from councils.tally import Choice, Result
from parkdesk.core import clock
from parkdesk.core.states import StateField, transition


class RoundQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """Those of the cases of which this person may know."""
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(person)
        return self.filter(case__in=cases).select_related("case__council__park")

    def open(self) -> Self:
        """Not counted yet; whether a ballot is still taken is asked of the clock."""
        return self.filter(state=Round.State.OPEN)

    def ripe(self) -> Self:
        """Their time is over and nobody has counted them yet."""
        return self.open().filter(closes_at__lte=clock.now())


class Round(models.Model):
    """One vote. Online it ends by the clock; in a meeting whoever presides ends it (`closes_at` is empty there)."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("vote", "open")
        CLOSED = "closed", pgettext_lazy("vote", "counted")
        CANCELLED = "cancelled", pgettext_lazy("vote", "called off")

    class Kind(models.TextChoices):
        NAMED = "named", pgettext_lazy("vote", "by name")
        SECRET = "secret", pgettext_lazy("vote", "secret")

    WORDS = frozenset({"reason"})
    INTERNAL_STEPS = frozenset({"cast", "strike", "remind"})
    LOCK_WITH = ("case__council__park", "case__need", "rule_set")

    case = models.ForeignKey("councils.Case", on_delete=models.PROTECT, related_name="rounds")
    agenda_item = models.ForeignKey("councils.AgendaItem", null=True, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind of vote"), max_length=6, choices=Kind)
    rule_set = models.ForeignKey("councils.RuleSet", on_delete=models.PROTECT, related_name="+")
    is_about_shared = models.BooleanField(_("needs two thirds"), default=False)
    method = models.CharField(_("method"), max_length=8, choices=Method, default=Method.QUESTION, db_default="question")
    # The numbers of the options as they stood when the vote opened; the one that won; how a lot was drawn.
    offered = models.CharField(max_length=60, default="", blank=True, db_default="")
    winner = models.PositiveSmallIntegerField(null=True)
    lot = models.CharField(max_length=60, default="", blank=True, db_default="")
    electorate_digest = models.CharField(max_length=64)
    state = StateField(_("state"), max_length=10, choices=State, default=State.OPEN)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    is_extended = models.BooleanField(_("extended once"), default=False)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="round_one_open_a_case"),
            models.CheckConstraint(
                name="round_has_its_end", condition=Q(closes_at__isnull=False) | Q(agenda_item__isnull=False)
            ),
            models.CheckConstraint(
                name="round_counted_has_its_result",
                condition=(Q(state="closed", closed_at__isnull=False) & ~Q(result=""))
                | (~Q(state="closed") & Q(result="")),
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], name="round_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.case} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("councils:ballot", args=[self.case.council.park.code, self.case_id])

    @property
    def park_code(self) -> str:
        return self.case.council.park.code

    @property
    def is_secret(self) -> bool:
        return self.kind == self.Kind.SECRET

    @property
    def option_numbers(self) -> list[int]:
        return [int(one) for one in self.offered.split(",") if one]

    @property
    def takes_ballots(self) -> bool:
        """Asked of the clock, not of a job: a vote whose time is over takes no ballot, counted or not."""
        return self.state == self.State.OPEN and (self.closes_at is None or clock.now() < self.closes_at)

    @property
    def is_over(self) -> bool:
        """Its time is over and nobody has counted it yet."""
        return self.state == self.State.OPEN and not self.takes_ballots

    @property
    def light(self) -> clock.Light | None:
        if not self.takes_ballots or self.closes_at is None:
            return None
        return clock.light(clock.calendar(), clock.now(), self.opens_at, self.closes_at)

    def promised_dates(self) -> dict[str, object]:
        return {"closes": self.closes_at}

    # --- steps ---------------------------------------------------------------------------------------
    @transition("state", source=State.OPEN, target=None, permission=guards.runs_the_vote)
    def open(self, kind: str, voters: int) -> None:
        """The electorate is frozen and the vote begins."""

    @transition(
        "state", source=State.OPEN, target=None, permission=guards.runs_the_vote, conditions=[guards.can_be_extended]
    )
    def extend(self, until: date) -> None:
        """Once: by itself when too few have voted, or by hand before the end. Never shortens.

        Whoever was reminded is told of the new end and not reminded again: one reminder a vote.
        """
        self.closes_at, self.is_extended = until, True

    @transition(
        "state", source=State.OPEN, target=None, permission=guards.is_the_clock, conditions=[guards.is_time_to_remind]
    )
    def remind(self) -> None:
        self.reminded_at = clock.now()

    @transition(
        "state",
        source=State.OPEN,
        target=State.CLOSED,
        permission=guards.runs_the_vote,
        conditions=[guards.is_time_to_count],
    )
    def close(self, result: str, winner: int | None = None, lot: str = "") -> None:
        self.result, self.closed_at = result, clock.now()
        self.winner, self.lot = winner, lot

    @transition("state", source=State.OPEN, target=State.CANCELLED, permission=guards.runs_the_vote)
    def cancel(self, reason: str = "") -> None:
        self.closed_at = clock.now()


class Elector(models.Model):
    """One filled seat as it stood when the vote opened: with a ballot, recused, or away from the meeting."""

    class Standing(models.TextChoices):
        VOTER = "voter", pgettext_lazy("elector", "votes")
        RECUSED = "recused", pgettext_lazy("elector", "recused")
        AWAY = "away", pgettext_lazy("elector", "away")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="electors")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="+")
    party = models.CharField(_("party"), max_length=12, choices=Party)
    standing = models.CharField(_("standing"), max_length=8, choices=Standing)

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints = [models.UniqueConstraint(fields=["round", "representative"], name="elector_once")]

    def __str__(self) -> str:
        return f"{self.representative} ({self.get_standing_display()})"

    @property
    def has_voted(self) -> bool:
        """Whether its receipt is written; a query unless that was read along."""
        return hasattr(self, "receipt")


class Receipt(models.Model):
    """That an elector has voted: once, whatever they voted."""

    elector = models.OneToOneField(Elector, primary_key=True, on_delete=models.PROTECT, related_name="receipt")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return str(self.elector)


class Ballot(models.Model):
    """What was voted. Its key is random and it has no time; the elector stands here in a named vote alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(_("choice"), max_length=8, choices=Choice)
    elector = models.OneToOneField(Elector, null=True, on_delete=models.PROTECT, related_name="ballot")
    mark = models.CharField(max_length=60, default="", blank=True, db_default="")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.CheckConstraint(name="ballot_choice", condition=Q(choice__in=("yes", "no", "abstain"))),
            models.CheckConstraint(
                name="ballot_reason_by_name_alone", condition=Q(elector__isnull=False) | Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()
