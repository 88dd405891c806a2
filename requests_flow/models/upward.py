"""Upwards and sideways nobody is ordered: we request, submit, consult, and chase (提请、报送、商请; decisions 31).

The light judges our own filing and chasing, never the body that was asked.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step
from requests_flow import guards, promises

if TYPE_CHECKING:
    from enterprises.models import Person

CHASE_DAYS = 3


@because(_("We ask again 3 working days after the last time; a reminder for it went out already."))
def is_time_to_chase(request):
    is_past = clock.now() >= request.chase_due_at
    return is_past and (request.reminded_at is None or request.reminded_at < request.chase_due_at)


def keeps_its_need(request, actor):
    """The desk that serves the need's line."""
    return guards.sits_at_the_desk(request.need, actor)


def is_the_clock(request, actor):
    return guards.is_the_clock(request.need, actor)


class UpwardRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def visible_to(self, person: "Person") -> Self:
        """Of the needs that this person reads at the desk."""
        needs = self.model._meta.get_field("need").related_model
        return self.exclude(state=UpwardRequest.State.DRAFT).filter(need__in=needs.objects.at_the_desk(person))


class UpwardRequest(models.Model):
    """One request to a body that we cannot order, about one need."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("request to decide")
        SUBMIT = "submit", _("submission of a report")
        CONSULT = "consult", _("request for help among equals")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("request upwards", "draft")
        SENT = "sent", pgettext_lazy("request upwards", "sent")
        ANSWERED = "answered", pgettext_lazy("request upwards", "answered")
        GIVEN_UP = "given_up", pgettext_lazy("request upwards", "given up")

    WORDS = frozenset({"matter", "answer", "reason"})
    INTERNAL_STEPS = frozenset({"send", "chase", "answer", "give_up", "remind"})

    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="upward_requests")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    addressee = models.CharField(_("to whom"), max_length=80)
    matter = models.TextField(_("what is asked"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(_("sent on"))
    asked_at = models.DateTimeField(_("asked last"))
    chase_due_at = models.DateTimeField(_("to be asked again by"))
    chased = models.PositiveSmallIntegerField(_("times asked again"), default=0)
    reminded_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(_("their number"), max_length=60, blank=True)
    answer_text = models.TextField(_("answer"), blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = UpwardRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request upwards")
        verbose_name_plural = _("requests upwards")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="upward_ended_has_its_date",
                condition=Q(state__in=["answered", "given_up"], ended_at__isnull=False)
                | Q(state__in=["draft", "sent"], ended_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["chase_due_at"], name="upward_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.need.reference} {self.addressee}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:upward", args=[self.pk])

    @property
    def light(self) -> clock.Light | None:
        """Whether it is our turn to ask again."""
        if self.ended_at is not None:
            return None
        return clock.light(clock.calendar(), clock.now(), self.asked_at, self.chase_due_at, None)

    @step([State.DRAFT], State.SENT, keeps_its_need)
    def send(self, matter):
        self._ask(clock.now())

    @step([State.SENT], STAYS, keeps_its_need)
    def chase(self):
        self.chased += 1
        self._ask(clock.now())

    @step([State.SENT], STAYS, is_the_clock, is_time_to_chase)
    def remind(self):
        self.reminded_at = clock.now()

    @step([State.SENT], State.ANSWERED, keeps_its_need)
    def answer(self, answer, receipt_number=""):
        self.answer_text, self.receipt_number = answer, receipt_number or self.receipt_number
        self.ended_at = clock.now()

    @step([State.SENT], State.GIVEN_UP, keeps_its_need)
    def give_up(self, reason):
        self.ended_at = clock.now()

    def _ask(self, now: datetime) -> None:
        self.asked_at, self.chase_due_at = now, promises.add_days(now, CHASE_DAYS)
