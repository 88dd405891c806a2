"""A part of a need for another unit: support (配合), handed down (交办), or all passed on (转办) (decisions 31)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.unit import Unit
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.states import GET_STATE, StateField, step
from requests_flow import guards, promises
from requests_flow.models.queries import LANDLORDS

if TYPE_CHECKING:
    from enterprises.models import Person


def gives_it(part, actor):
    """Whoever handles the need; never to a landlord what is protected from them (decisions 5)."""
    is_kept_away = part.need.is_protected and part.unit.is_tied_to_a_landlord
    return actor == CLOCK or (guards.handles_it(part.need, actor) and not is_kept_away)


def works_on_it(part, actor):
    """People of the unit that it was given to; never a landlord's when the need is protected from them."""
    is_kept_away = part.need.is_protected and part.unit.is_tied_to_a_landlord
    return is_person(actor) and part.unit_id in actor.units() and not is_kept_away


def returns_it(part, actor):
    return actor == CLOCK or works_on_it(part, actor)


class PartQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of_units(self, person: "Person") -> Self:
        """What was given to the units of a person; nothing that is protected from them."""
        mine = self.filter(unit__in=person.units()).exclude(state=Part.State.DRAFT)
        return mine.exclude(need__is_protected=True, unit__kind__in=LANDLORDS)


class Part(models.Model):
    """What another unit does. The lead answers to the reporter; with 转办 the lead itself changes once accepted."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("helps")
        HAND_DOWN = "hand_down", _("handed down")
        TRANSFER = "transfer", _("passed on")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("part", "draft")
        OFFERED = "offered", pgettext_lazy("part", "to be accepted")
        ACCEPTED = "accepted", pgettext_lazy("part", "in hand")
        DONE = "done", pgettext_lazy("part", "done")
        RETURNED = "returned", pgettext_lazy("part", "given back")
        CALLED_OFF = "called_off", pgettext_lazy("part", "called off")

    WORDS = frozenset({"task", "reason", "feedback"})

    state = StateField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    task = models.TextField(_("what is to be done"))
    feedback = models.TextField(_("feedback"), blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accept_due_at = models.DateTimeField(_("to be accepted by"))
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a need")
        verbose_name_plural = _("parts of needs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], name="part_one_transfer_at_a_time", condition=Q(kind="transfer", ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["need", "unit"], name="part_one_open_a_unit", condition=Q(ended_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["accept_due_at"], name="part_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.need.reference} {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:part", args=[self.pk])

    @property
    def light(self) -> clock.Light | None:
        """Half a working day to accept it; then the light of the need that it belongs to."""
        if self.ended_at is not None:
            return None
        if self.state == self.State.ACCEPTED:
            return self.need.light
        return clock.light(clock.calendar(), clock.now(), self.offered_at, self.accept_due_at, None)

    @step([State.DRAFT], State.OFFERED, gives_it)
    def offer(self, task):
        self.offered_at = clock.now()
        self.accept_due_at = promises.due(self.offered_at, promises.ACCEPT)

    @step(
        [State.OFFERED],
        GET_STATE(
            lambda self, **_: Part.State.DONE if self.kind == Part.Kind.TRANSFER else Part.State.ACCEPTED,
            states=[State.ACCEPTED, State.DONE],
        ),
        works_on_it,
    )
    def accept(self, handler):
        self.handler, self.accepted_at = handler, clock.now()
        self.ended_at = clock.now() if self.kind == self.Kind.TRANSFER else None

    @step([State.OFFERED], State.RETURNED, returns_it)
    def return_(self, reason=""):
        self.ended_at = clock.now()

    @step([State.ACCEPTED], State.DONE, works_on_it)
    def report(self, feedback):
        self.feedback, self.ended_at = feedback, clock.now()

    @step([State.OFFERED, State.ACCEPTED], State.CALLED_OFF, gives_it)
    def call_off(self, reason=""):
        self.ended_at = clock.now()
