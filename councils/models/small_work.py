"""Small works (微实事): what a council has done with shared money, from proposal to acceptance (ADR 0038)."""

from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import work_guards as guards
from councils.models.resolution import Resolution
from councils.models.within import within_councils_of
from parkdesk.core import clock, money
from parkdesk.core.states import STAYS, StateField, step
from parkdesk.core.tongues import spoken


class Payer(models.TextChoices):
    """Who pays a part of a small work. Each has a column, so that the database can add them up."""

    OWNER = "owner", pgettext_lazy("who pays", "operator or owner")
    FIRMS = "firms", pgettext_lazy("who pays", "enterprises")
    PUBLIC = "public", pgettext_lazy("who pays", "community and public funds")
    OTHER = "other", pgettext_lazy("who pays", "others")


class WorkState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("small work", "before the council")
    AGREED = "agreed", pgettext_lazy("small work", "agreed")
    NOT_AGREED = "not_agreed", pgettext_lazy("small work", "not agreed")
    CONTRACTED = "contracted", pgettext_lazy("small work", "given to a contractor")
    IN_WORK = "in_work", pgettext_lazy("small work", "being built")
    CLAIMED = "claimed", pgettext_lazy("small work", "said to be finished")
    TO_MEND = "to_mend", pgettext_lazy("small work", "to be mended")
    ACCEPTED = "accepted", pgettext_lazy("small work", "accepted")
    CANCELLED = "cancelled", pgettext_lazy("small work", "called off")


PROPOSED, AGREED, NOT_AGREED, CONTRACTED = "proposed", "agreed", "not_agreed", "contracted"
IN_WORK, CLAIMED, TO_MEND, ACCEPTED, CANCELLED = "in_work", "claimed", "to_mend", "accepted", "cancelled"
ENDS = (NOT_AGREED, ACCEPTED, CANCELLED)
WITH_A_CONTRACTOR = (CONTRACTED, IN_WORK, CLAIMED, TO_MEND, ACCEPTED)


class SmallWorkQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.exclude(state__in=ENDS)

    def visible_to(self, person: object) -> Self:
        """What a council has agreed, for everybody; what is still before it, for whoever reads what it does inside."""
        return self.filter(Q(agreed_at__isnull=False) | within_councils_of(person, "case__council"))

    def of_units(self, person: Any) -> Self:
        """What the units of this person have done for councils."""
        led = Resolution.objects.standing().filter(unit__in=person.units(), case__isnull=False)
        return self.filter(case__in=led.values("case"))

    def newest_first(self) -> Self:
        return self.order_by("-proposed_at", "-pk")


