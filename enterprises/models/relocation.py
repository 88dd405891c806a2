"""Relocations (迁出、迁移): a firm leaves the parks, or sits somewhere else from now on."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.keeping import UNDONE_WITHIN, is_at_the_desk, keeps, leads
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, step

if TYPE_CHECKING:
    from enterprises.models.person import Person


def tells(relocation, actor):
    """The firm's administrator, the leader of the park it sits in, the desk."""
    is_near = keeps(relocation.enterprise_id, actor) or leads(relocation.from_park_id, actor)
    return is_near or is_at_the_desk(actor)


def takes_back(relocation, actor):
    """Whoever told it, and the desk: an administrator whose firm left keeps no other right."""
    return is_at_the_desk(actor) or (is_person(actor) and actor.pk == relocation.by_id)


def is_the_clock(relocation, actor):
    return actor == CLOCK


@because(_("A day has passed: what hung on it has ended. Tell the desk."))
def can_be_taken_back(relocation):
    return relocation.at is not None and clock.now() < relocation.at + UNDONE_WITHIN


@because(_("It can still be taken back."))
def is_ripe(relocation):
    return relocation.at is not None and clock.now() >= relocation.at + UNDONE_WITHIN


@because(_("The firm was moved once more since."))
def is_the_last(relocation):
    later = relocation.enterprise.relocations.exclude(state=Relocation.State.UNDONE)
    return not later.filter(pk__gt=relocation.pk).exists()


class RelocationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Told and not taken back."""
        return self.filter(state__in=[Relocation.State.TOLD, Relocation.State.SETTLED])

    def visible_to(self, person: "Person") -> Self:
        """The desk all, a leader those from or into the own park, everybody their own and those of their firms."""
        if not is_person(person):
            return self.none()
        if person.wears(*DESK):
            return self
        led = person.parks(Role.PARK_LEADER)
        near = Q(from_park__in=led) | Q(to_park__in=led)
        return self.filter(near | Q(enterprise__in=person.firms) | Q(by=person))


def _place(side: str) -> dict[str, Any]:
    return {"null": True, "on_delete": models.PROTECT, "related_name": "+", "verbose_name": side}


class Relocation(models.Model):
    """One firm leaves or changes its place. What cannot be undone follows a day later (`settle`)."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("relocation", "draft")
        TOLD = "told", pgettext_lazy("relocation", "told")
        SETTLED = "settled", pgettext_lazy("relocation", "in force")
        UNDONE = "undone", pgettext_lazy("relocation", "taken back")

    class Kind(models.TextChoices):
        OUT = "out", _("moves out")
        PLACE = "place", _("moves to another place")

    WORDS = frozenset({"reason"})
    INTERNAL_STEPS = frozenset({"tell", "undo", "settle"})
    LOCK_WITH = ("enterprise__park", "from_park")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="relocations")
    kind = models.CharField(_("what happens"), max_length=8, choices=Kind)
    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    from_park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="+")
    from_building = models.ForeignKey("enterprises.Building", **_place("from"))
    from_floor = models.CharField(max_length=10, blank=True)
    from_room = models.CharField(max_length=30, blank=True)
    from_status = models.CharField(max_length=12)
    to_park = models.ForeignKey("enterprises.Park", **_place("to"))
    to_building = models.ForeignKey("enterprises.Building", **_place("to"))
    to_floor = models.CharField(max_length=10, blank=True)
    to_room = models.CharField(max_length=30, blank=True)
    # Ids of the memberships that ended with it, and what they could do, so that taking it back restores just that.
    ended_memberships = models.JSONField(default=list)
    ended_administrators = models.JSONField(default=list)
    ended_delegates = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RelocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relocation")
        verbose_name_plural = _("relocations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="relocation_leads_somewhere",
                condition=Q(kind="out", to_park__isnull=True) | Q(kind="place", to_park__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.get_kind_display()}"

    @property
    def park_code(self) -> str:
        return self.from_park.code

    @property
    def undone_until(self) -> Any:
        return self.at + UNDONE_WITHIN if self.at else None

    @step([State.DRAFT], State.TOLD, tells)
    def tell(self, kind, reason=""):
        self.at = clock.now()

    @step([State.TOLD], State.UNDONE, takes_back, can_be_taken_back, is_the_last)
    def undo(self):
        self.ended_at = clock.now()

    @step([State.TOLD], State.SETTLED, is_the_clock, is_ripe)
    def settle(self):
        self.ended_at = clock.now()
