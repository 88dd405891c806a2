"""Polls (征询) of everybody in a park who is verified: consultative, apart from what a council votes (decisions 38)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.guards import asks_polls, asks_polls_or_is_the_clock, is_office, is_party_committee
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import STAYS, StateField, step
from parkdesk.core.tongues import spoken

# Weights are whole tenths, so that nothing is rounded: everybody counts 10, a few 15 (points.md G3, I-19).
PLAIN, EXTRA = 10, 15


class PollQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """Who is asked, and who asks: people of the park, the community's office, the party committee."""
        if not is_person(person):
            return self.none()
        if is_office(person) or is_party_committee(person):
            return self.all()
        hats = [hat.park_id for hat in person.hats if hat.park_id]  # type: ignore[attr-defined]
        return self.filter(Q(park__in=hats) | Q(park__enterprises__in=person.firms)).distinct()  # type: ignore[attr-defined]

    def running(self) -> Self:
        """Those that take answers now, whatever a job did or did not."""
        return self.filter(state=Poll.State.OPEN, closes_on__gte=clock.today())

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class Poll(models.Model):
    """One question to a park. Whoever is asked answers once, and may answer anew until the last day."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("poll", "open")
        CLOSED = "closed", pgettext_lazy("poll", "closed")

    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="polls")
    state = StateField(_("state"), max_length=8, choices=State, default=State.OPEN)
    question = models.CharField(_("question"), max_length=200)
    question_en = models.CharField(_("question in English"), max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    closes_on = models.DateField(_("last day"))
    closed_at = models.DateTimeField(null=True)
    is_weighted = models.BooleanField(_("with weights"), default=False)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return self.display_question

    def get_absolute_url(self) -> str:
        return reverse("councils:poll", args=[self.park.code, self.pk])

    @property
    def park_code(self) -> str:
        return self.park.code

    @property
    def display_question(self) -> str:
        """In the reader's language, where somebody has translated it."""
        return spoken(self.question, self.question_en)

    @property
    def takes_answers(self) -> bool:
        """Asked of the clock, not of a job."""
        return self.state == self.State.OPEN and clock.today() <= self.closes_on

    @step([State.OPEN], STAYS, asks_polls)
    def ask(self, options: int) -> None:
        """The question goes out; its words and its options never change."""

    @step([State.OPEN], State.CLOSED, asks_polls_or_is_the_clock)
    def close(self) -> None:
        self.closed_at = clock.now()


class PollOption(models.Model):
    """One answer that can be chosen."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("answer"), max_length=120)
    # Answers whose people are forgotten (poll_folding): how many, and how many of them count more.
    folded = models.PositiveIntegerField(default=0, db_default=0)
    folded_heavy = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        ordering = ["poll_id", "number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="poll_option_once")]

    def __str__(self) -> str:
        return self.text


class PollWeight(models.Model):
    """Who counts more in a poll with weights, as it stood when the poll went out."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="weights")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("weight in a poll")
        verbose_name_plural = _("weights in a poll")
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="poll_weight_once")]

    def __str__(self) -> str:
        return str(self.person)


class PollAnswer(models.Model):
    """One person's answer. Nobody reads it beside the name: pages and exports hold totals."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(PollOption, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("answer to a poll")
        verbose_name_plural = _("answers to polls")
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="poll_answer_once")]

    def __str__(self) -> str:
        return str(self.option)
