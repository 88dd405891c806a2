"""Duties (5+X): what those who walk a park do in a week or a month; who is on duty on which day."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Appointment
from enterprises.roles import DESK, ON_SITE
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, transition

if TYPE_CHECKING:
    from enterprises.models import Person


class DutyQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def of(self, person: "Person") -> Self:
        """What this person does: the list of all parks and those of the parks they walk; nothing for others."""
        parks = person.parks(*ON_SITE)
        return self.filter(Q(park=None) | Q(park__in=parks)) if parks else self.none()

    def visible_to(self, person: "Person") -> Self:
        """The own ones; every one for the desk."""
        return self if person.wears(*DESK) else self.of(person)


class Duty(models.Model):
    """One line of a duty list: five are fixed, the X of a park are choices. A quota is an aim, never a fault."""

    class Kind(models.TextChoices):
        FIRMS = "firms", pgettext_lazy("kind of duty", "firms visited")
        MORNING = "morning", pgettext_lazy("kind of duty", "morning rounds walked")
        EVENING = "evening", pgettext_lazy("kind of duty", "evening rounds walked")
        ROUNDS = "rounds", pgettext_lazy("kind of duty", "rounds of any kind walked")
        FACTS = "facts", pgettext_lazy("kind of duty", "needs looked at on site")
        POLICIES = "policies", pgettext_lazy("kind of duty", "visits with policies handed over")
        SAFETY = "safety", pgettext_lazy("kind of duty", "safety visits, while a safety round runs")
        BY_HAND = "by_hand", pgettext_lazy("kind of duty", "ticked by hand")

    class Per(models.TextChoices):
        WEEK = "week", pgettext_lazy("quota", "a week")
        MONTH = "month", pgettext_lazy("quota", "a month")

    park = models.ForeignKey("enterprises.Park", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(_("name, Chinese"), max_length=40)
    name_en = models.CharField(_("name, English"), max_length=80)
    kind = models.CharField(_("counted by"), max_length=8, choices=Kind)
    quota = models.PositiveSmallIntegerField(_("quota"))
    per = models.CharField(_("per"), max_length=5, choices=Per, default=Per.WEEK)
    is_optional = models.BooleanField(_("optional"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    retired_at = models.DateTimeField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["is_optional", "pk"]
        constraints = [models.CheckConstraint(name="duty_quota", condition=Q(quota__gte=1))]

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en


class DutyDone(models.Model):
    """A duty that no record proves, ticked by whoever did it."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="done")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("duty done")
        verbose_name_plural = _("duties done")
        indexes = [models.Index(fields=["park", "day"], name="duty_done_park_day")]

    def __str__(self) -> str:
        return f"{self.duty} {self.day}"


# --- who is on duty when ---------------------------------------------------------------------------------
@because(_("This day is over."))
def is_ahead(watch):
    return watch.day >= clock.today()


def is_theirs(watch, actor):
    return is_person(actor) and watch.person_id == actor.pk and watch.park_id in actor.parks(*ON_SITE)


def may_take_over(watch, actor):
    """A colleague of the park; the one whose day it is has offered it before."""
    return is_person(actor) and watch.person_id != actor.pk and watch.park_id in actor.parks(*ON_SITE)


class WatchQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Days that somebody has, whose term of walking that park still runs."""
        running = Appointment.objects.running(clock.today()).filter(
            role__in=ON_SITE, park=models.OuterRef("park"), person=models.OuterRef("person")
        )
        return self.filter(models.Exists(running), state__in=[Watch.State.STANDING, Watch.State.OFFERED])

    def visible_to(self, person: "Person") -> Self:
        """Colleagues of a park see each other's days."""
        return self.filter(park__in=person.parks(*ON_SITE))


class Watch(models.Model):
    """Somebody is on duty in a park on a day (值班): signed up by themselves, handed on when both want it."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("watch", "draft")
        STANDING = "standing", pgettext_lazy("watch", "on duty")
        OFFERED = "offered", pgettext_lazy("watch", "asks for a stand-in")
        LEFT = "left", pgettext_lazy("watch", "signed off")

    LOCK_WITH = ("park",)
    INTERNAL_STEPS = frozenset({"sign_up", "offer", "keep", "take", "leave"})

    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("day on duty")
        verbose_name_plural = _("days on duty")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "day", "person"], condition=~Q(state="left"), name="watch_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.park} {self.day}"

    @property
    def park_code(self) -> str:
        return self.park.code

    @transition("state", source=State.DRAFT, target=State.STANDING, permission=is_theirs, conditions=[is_ahead])
    def sign_up(self) -> None:
        """“I take this day.”"""

    @transition("state", source=State.STANDING, target=State.OFFERED, permission=is_theirs, conditions=[is_ahead])
    def offer(self) -> None:
        """“Who stands in for me?” It stays theirs until somebody takes it."""

    @transition("state", source=State.OFFERED, target=State.STANDING, permission=is_theirs)
    def keep(self) -> None:
        """“I can after all.”"""

    @transition("state", source=State.OFFERED, target=State.STANDING, permission=may_take_over, conditions=[is_ahead])
    def take(self, taker=None) -> None:
        """“I stand in.” Both have said yes: the one by offering, the other by taking."""
        self.person = taker

    @transition(
        "state",
        source=[State.STANDING, State.OFFERED],
        target=State.LEFT,
        permission=is_theirs,
        conditions=[is_ahead],
    )
    def leave(self) -> None:
        """Signed off, without a word why."""
