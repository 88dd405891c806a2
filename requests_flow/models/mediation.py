"""Mediation (调解) of a dispute that a need tells of: parties, sittings, the agreement and what becomes of it.

Judicial confirmation (司法确认): both parties may apply to the court together within 30 days from the day on which the
agreement takes effect (Civil Procedure Law of the PRC, as amended in 2023, Art. 205; People's Mediation Law Art. 33).
The day itself is not counted, and a last day that is a day off moves to the next working day (Civil Procedure Law
Art. 85). Nothing here is ever public; who may not read the need does not learn that there is a mediation.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.states import GET_STATE, STAYS, StateField, step
from requests_flow import mediation_guards as guards

if TYPE_CHECKING:
    from enterprises.models import Person

CONFIRM_DAYS = 30


def confirm_until(effective_on: date) -> date:
    """The last day on which both parties can apply for judicial confirmation."""
    return clock.add_working_days(clock.calendar(), effective_on + timedelta(days=CONFIRM_DAYS), 0)


class MediationQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """Of the needs that this person works on at the desk."""
        if not person.is_authenticated or not person.wears(*DESK):
            return self.none()
        needs = self.model._meta.get_field("need").related_model
        known = self.exclude(state=Mediation.State.DRAFT)
        return known.filter(need__in=needs.objects.at_the_desk(person).values("pk"))

    def to_be_confirmed(self) -> Self:
        """An agreement stands, and nobody has said yet whether the court is asked to confirm it."""
        return self.filter(confirm_until__isnull=False, applied_on__isnull=True, is_unwanted=False)


class Mediation(models.Model):
    """One mediation about one need, from the first sitting to the last instalment."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("mediation", "draft")
        OPEN = "open", pgettext_lazy("mediation", "under way")
        AGREED = "agreed", pgettext_lazy("mediation", "agreed")
        PARTLY = "partly", pgettext_lazy("mediation", "agreed in part")
        FAILED = "failed", pgettext_lazy("mediation", "failed")

    OUTCOMES = (State.AGREED, State.PARTLY, State.FAILED)
    WITH_AGREEMENT = (State.AGREED, State.PARTLY)
    LOCK_WITH = ("need",)
    WORDS = frozenset({"matter", "name", "agent", "position", "mediators", "place", "notes", "agreement", "what"})
    INTERNAL_STEPS = frozenset(
        {"open", "name_party", "hear", "conclude", "plan", "perform", "attach", "apply", "waive", "remind"}
    )

    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="mediations")
    matter = models.TextField(_("what is disputed"))
    agreement = models.TextField(_("what was agreed"), blank=True)
    effective_on = models.DateField(_("takes effect on"), null=True)
    confirm_until = models.DateField(null=True, editable=False)
    applied_on = models.DateField(_("applied on"), null=True)
    is_unwanted = models.BooleanField(default=False)
    # Days before the limit of the last notice about it.
    reminded_at_days = models.PositiveSmallIntegerField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = MediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("mediation")
        verbose_name_plural = _("mediations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], name="mediation_one_open_a_need", condition=Q(state__in=["draft", "open"])
            ),
            models.CheckConstraint(
                name="mediation_agreement_has_its_limit",
                condition=Q(state__in=["agreed", "partly"], effective_on__isnull=False, confirm_until__isnull=False)
                | (~Q(state__in=["agreed", "partly"]) & Q(effective_on__isnull=True, confirm_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="mediation_confirmed_or_unwanted", condition=Q(applied_on__isnull=True) | Q(is_unwanted=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need.reference} {self.opened_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:mediation", args=[self.need.reference, self.pk])

    @property
    def light(self) -> clock.Light | None:
        """The limit of judicial confirmation; None once it is settled, or where there is nothing to confirm."""
        if self.confirm_until is None or self.applied_on is not None or self.is_unwanted:
            return None
        start, due = (clock.at(day, clock.CLOSING) for day in (self.effective_on, self.confirm_until))
        return clock.light(clock.calendar(), clock.now(), start, due)

    def promised_dates(self) -> dict[str, datetime | None]:
        return {"due": clock.at(self.confirm_until, clock.CLOSING) if self.confirm_until else None}

    @step([State.DRAFT], State.OPEN, guards.mediates)
    def open(self, matter):
        pass

    @step([State.OPEN], STAYS, guards.mediates)
    def name_party(self, name, role, agent="", position=""):
        pass

    @step([State.OPEN], STAYS, guards.mediates)
    def hear(self, held_at, place, mediators, notes=""):
        pass

    @step(
        [State.OPEN],
        GET_STATE(lambda self, outcome, **_: outcome, states=list(OUTCOMES)),
        guards.mediates,
        guards.has_two_parties,
        guards.was_heard,
    )
    def conclude(self, outcome, agreement="", effective_on=None):
        self.ended_at, self.agreement = clock.now(), agreement
        if outcome in self.WITH_AGREEMENT:
            self.effective_on, self.confirm_until = effective_on, confirm_until(effective_on)

    @step(WITH_AGREEMENT, STAYS, guards.mediates)
    def plan(self, what, due_on, amount_fen=None):
        pass

    @step(WITH_AGREEMENT, STAYS, guards.mediates, guards.has_open_duties)
    def perform(self, duty, done_on):
        pass

    @step(OUTCOMES, STAYS, guards.mediates)
    def attach(self):
        """The signed record was brought back as pictures."""

    @step(WITH_AGREEMENT, STAYS, guards.mediates, guards.is_confirmation_open)
    def apply(self, applied_on):
        self.applied_on = applied_on

    @step(WITH_AGREEMENT, STAYS, guards.mediates, guards.is_confirmation_open)
    def waive(self):
        self.is_unwanted = True

    @step(WITH_AGREEMENT, STAYS, guards.is_the_clock, guards.is_confirmation_open, guards.is_time_to_remind)
    def remind(self):
        self.reminded_at_days = guards.mark_of(self)


class MediationParty(models.Model):
    """Somebody on one side. Names stand here and among the erasable words of the trail, nowhere else."""

    class Role(models.TextChoices):
        APPLICANT = "applicant", pgettext_lazy("mediation", "applicant")
        RESPONDENT = "respondent", pgettext_lazy("mediation", "respondent")
        THIRD = "third", pgettext_lazy("mediation", "third party")

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    name = models.CharField(_("name"), max_length=80)
    agent = models.CharField(_("represented by"), max_length=80, blank=True)
    position = models.TextField(_("what this side says"), blank=True)

    class Meta:
        verbose_name = _("party of a mediation")
        verbose_name_plural = _("parties of a mediation")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class MediationSitting(models.Model):
    """One sitting: when, where, before whom, what was said."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="sittings")
    held_at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=120)
    mediators = models.CharField(_("mediators"), max_length=160)
    notes = models.TextField(_("what was said"), blank=True)

    class Meta:
        verbose_name = _("sitting of a mediation")
        verbose_name_plural = _("sittings of a mediation")
        ordering = ["held_at", "pk"]

    def __str__(self) -> str:
        return f"{self.held_at:%Y-%m-%d} {self.place}"


class MediationDuty(models.Model):
    """What somebody promised to do by a day, an instalment for instance. The day is never moved."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="duties")
    what = models.CharField(_("what"), max_length=160)
    due_on = models.DateField(_("by"))
    amount_fen = models.BigIntegerField(_("amount in fen"), null=True)
    done_on = models.DateField(_("done on"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("duty of an agreement")
        verbose_name_plural = _("duties of an agreement")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mediation_duty_amount", condition=Q(amount_fen__isnull=True) | Q(amount_fen__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.what}"

    @property
    def is_late(self) -> bool:
        """Past its day and not done, or done after it: a late one stays late."""
        return (self.done_on or clock.today()) > self.due_on

    @property
    def light(self) -> clock.Light | None:
        if self.done_on is not None:
            return None
        start, due = self.mediation.effective_on, self.due_on
        moments = (clock.at(day, clock.CLOSING) for day in (min(start, due), due))
        return clock.light(clock.calendar(), clock.now(), *moments)
