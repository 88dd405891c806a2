"""An alarm: a council is not made up as the rules ask (council.md 6.10)."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.states import STAYS, StateField, step


def is_the_house(alarm: object, actor: object) -> bool:
    """Nobody sounds it and nobody switches it off: it follows from who sits."""
    return actor == CLOCK


class AlarmQuerySet(models.QuerySet):
    def sounding(self) -> Self:
        return self.filter(state=CompositionAlarm.State.SOUNDING)

    def visible_to(self, person: object) -> Self:
        """Who sits in a council is public, so what it lacks is too."""
        return self


class CompositionAlarm(models.Model):
    """Fewer seats than the rules ask, a party without anybody, or types without a voice: from when, until when.

    `figures` are those of the last change: seats filled, parties without anybody, types present and covered.
    """

    class State(models.TextChoices):
        SOUNDING = "sounding", pgettext_lazy("alarm", "open")
        ENDED = "ended", pgettext_lazy("alarm", "ended")

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="alarms")
    state = StateField(_("state"), max_length=8, choices=State, default=State.SOUNDING)
    figures = models.JSONField(default=dict)
    sounded_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm of a council")
        verbose_name_plural = _("alarms of councils")
        ordering = ["-sounded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council"], condition=Q(state="sounding"), name="alarm_one_a_council"),
            models.CheckConstraint(
                name="alarm_ended_has_its_time",
                condition=Q(state="ended", ended_at__isnull=False) | Q(state="sounding", ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.sounded_at.astimezone(clock.SHANGHAI):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("councils:seats", args=[self.council.park.code])

    @property
    def park_code(self) -> str:
        return self.council.park.code

    # --- steps ---------------------------------------------------------------------------------------
    @step(["sounding"], STAYS, is_the_house)
    def sound(self, figures: dict[str, Any]) -> None:
        """The council is not made up as the rules ask."""
        self.figures = figures

    @step(["sounding"], STAYS, is_the_house)
    def change(self, figures: dict[str, Any]) -> None:
        """It lacks something else now."""
        self.figures = figures

    @step(["sounding"], "ended", is_the_house)
    def end(self, figures: dict[str, Any]) -> None:
        """It is made up as the rules ask again."""
        self.figures, self.ended_at = figures, clock.now()
