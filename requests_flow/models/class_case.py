"""Class cases (类案): one cause that many firms raise, with one standard answer and a prevention (domain.md 8.7).

An incident is one event of a place and ends; a class case is one cause behind many events and parks, and stays until
it is cured. Its needs keep number, reporter and promise of their own.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.unit import Unit
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step
from parkdesk.core.tongues import spoken
from requests_flow import words
from requests_flow.models.incident import runs_the_desk

if TYPE_CHECKING:
    from enterprises.models import Person

WRITERS = (Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER)


def answers_for_the_desk(case, actor):
    """What many read is published and settled by a specialist, the manager or the leader."""
    return is_person(actor) and actor.wears(*WRITERS)


@because(_("Say first what it is called."))
def is_named(case):
    return bool(case.title)


@because(_("Write the standard answer first."))
def has_an_answer(case):
    return bool(case.standard_answer)


@because(_("Write first: the cause, who can cure it, the standard answer, and what prevents it."))
def is_complete(case):
    return all((case.cause, case.unit_id, case.standard_answer, case.prevention))


@because(_("Some of its needs are still open."))
def has_no_open_need(case):
    return not case.memberships.filter(need__closed_at__isnull=True).exists()


@because(_("Its page is public already."))
def is_kept_inside(case):
    return case.published_at is None


@because(_("It has no public page."))
def is_public(case):
    return case.published_at is not None


class ClassCaseQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """The desk works with class cases; everybody else reads what it published."""
        return self.exclude(state=ClassCase.State.NEW) if person.wears(*DESK) else self.none()

    def published(self) -> Self:
        """What everybody may read, the newest first."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def open(self) -> Self:
        """Those that still take needs."""
        return self.filter(state__in=(ClassCase.State.OPEN, ClassCase.State.SETTLED))


class ClassCase(models.Model):
    """One cause. What the public may read of it stands in both languages; cause and unit stay with staff."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("class case", "new")
        OPEN = "open", pgettext_lazy("class case", "to be cured")
        SETTLED = "settled", pgettext_lazy("class case", "prevention stands")
        CLOSED = "closed", pgettext_lazy("class case", "closed")

    WORDS = frozenset(
        {
            "title", "title_en", "cause", "standard_answer", "standard_answer_en", "interim", "interim_en",
            "prevention", "prevention_en", "message", "message_en", "reason",
        }
    )  # fmt: skip
    INTERNAL_STEPS = frozenset(
        {"open", "change", "add", "remove", "answer", "publish", "withdraw", "settle", "reopen", "close"}
    )

    state = StateField(_("state"), max_length=8, choices=State, default=State.NEW)
    category = models.CharField(_("category"), max_length=4, choices=words.Category)
    service = models.ForeignKey(
        "requests_flow.Service", null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    park = models.ForeignKey(
        "enterprises.Park", null=True, db_index=False, on_delete=models.PROTECT, related_name="class_cases"
    )
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    unit = models.ForeignKey(Unit, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    standard_answer = models.TextField(_("standard answer"), blank=True)
    standard_answer_en = models.TextField(_("standard answer in English"), blank=True)
    interim = models.TextField(_("interim measure"), blank=True)
    interim_en = models.TextField(_("interim measure in English"), blank=True)
    prevention = models.TextField(_("prevention"), blank=True)
    prevention_en = models.TextField(_("prevention in English"), blank=True)
    prevented_from = models.DateField(_("prevention stands since"), null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ClassCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("class case")
        verbose_name_plural = _("class cases")
        constraints = [
            models.CheckConstraint(
                name="class_case_settled_has_its_day",
                condition=~Q(state__in=["settled", "closed"]) | Q(prevented_from__isnull=False),
            ),
            models.CheckConstraint(
                name="class_case_closed_has_its_date",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="class_case_public_has_an_answer", condition=Q(published_at__isnull=True) | ~Q(standard_answer="")
            ),
        ]
        indexes = [models.Index(fields=["category"], name="class_case_open", condition=Q(closed_at__isnull=True))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:class_case", args=[self.pk])

    def get_public_url(self) -> str:
        return reverse("requests_flow:public_class", args=[self.pk])

    @property
    def park_code(self) -> str:
        return self.park.code if self.park else ""

    @property
    def name(self) -> str:
        return spoken(self.title, self.title_en)

    @property
    def answer_text(self) -> str:
        return spoken(self.standard_answer, self.standard_answer_en)

    @property
    def interim_text(self) -> str:
        return spoken(self.interim, self.interim_en)

    @property
    def prevention_text(self) -> str:
        return spoken(self.prevention, self.prevention_en)

    @property
    def is_in_both_languages(self) -> bool:
        return bool(self.title_en and self.standard_answer_en)

    @step([State.NEW], State.OPEN, runs_the_desk, is_named)
    def open(self):
        self.opened_at = clock.now()

    @step([State.OPEN, State.SETTLED], STAYS, runs_the_desk)
    def change(self, unit=None, **texts):
        self.unit = unit
        for name, text in texts.items():
            setattr(self, name, text)

    @step([State.OPEN, State.SETTLED], STAYS, runs_the_desk)
    def add(self, need):
        pass

    @step([State.OPEN, State.SETTLED], STAYS, runs_the_desk)
    def remove(self, need):
        pass

    @step([State.OPEN, State.SETTLED], STAYS, runs_the_desk, has_an_answer)
    def answer(self, message, message_en="", reached=0):
        pass

    @step([State.OPEN], State.SETTLED, answers_for_the_desk, is_complete)
    def settle(self, prevented_from):
        self.prevented_from = prevented_from

    @step([State.SETTLED], State.OPEN, answers_for_the_desk)
    def reopen(self, reason):
        self.prevented_from = None

    @step([State.SETTLED], State.CLOSED, answers_for_the_desk, has_no_open_need)
    def close(self):
        self.closed_at = clock.now()

    @step([State.OPEN, State.SETTLED, State.CLOSED], STAYS, answers_for_the_desk, has_an_answer, is_kept_inside)
    def publish(self):
        self.published_at = clock.now()

    @step([State.OPEN, State.SETTLED, State.CLOSED], STAYS, answers_for_the_desk, is_public)
    def withdraw(self):
        self.published_at = None
