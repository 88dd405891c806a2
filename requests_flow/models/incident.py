"""An incident (园区级事项): one outage of a place that many report, with one answer for all of them."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step
from requests_flow import words
from requests_flow.words import INCIDENT_CATEGORIES, Category

if TYPE_CHECKING:
    from enterprises.models import Person
    from requests_flow.intake import Place

CHOICES = [(one.value, one.label) for one in INCIDENT_CATEGORIES]


def runs_the_desk(incident, actor):
    """Window, specialists, manager and leader; an incident belongs to no line."""
    return is_person(actor) and actor.wears(*DESK)


@because(_("Say first where it is and what it is called."))
def is_named(incident):
    return bool(incident.title and incident.park_id)


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """The desk works with incidents; everybody else meets them on the page of a place."""
        return self.exclude(state=Incident.State.NEW) if person.wears(*DESK) else self.none()

    def open(self) -> Self:
        return self.filter(state=Incident.State.OPEN)

    def open_at(self, place: "Place") -> Self:
        """What is going on at a place, for everybody who stands there: of its building, or of the whole park.

        Each with `reports`. Nothing in it says who reported; only titles that staff wrote for the public are shown.
        """
        if place.park is None:
            return self.none()
        here = Q(building__isnull=True) | Q(building=place.building) if place.building else Q()
        return self.open().filter(here, park=place.park).with_reports().order_by("-started_at", "-pk")

    def with_reports(self) -> Self:
        """`reports`: how many firms reported it; a report without a firm counts for itself."""
        firm = Coalesce("needs__enterprise_id", -1 * models.F("needs__id"))
        counted = ~Q(needs__state__in=(words.State.INVALID, words.State.WITHDRAWN))
        return self.annotate(reports=Count(firm, filter=counted, distinct=True))


class Incident(models.Model):
    """One event of a place. Its needs stay needs of their own, each with its number and its reporter."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("incident", "new")
        OPEN = "open", pgettext_lazy("incident", "going on")
        OVER = "over", pgettext_lazy("incident", "over")

    WORDS = frozenset({"cause", "title", "title_en", "message", "message_en", "answer", "answer_en"})
    INTERNAL_STEPS = frozenset({"open", "change", "answer", "end"})
    LOCK_WITH = ("park",)

    state = StateField(_("state"), max_length=8, choices=State, default=State.NEW)
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="incidents")
    building = models.ForeignKey(
        "enterprises.Building", null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    category = models.CharField(_("category"), max_length=4, choices=CHOICES)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    expected_at = models.DateTimeField(_("expected back"), null=True)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.CheckConstraint(
                name="incident_of_a_place", condition=Q(category__in=[one.value for one in INCIDENT_CATEGORIES])
            ),
            models.CheckConstraint(
                name="incident_over_has_its_date",
                condition=Q(state="over", ended_at__isnull=False) | (~Q(state="over") & Q(ended_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["park"], name="incident_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:incident", args=[self.pk])

    @property
    def park_code(self) -> str:
        return self.park.code

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def place_name(self) -> str:
        return " ".join(str(part) for part in (self.park, self.building) if part)

    @property
    def name(self) -> str:
        """The title in the reader's language, as far as there is one."""
        is_chinese = (get_language() or "zh").startswith("zh")
        return self.title if is_chinese else self.title_en or self.title

    @property
    def category_word(self) -> str:
        return str(Category(self.category).label)

    @step([State.NEW], State.OPEN, runs_the_desk, is_named)
    def open(self):
        self.started_at = clock.now()

    @step([State.OPEN], STAYS, runs_the_desk)
    def change(self, title, title_en="", cause="", expected_at=None):
        self.title, self.title_en, self.cause, self.expected_at = title, title_en, cause, expected_at

    @step([State.OPEN], STAYS, runs_the_desk)
    def answer(self, message, message_en="", reached=0):
        pass

    @step([State.OPEN], State.OVER, runs_the_desk)
    def end(self, outcome="", answer="", answer_en="", reached=0):
        self.ended_at = clock.now()
