"""Advice (council.md 2): what a unit says about a case, asked with a limit in working days."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import advice_guards as guards
from councils.models.case import Case
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import STAYS, StateField, step


class AdviceQuerySet(models.QuerySet):
    def awaited(self) -> Self:
        """Neither answered nor taken back."""
        return self.filter(state=Advice.State.ASKED)

    def in_time(self) -> Self:
        """Awaited, and the unit still has time: a vote waits for these alone."""
        return self.awaited().filter(due_at__gt=clock.now())

    def of_units(self, person: Any) -> Self:
        return self.filter(unit__in=person.units())

    def visible_to(self, person: object) -> Self:
        """The unit that was asked, and whoever may know of the case."""
        units = person.units() if is_person(person) else ()  # type: ignore[attr-defined]
        return self.filter(Q(unit__in=units) | Q(case__in=Case.objects.visible_to(person).values("pk")))


class Advice(models.Model):
    """One question to one unit about one case. Overdue is what the clock says, never a state."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("advice", "asked")
        ANSWERED = "answered", pgettext_lazy("advice", "answered")
        DROPPED = "dropped", pgettext_lazy("advice", "not needed any more")

    WORDS = frozenset({"question", "answer", "reason"})
    INTERNAL_STEPS = frozenset({"ask", "give", "drop"})
    LOCK_WITH = ("case__council__park", "case__need", "unit")

    case = models.ForeignKey("councils.Case", on_delete=models.PROTECT, related_name="advices")
    unit = models.ForeignKey("enterprises.Unit", on_delete=models.PROTECT, related_name="+")
    state = StateField(_("state"), max_length=10, choices=State, default=State.ASKED)
    question = models.TextField(_("what the unit is asked"), max_length=600)
    answer = models.TextField(_("what the unit says"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice of a unit")
        verbose_name_plural = _("advice of units")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], condition=Q(state="asked"), name="advice_asked_once"),
            models.CheckConstraint(
                name="advice_answered_has_its_time",
                condition=Q(state="answered", answered_at__isnull=False) | (~Q(state="answered") & Q(answered_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("councils:advice", args=[self.pk])

    @property
    def park_code(self) -> str:
        return self.case.council.park.code

    @property
    def is_overdue(self) -> bool:
        """Its limit has passed without an answer: the vote waits for it no more."""
        return self.state == self.State.ASKED and clock.now() >= self.due_at

    @property
    def light(self) -> clock.Light | None:
        """How much time the unit has left; None once it has answered."""
        if self.state != self.State.ASKED:
            return None
        return clock.light(clock.calendar(), clock.now(), self.asked_at, self.due_at)

    @step(["asked"], STAYS, guards.asks_for_it, guards.is_still_wanted, guards.is_fit_to_be_asked)
    def ask(self, question: str, days: int) -> None:
        """Put to the unit."""

    @step(["asked"], "answered", guards.answers_for_it, guards.is_still_wanted)
    def give(self, answer: str) -> None:
        """The unit says what it thinks; late is better than never, while the council has not gone on."""
        self.answer, self.answered_at = answer, clock.now()

    @step(["asked"], "dropped", guards.asks_for_it)
    def drop(self, reason: str) -> None:
        """It is not needed any more."""
