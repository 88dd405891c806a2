"""A voice (提请提级): one member asks that a simple need be raised; the second one raises it (decisions 26)."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import tier_guards as guards
from parkdesk.core import clock
from parkdesk.core.states import STAYS, StateField, step
from requests_flow.council_guards import is_its_council


class VoiceQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither counted nor taken back. Whether their seat still counts is asked where they are counted."""
        return self.filter(state=Voice.State.STANDING)

    def of(self, person: Any) -> Self:
        return self.filter(representative__person=person)


class Voice(models.Model):
    """That of one seat for one need."""

    class State(models.TextChoices):
        STANDING = "standing", pgettext_lazy("voice", "waits for a second member")
        COUNTED = "counted", pgettext_lazy("voice", "has raised it")
        TAKEN_BACK = "taken_back", pgettext_lazy("voice", "taken back")
        LAPSED = "lapsed", pgettext_lazy("voice", "not needed any more")

    WORDS = frozenset({"reason"})
    INTERNAL_STEPS = frozenset({"ask", "count", "take_back", "lapse"})
    LOCK_WITH = ("need__park", "representative__council__park")

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="voices")
    representative = models.ForeignKey("councils.Representative", on_delete=models.PROTECT, related_name="voices")
    state = StateField(_("state"), max_length=12, choices=State, default=State.STANDING)
    reason = models.TextField(_("why it should be raised"), max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice for raising a need")
        verbose_name_plural = _("voices for raising a need")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "representative"], condition=Q(state="standing"), name="voice_once_a_need"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need.reference}: {self.representative}"

    @property
    def park_code(self) -> str:
        return self.representative.council.park.code

    @step(["standing"], STAYS, guards.speaks_for_the_seat, guards.can_be_raised, guards.has_not_asked)
    def ask(self, reason: str = "") -> None:
        """Said with its reason, if there is one."""
        self.reason = reason

    @step(["standing"], "counted", is_its_council)
    def count(self) -> None:
        """One of the two that raised it."""

    @step(["standing"], "taken_back", guards.speaks_for_the_seat)
    def take_back(self) -> None:
        """While it is alone: the second voice counts both."""

    @step(["standing"], "lapsed", guards.is_the_clock)
    def lapse(self) -> None:
        """The need has another tier by now, so that an old voice never joins a new one."""
