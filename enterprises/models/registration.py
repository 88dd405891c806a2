"""Registrations: a person asks to be a volunteer or a talent of the park's community; staff confirm (domain.md 10)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import StateField, transition

if TYPE_CHECKING:
    from enterprises.models.person import Person


def is_own(registration, actor):
    """Everybody registers themselves and nobody else."""
    return is_person(actor) and registration.person_id == actor.pk


def confirms_registrations(registration, actor):
    """Everybody at the desk, but nobody their own."""
    return is_person(actor) and actor.wears(*DESK) and registration.person_id != actor.pk


class RegistrationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Asked for and not answered."""
        return self.filter(state=Registration.State.ASKED)

    def visible_to(self, person: "Person") -> Self:
        """The desk reads all of them, everybody else their own."""
        if not person.is_authenticated:
            return self.none()
        return self.all() if person.wears(*DESK) else self.filter(person=person)


class Registration(models.Model):
    """One person, once: volunteer (志愿者) or community talent (社区达人). Confirmed, it makes an appointment."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("registration", "draft")
        ASKED = "asked", pgettext_lazy("registration", "to be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
        DECLINED = "declined", pgettext_lazy("registration", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")

    class Kind(models.TextChoices):
        VOLUNTEER = "volunteer", _("volunteer of the park")
        TALENT = "talent", _("community talent")

    WORDS = frozenset({"reason"})
    LOCK_WITH = ("park", "person")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="registrations")
    kind = models.CharField(_("as"), max_length=10, choices=Kind)
    offer = models.TextField(_("what they like to do"), blank=True)
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    answer = models.TextField(_("answer"), blank=True)
    appointment = models.OneToOneField(
        "enterprises.Appointment", null=True, editable=False, on_delete=models.PROTECT, related_name="registration"
    )
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["draft", "asked", "confirmed"]), name="registration_once"
            ),
            models.CheckConstraint(
                name="registration_confirmed_by_appointment",
                condition=Q(state="confirmed", appointment__isnull=False)
                | (~Q(state="confirmed") & Q(appointment__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"

    @property
    def park_code(self) -> str:
        return self.park.code

    def beneficiaries(self, step: str) -> tuple[int, ...]:
        """Who registered earned it, not whoever confirms it."""
        return (self.person_id,) if step == "confirm" else ()

    @transition("state", source=State.DRAFT, target=State.ASKED, permission=is_own)
    def ask(self) -> None:
        self.asked_at = clock.now()

    @transition("state", source=State.ASKED, target=State.CONFIRMED, permission=confirms_registrations)
    def confirm(self, appointment) -> None:
        self.appointment, self.ended_at = appointment, clock.now()

    @transition("state", source=State.ASKED, target=State.DECLINED, permission=confirms_registrations)
    def decline(self, reason: str = "") -> None:
        self.answer, self.ended_at = reason, clock.now()

    @transition("state", source=State.ASKED, target=State.WITHDRAWN, permission=is_own)
    def withdraw(self) -> None:
        self.ended_at = clock.now()