class SmallWork(models.Model):
    """One small work of one council. It is decided by its case, and carried out by the unit of its resolution."""

    State = WorkState

    # Also under the names of the form, so that nothing typed there is kept among the facts.
    WORDS = frozenset(
        {"title", "title_en", "name", "name_en", "per_firm", "place", "what", "contractor", "said", "reason"}
    )
    INTERNAL_STEPS = frozenset({"propose", "revise", "reject", "contract", "strike", "send_back"})
    LOCK_WITH = ("case__council__park",)

    case = models.OneToOneField("councils.Case", on_delete=models.PROTECT, related_name="work")
    state = StateField(_("state"), max_length=12, choices=WorkState, default=WorkState.PROPOSED)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=120)
    what = models.TextField(_("what is to be done"), max_length=1000)
    budget = models.PositiveBigIntegerField(_("budget in fen"))
    share_owner = models.PositiveBigIntegerField(_("share of the operator or owner, in fen"), default=0)
    share_firms = models.PositiveBigIntegerField(_("share of enterprises, in fen"), default=0)
    share_public = models.PositiveBigIntegerField(_("share of community and public funds, in fen"), default=0)
    share_other = models.PositiveBigIntegerField(_("share of others, in fen"), default=0)
    spent = models.PositiveBigIntegerField(_("spent so far, in fen"), default=0)
    contractor = models.CharField(_("contractor"), max_length=80, blank=True)
    due_on = models.DateField(_("finished by"), null=True)
    proposed_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SmallWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("small work")
        verbose_name_plural = _("small works")
        constraints = [
            models.CheckConstraint(
                name="work_shares_make_its_budget",
                condition=Q(budget=F("share_owner") + F("share_firms") + F("share_public") + F("share_other")),
            ),
            models.CheckConstraint(name="work_has_a_budget", condition=Q(budget__gt=0)),
            models.CheckConstraint(name="work_spent_within_its_budget", condition=Q(spent__lte=F("budget"))),
            models.CheckConstraint(
                name="work_ended_has_its_time",
                condition=Q(state__in=ENDS, ended_at__isnull=False) | (~Q(state__in=ENDS) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="work_contracted_has_its_contractor",
                condition=~Q(state__in=WITH_A_CONTRACTOR) | (~Q(contractor="") & Q(due_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("councils:work", args=[self.park_code, self.pk])

    @property
    def park_code(self) -> str:
        return self.case.council.park.code

    @property
    def display_title(self) -> str:
        """In the reader's language, where somebody has translated it."""
        return spoken(self.title, self.title_en)

    @property
    def left(self) -> int:
        """What may still be spent, in fen."""
        return self.budget - self.spent

    def share(self, payer: str) -> int:
        """What this kind of payer pays, in fen."""
        return getattr(self, f"share_{payer}")

    @cached_property
    def resolution(self) -> Resolution | None:
        """What its council agreed, with the unit that has it done; None until somebody has handed it over."""
        return self.case.resolutions.standing().select_related("unit").order_by("-pk").first()

    @step([PROPOSED], STAYS, guards.proposes_it)
    def propose(self, budget: int) -> None:
        """Put before the council with a case of its own."""

    @step([PROPOSED], STAYS, guards.prepares_it, guards.is_before_its_vote)
    def revise(self, **plan: Any) -> None:
        """Written anew: what it is, what it costs, who pays."""
        for name, value in plan.items():
            setattr(self, name, value)

    @step([PROPOSED], AGREED, guards.is_the_clock, guards.was_agreed)
    def agree(self) -> None:
        """The vote on its case agreed."""
        self.agreed_at = clock.now()

    @step([PROPOSED], NOT_AGREED, guards.is_the_clock, guards.was_not_agreed)
    def reject(self) -> None:
        """The vote on its case did not agree, or the case ended without one."""
        self.ended_at = clock.now()

    @step([AGREED, CONTRACTED, IN_WORK, TO_MEND], CONTRACTED, guards.has_it_done, guards.is_handed_over)
    def contract(self, contractor: str, due_on: date) -> None:
        """Given to whoever builds it; to another one where the first has left."""
        self.contractor, self.due_on = contractor, due_on

    @step([CONTRACTED], IN_WORK, guards.has_it_done)
    def start(self) -> None:
        """Building begins; a picture shows how it was before."""

    @step(WITH_A_CONTRACTOR, STAYS, guards.has_it_done)
    def spend(self, fen: int, paid_on: date) -> None:
        """One payment. What would go over the budget is refused before (works.spend)."""
        self.spent += fen

    @step(WITH_A_CONTRACTOR, STAYS, guards.has_it_done)
    def strike(self, fen: int, number: int, reason: str) -> None:
        """A payment that was entered by mistake; its line stays readable."""
        self.spent -= fen

    @step([IN_WORK, TO_MEND], CLAIMED, guards.has_it_done)
    def claim(self, said: str) -> None:
        """Finished, with a picture that shows it."""

    @step([CLAIMED], TO_MEND, guards.looks_at_it)
    def send_back(self, reason: str) -> None:
        """Somebody looked, and something is missing."""

    @step([CLAIMED], ACCEPTED, guards.looks_at_it)
    def accept(self, said: str) -> None:
        """Somebody looked who neither agreed it nor built it."""
        self.ended_at = clock.now()

    @step([PROPOSED, AGREED, CONTRACTED, IN_WORK, TO_MEND], CANCELLED, guards.ends_it, guards.is_not_before_the_council)
    def cancel(self, reason: str) -> None:
        """Called off after all, or withdrawn before the vote."""
        self.ended_at = clock.now()


class WorkPayment(models.Model):
    """One payment for a small work. Who entered it stands in the trail, its paper with the uploads of the house."""

    work = models.ForeignKey(SmallWork, on_delete=models.PROTECT, related_name="payments")
    number = models.PositiveSmallIntegerField(_("number of the payment"))
    what = models.CharField(_("what was paid for"), max_length=120)
    fen = models.PositiveBigIntegerField(_("amount in fen"))
    paid_on = models.DateField(_("paid on"))
    struck_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payment for a small work")
        verbose_name_plural = _("payments for small works")
        ordering = ["work_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="work_payment_number_once"),
            models.CheckConstraint(name="work_payment_of_something", condition=Q(fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what} · {money.words(self.fen)}"
