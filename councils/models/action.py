"""Actions (council.md 5): what one unit does so that a resolution comes true, from the call to the look by another."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import action_guards as guards
from councils.models.within import within_councils_of
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import STAYS, StateField, step

UNDER_WAY = ["in_progress", "blocked"]
# Until it is accepted, the unit may say no; then it goes back to whoever presides.
ACCEPT_WITHIN = clock.working_days(2)


class ActionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def visible_to(self, person: object) -> Self:
        """The unit that leads, the council, the office and its supervisors."""
        units = person.units() if is_person(person) else ()  # type: ignore[attr-defined]
        return self.filter(Q(unit__in=units) | within_councils_of(person, "resolution__council"))

    def of_units(self, person: Any) -> Self:
        """What the units of this person carry out; for the desk, all of it."""
        return self if person.wears(*DESK) else self.filter(unit__in=person.units())


class Action(models.Model):
    """One resolution being carried out by one unit. A resolution on a need is carried out by the need's own order."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", pgettext_lazy("action", "to be accepted")
        RETURNED = "returned", pgettext_lazy("action", "back with the convener")
        IN_PROGRESS = "in_progress", pgettext_lazy("action", "being done")
        BLOCKED = "blocked", pgettext_lazy("action", "held up")
        CLAIMED = "claimed", pgettext_lazy("action", "said to be done")
        VERIFIED = "verified", pgettext_lazy("action", "done and looked at")
        DROPPED = "dropped", pgettext_lazy("action", "ended with its resolution")

    WORDS = frozenset({"reason", "said"})
    INTERNAL_STEPS = frozenset({"assign", "hand_back"})
    LOCK_WITH = ("resolution__council__park", "unit")

    resolution = models.OneToOneField("councils.Resolution", on_delete=models.PROTECT, related_name="action")
    unit = models.ForeignKey("enterprises.Unit", on_delete=models.PROTECT, related_name="council_actions")
    state = StateField(_("state"), max_length=12, choices=State, default=State.ASSIGNED)
    percent = models.PositiveSmallIntegerField(_("how much is done, in percent"), default=0)
    assigned_at = models.DateTimeField(default=clock.now, editable=False)
    accept_by = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["resolution__due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="action_percent", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="action_ended_has_its_time",
                condition=Q(state__in=("verified", "dropped"), ended_at__isnull=False)
                | (~Q(state__in=("verified", "dropped")) & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resolution}: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("councils:action", args=[self.pk])

    @property
    def park_code(self) -> str:
        return self.resolution.council.park.code

    @property
    def light(self) -> clock.Light | None:
        """That of its resolution: overdue is what the clock says, never a state."""
        return self.resolution.light if self.ended_at is None else None

    @step(["assigned", "returned"], "assigned", guards.gives_it_out)
    def assign(self, unit: Any) -> None:
        """Given to a unit, which answers within two working days."""
        self.unit, self.assigned_at = unit, clock.now()
        self.accept_by = clock.due_at(clock.calendar(), self.assigned_at, ACCEPT_WITHIN)

    @step(["assigned"], "in_progress", guards.carries_it_out, guards.is_still_offered)
    def accept(self) -> None:
        """The unit does it."""

    @step(["assigned"], "returned", guards.carries_it_out)
    def refuse(self, reason: str) -> None:
        """The unit does not; whoever presides gives it to another."""

    @step(["assigned"], "returned", guards.is_the_clock, guards.is_not_accepted_in_time)
    def hand_back(self) -> None:
        """Nobody answered in time."""

    @step(["in_progress"], STAYS, guards.carries_it_out)
    def report(self, said: str, percent: int) -> None:
        """How far it is. A hundred percent closes nothing: somebody else has to look."""
        self.percent = percent

    @step(["in_progress"], "blocked", guards.carries_it_out)
    def block(self, reason: str) -> None:
        """Something outside the unit holds it up."""

    @step(["blocked"], "in_progress", guards.carries_it_out)
    def go_on(self) -> None:
        """It is not held up any more."""

    @step(UNDER_WAY, "claimed", guards.carries_it_out)
    def claim(self, said: str) -> None:
        """Done, with a picture or a paper that shows it."""

    @step(["claimed"], "in_progress", guards.verifies)
    def send_back(self, reason: str) -> None:
        """Somebody looked, and it is not there."""

    @step(["claimed"], "verified", guards.verifies)
    def verify(self, said: str) -> None:
        """Somebody else looked, and it is there."""
        self.percent, self.ended_at = 100, clock.now()

    @step(["assigned", "returned", *UNDER_WAY, "claimed"], "dropped", guards.is_the_clock)
    def drop(self) -> None:
        """Its resolution has ended otherwise."""
        self.ended_at = clock.now()
