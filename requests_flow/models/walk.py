"""One person's walk along a patrol round, and what was found at each check point."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import ON_SITE
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, transition
from requests_flow import patrol_words

if TYPE_CHECKING:
    from enterprises.models import Person


@because(_("This round is not walked any more."))
def is_in_use(walk):
    return walk.patrol.retired_at is None


@because(_("Tick a check point first, or give the round up."))
def has_a_tick(walk):
    return walk.ticks.exists()


def walks_there(walk, actor):
    """Whoever walks this park walks for themselves and for nobody else."""
    return is_person(actor) and walk.walker_id == actor.pk and walk.patrol.park_id in actor.parks(*ON_SITE)


def is_their_walk(walk, actor):
    """Whoever set out may give it up, wherever they walk by now: nothing may stay under way for ever."""
    return is_person(actor) and walk.walker_id == actor.pk


class WalkQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """One's own alone: the desk reads figures and the needs that came of it, not who was where when."""
        return self.filter(walker=person)

    def under_way(self) -> Self:
        return self.filter(state=Walk.State.UNDER_WAY)

    def finished(self) -> Self:
        return self.filter(state=Walk.State.FINISHED)


class Walk(models.Model):
    """Started, ticked point by point, finished. A window that is over ends nothing: it may still be finished."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("walk", "draft")
        UNDER_WAY = "under_way", pgettext_lazy("walk", "under way")
        FINISHED = "finished", pgettext_lazy("walk", "finished")
        DROPPED = "dropped", pgettext_lazy("walk", "given up")

    LOCK_WITH = ("patrol", "patrol__park")
    INTERNAL_STEPS = frozenset({"start", "tick", "finish", "drop"})

    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    patrol = models.ForeignKey("requests_flow.Patrol", on_delete=models.PROTECT, related_name="walks")
    walker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The day in Shanghai on which it began: the one that it counts for.
    day = models.DateField(_("day"))
    started_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    objects = WalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("walk of a round")
        verbose_name_plural = _("walks of rounds")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["walker"], condition=Q(state="under_way"), name="walk_one_under_way")
        ]
        indexes = [models.Index(fields=["patrol", "day"], name="walk_patrol_day")]

    def __str__(self) -> str:
        return f"{self.patrol} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:walk", args=[self.pk])

    @property
    def park_code(self) -> str:
        return self.patrol.park.code

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.UNDER_WAY

    @property
    def minutes(self) -> int:
        """How long it took, or takes until now; at least one minute."""
        return max(1, round(((self.finished_at or clock.now()) - self.started_at) / timedelta(minutes=1)))

    @transition("state", source=State.DRAFT, target=State.UNDER_WAY, permission=walks_there, conditions=[is_in_use])
    def start(self) -> None:
        """Somebody sets out."""

    @transition("state", source=State.UNDER_WAY, target=State.UNDER_WAY, permission=walks_there)
    def tick(self, point=None, outcome="") -> None:
        """One check point was looked at, or left out."""

    @transition("state", source=State.UNDER_WAY, target=State.FINISHED, permission=walks_there, conditions=[has_a_tick])
    def finish(self) -> None:
        """Done; points without a tick were not reached, and nobody asks why."""
        self.finished_at = clock.now()

    @transition("state", source=State.UNDER_WAY, target=State.DROPPED, permission=is_their_walk)
    def drop(self) -> None:
        """Given up; it counts for nothing. What was raised on the way stays."""
        self.finished_at = clock.now()


class Tick(models.Model):
    """One check point of one walk. Ticked again it is changed, never counted twice."""

    Outcome, Reason = patrol_words.Outcome, patrol_words.Reason

    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="ticks")
    point = models.ForeignKey("requests_flow.CheckPoint", on_delete=models.PROTECT, related_name="ticks")
    outcome = models.CharField(_("found"), max_length=8, choices=Outcome)
    wrong = models.JSONField(_("what is not in order"), default=list)
    reason = models.CharField(_("why left out"), max_length=8, choices=Reason, blank=True)
    need = models.OneToOneField("requests_flow.Need", null=True, on_delete=models.PROTECT, related_name="seen_at")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("tick of a check point")
        verbose_name_plural = _("ticks of check points")
        constraints = [models.UniqueConstraint(fields=["walk", "point"], name="tick_once_a_walk")]

    def __str__(self) -> str:
        return f"{self.walk_id} {self.point_id} {self.outcome}"
