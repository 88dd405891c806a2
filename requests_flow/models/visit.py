"""Visits to firms (走访): who called on whom, when, what for. Thin: the full form of domain.md 9 comes later."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import ON_SITE, Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, transition

if TYPE_CHECKING:
    from enterprises.models import Person

# What happened longer ago is not put on record any more: nobody remembers it well.
LOGGED_WITHIN = timedelta(days=14)


@because(_("Choose a day of the last two weeks."))
def is_recent(visit):
    return clock.today() - LOGGED_WITHIN <= visit.visited_on <= clock.today()


@because(_("This firm has left the park."))
def is_firm_here(visit):
    return visit.enterprise.status != visit.enterprise.Status.MOVED_OUT


def made_it(visit, actor):
    """Whoever walks this park logs their own visits there and nobody else's."""
    is_theirs = is_person(actor) and visit.leader_id == actor.pk
    return is_theirs and visit.enterprise.park_id == visit.park_id and visit.park_id in actor.parks(*ON_SITE)


class VisitQuerySet(models.QuerySet):
    def of(self, person: "Person") -> Self:
        """What this person logged; nobody else reads it yet: how a firm is doing is sensitive (domain.md 9)."""
        return self.filter(leader=person, state=Visit.State.LOGGED)


class Visit(models.Model):
    """One call on a firm. One a day, leader and firm; the form takes a minute on a phone."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("visit", "draft")
        LOGGED = "logged", pgettext_lazy("visit", "logged")

    class Purpose(models.TextChoices):
        ROUTINE = "routine", pgettext_lazy("purpose of a visit", "routine")
        NEW = "new", pgettext_lazy("purpose of a visit", "new firm")
        FOLLOW_UP = "follow_up", pgettext_lazy("purpose of a visit", "follow-up")
        SAFETY = "safety", pgettext_lazy("purpose of a visit", "safety")
        POLICY = "policy", pgettext_lazy("purpose of a visit", "policy")

    LOCK_WITH = ("park", "enterprise")
    INTERNAL_STEPS = frozenset({"log"})

    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="visits")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("day of the visit"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.ROUTINE)
    note = models.TextField(_("what was heard"), blank=True)
    is_confirmed_by_phone = models.BooleanField(_("confirmed on the phone"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["leader", "enterprise", "visited_on"], name="visit_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.visited_on}"

    @property
    def park_code(self) -> str:
        return self.park.code

    def beneficiaries(self, step: str) -> tuple[int, ...]:
        """A park leader's valid visit earns; a volunteer's company does not (domain.md 10)."""
        is_leader = self.park_id in self.leader.parks(Role.PARK_LEADER)
        return (self.leader_id,) if step == "log" and is_leader else ()

    @transition(
        "state", source=State.DRAFT, target=State.LOGGED, permission=made_it, conditions=[is_recent, is_firm_here]
    )
    def log(self, occurred_on=None) -> None:
        """It took place."""
