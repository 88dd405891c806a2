"""Resolutions (议定事项): what a council agreed, who leads it, and by when."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import meeting_guards as guards
from councils.models.case import Case
from councils.models.within import within_councils_of
from councils.numbering import bracketed
from parkdesk.core import clock
from parkdesk.core.states import StateField, transition
from parkdesk.core.tongues import spoken

NEVER_IN_FORCE = ("adopted", "dropped")


class ResolutionQuerySet(models.QuerySet):
    def in_force(self) -> "ResolutionQuerySet":
        """Agreed and not yet done."""
        return self.filter(state=Resolution.State.IN_FORCE)

    def overdue(self) -> "ResolutionQuerySet":
        """In force past the last day of their limit."""
        return self.in_force().filter(due_on__lt=clock.today())

    def visible_to(self, person: object) -> "ResolutionQuerySet":
        """What took force stands in the register for all, unless its need is protected; the rest for its council."""
        is_open = Q(case=None) | Q(case__need=None) | Q(case__need__is_protected=False)
        for_all = ~Q(state__in=NEVER_IN_FORCE) & is_open
        inside = within_councils_of(person) & (Q(case=None) | Q(case__in=Case.objects.visible_to(person)))
        return self.filter(for_all | inside)

    def standing(self) -> "ResolutionQuerySet":
        """All but those struck out again."""
        return self.exclude(state=Resolution.State.DROPPED)


class Resolution(models.Model):
    """One thing that was agreed, with one lead unit, one verifiable outcome and one date (domain.md 6).

    It does no work itself: a case's resolution hands its need to the unit; others are followed by the office.
    """

    class State(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("resolution", "agreed, not yet in force")
        IN_FORCE = "in_force", pgettext_lazy("resolution", "being carried out")
        FULFILLED = "fulfilled", pgettext_lazy("resolution", "done")
        LAPSED = "lapsed", pgettext_lazy("resolution", "lapsed")
        DROPPED = "dropped", pgettext_lazy("resolution", "struck out before it took force")

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="resolutions")
    case = models.ForeignKey("councils.Case", null=True, on_delete=models.PROTECT, related_name="resolutions")
    agenda_item = models.ForeignKey(
        "councils.AgendaItem", null=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    state = StateField(_("state"), max_length=12, choices=State, default=State.ADOPTED)
    text = models.TextField(_("what was agreed"), max_length=600)
    text_en = models.TextField(_("in English"), max_length=900, blank=True)
    unit = models.ForeignKey("enterprises.Unit", on_delete=models.PROTECT, related_name="resolutions")
    supporting = models.ManyToManyField("enterprises.Unit", related_name="supported_resolutions", blank=True)
    due_on = models.DateField(_("done by"))
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="proposed_resolutions"
    )
    adopted_at = models.DateTimeField(default=clock.now, editable=False)
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-adopted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="resolution_number_once"),
            models.CheckConstraint(
                name="resolution_number_with_force",
                condition=Q(state__in=NEVER_IN_FORCE, number=None, year=None, in_force_at=None)
                | (
                    ~Q(state__in=NEVER_IN_FORCE)
                    & Q(number__isnull=False, year__isnull=False, in_force_at__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="resolution_due", condition=Q(state="in_force"))]

    def __str__(self) -> str:
        return f"{self.reference} {self.text[:40]}".strip()

    def get_absolute_url(self) -> str:
        """Its line in the register of its council."""
        return f"{reverse('councils:resolutions', args=[self.council.park.code])}#r{self.pk}"

    @property
    def reference(self) -> str:
        """`〔2026〕5号`, or nothing before it is in force."""
        return bracketed(self.year, self.number) if self.year and self.number else ""

    @property
    def display_text(self) -> str:
        """In the reader's language, where somebody has translated it."""
        return spoken(self.text, self.text_en)

    @property
    def park_code(self) -> str:
        return self.council.park.code

    @property
    def light(self) -> clock.Light | None:
        """How its limit stands; none once it is over. The last day counts until the office closes."""
        if self.state != self.State.IN_FORCE:
            return None
        until = clock.at(self.due_on, clock.CLOSING)
        return clock.light(clock.calendar(), clock.now(), self.in_force_at, until)

    def beneficiaries(self, step: str) -> tuple[int, ...]:
        """Whoever put forward what is now done; never the enterprise that reported the need as such."""
        return (self.proposer_id,) if step == "fulfil" and self.proposer_id else ()

    @transition("state", source=State.ADOPTED, target=None, permission=guards.carries_resolutions)
    def adopt(self, unit: Any, due_on: date) -> None:
        """Agreed, by a vote or around the table."""

    @transition("state", source=State.ADOPTED, target=State.DROPPED, permission=guards.carries_resolutions)
    def drop(self) -> None:
        """Struck out: it was entered by mistake."""
        self.ended_at = clock.now()

    @transition("state", source=State.ADOPTED, target=State.IN_FORCE, permission=guards.carries_resolutions)
    def take_force(self, number: int) -> None:
        self.in_force_at = clock.now()
        self.year, self.number = clock.today().year, number

    @transition("state", source=State.IN_FORCE, target=State.FULFILLED, permission=guards.checks_resolutions)
    def fulfil(self) -> None:
        self.ended_at = clock.now()

    @transition("state", source=State.IN_FORCE, target=State.LAPSED, permission=guards.ends_resolutions)
    def lapse(self) -> None:
        self.ended_at = clock.now()
