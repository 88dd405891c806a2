"""Letters to units that let orders run late (提醒函). A formal talk (约谈) is not ours (decisions 31)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import supervision_guards as guards
from councils.models.supervision import SupervisionOrder
from councils.quarters import Quarter
from parkdesk.core import clock
from parkdesk.core.states import StateField, transition


class ReminderLetterQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """The supervisors read all of them, a unit those that were sent to it."""
        if guards.leads_supervision(person):
            return self.all()
        units = person.units() if getattr(person, "is_authenticated", False) else ()
        return self.filter(unit__in=units, state=ReminderLetter.State.SENT)


class ReminderLetter(models.Model):
    """Two orders of a unit ran past their limit in a quarter: one letter, drafted by the clock, sent by a person."""

    class State(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("letter", "drafted")
        SENT = "sent", pgettext_lazy("letter", "sent")

    INTERNAL_STEPS = frozenset({"draft", "send"})

    unit = models.ForeignKey("enterprises.Unit", on_delete=models.PROTECT, related_name="reminder_letters")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFTED)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True)

    objects = ReminderLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of reminder")
        verbose_name_plural = _("letters of reminder")
        ordering = ["-year", "-quarter", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "quarter"], name="letter_once_a_quarter")]

    def __str__(self) -> str:
        return f"{self.unit} {Quarter(self.year, self.quarter)}"

    def get_absolute_url(self) -> str:
        return reverse("councils:letter", args=[self.pk])

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of its quarter."""
        return Quarter(self.year, self.quarter).days

    def orders(self) -> models.QuerySet[SupervisionOrder]:
        """The orders that ran late."""
        return SupervisionOrder.objects.filter(unit=self.unit).red_between(*self.days).order_by("year", "number")

    @transition("state", source=State.DRAFTED, target=None, permission=guards.is_the_clock)
    def draft(self) -> None:
        """Written down when the second order ran late."""

    @transition("state", source=State.DRAFTED, target=State.SENT, permission=guards.sends_letters)
    def send(self, sender) -> None:
        self.sent_at, self.sender = clock.now(), sender
