"""Meetings of a council, and what is on their agenda."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils.guards import presiding
from councils.models.meeting_steps import MeetingSteps
from councils.models.resolution import Resolution
from councils.models.within import sits_along, within_councils_of
from parkdesk.core import clock
from parkdesk.core.states import StateField
from parkdesk.core.tongues import spoken

ENDS = ("ended", "minuted", "cancelled")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """Members of a council that sits, the office and its supervisors; the public reads the minutes."""
        return self.filter(within_councils_of(person) | sits_along(person))

    def ahead(self) -> Self:
        """Called or running; the next one first."""
        return self.exclude(state__in=ENDS).order_by("starts_at", "pk")

    def held(self) -> Self:
        """Those that have ended, the last one first."""
        return self.filter(ended_at__isnull=False).order_by("-starts_at", "-pk")


class Meeting(MeetingSteps, models.Model):
    """A council sits together, in a room or on a line. Minutes are drafted in the transaction that ends it."""

    class Kind(models.TextChoices):
        JOINT = "joint", pgettext_lazy("meeting", "joint meeting")
        SPECIAL = "special", pgettext_lazy("meeting", "special meeting")
        REGULAR = "regular", pgettext_lazy("meeting", "regular meeting")
        ANNUAL = "annual", pgettext_lazy("meeting", "annual assembly")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", pgettext_lazy("meeting", "on site")
        ONLINE = "online", pgettext_lazy("meeting", "online")
        HYBRID = "hybrid", pgettext_lazy("meeting", "on site and online")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("meeting", "being prepared")
        CONVENED = "convened", pgettext_lazy("meeting", "called")
        AGENDA_FROZEN = "agenda_frozen", pgettext_lazy("meeting", "called, agenda closed")
        IN_SESSION = "in_session", pgettext_lazy("meeting", "in session")
        SUSPENDED = "suspended", pgettext_lazy("meeting", "suspended")
        ENDED = "ended", pgettext_lazy("meeting", "ended, minutes under way")
        MINUTED = "minuted", pgettext_lazy("meeting", "minutes issued")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "called off")

    WORDS = frozenset({"reason"})
    INTERNAL_STEPS = frozenset({"arrive", "check_in", "leave", "excuse", "accompany"})
    LOCK_WITH = ("council__park", "rule_set")

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="meetings")
    rule_set = models.ForeignKey("councils.RuleSet", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.JOINT)
    mode = models.CharField(_("way of meeting"), max_length=8, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField(_("place"), max_length=120, blank=True)
    place_en = models.CharField(_("place in English"), max_length=160, blank=True)
    link = models.URLField(_("link to join"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    state = StateField(_("state"), max_length=14, choices=State, default=State.DRAFT)
    chair = models.ForeignKey("councils.Representative", null=True, on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # A joint session: `council` leads and keeps the minutes, these sit with it.
    joined = models.ManyToManyField("councils.Council", related_name="joint_meetings", blank=True)
    door_code = models.CharField(_("code on the door"), max_length=6, blank=True)
    # How often what calendars know of it has changed (RFC 5545 SEQUENCE).
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_began_and_ended",
                condition=Q(ended_at=None) | Q(began_at__isnull=False, ended_at__gte=models.F("began_at")),
            ),
            models.CheckConstraint(
                name="meeting_ended_has_its_time",
                condition=Q(state__in=("ended", "minuted"), ended_at__isnull=False)
                | (~Q(state__in=("ended", "minuted")) & Q(ended_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["council", "-starts_at"], name="meeting_of_council")]

    def __str__(self) -> str:
        return f"{self.council} {self.get_kind_display()} {self.starts_at.astimezone(clock.SHANGHAI):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("councils:meeting", args=[self.council.park.code, self.pk])

    @property
    def park_code(self) -> str:
        return self.council.park.code

    @property
    def papers_days(self) -> int:
        return self.rule_set.papers_days

    @property
    def place_name(self) -> str:
        """The place in the reader's language; without an English name, as it is."""
        return spoken(self.place, self.place_en)

    @property
    def minutes_or_none(self) -> Any:
        return getattr(self, "minutes", None)

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.IN_SESSION, self.State.SUSPENDED)

    @property
    def minutes_due_at(self) -> datetime | None:
        """By when its minutes are issued (decisions 39)."""
        if self.ended_at is None:
            return None
        return clock.due_at(clock.calendar(), self.ended_at, clock.working_days(self.rule_set.minutes_issue_days))

    def open_rounds(self) -> models.QuerySet:
        """Votes of its items whose time is not over, or that nobody has counted yet."""
        return self._meta.apps.get_model("councils", "Round").objects.open().filter(agenda_item__meeting=self)

    def presiding_candidate(self) -> Any:
        """Who presides if it is opened now: whom somebody chose, else the council's own, if they are in the room."""
        here = {row.representative_id for row in self.attendances.here()}
        if self.chair_id:
            return self.chair if self.chair_id in here else None
        own = presiding(self.council)
        return own if own and own.pk in here else None

    def beneficiaries(self, step: str) -> list[int]:
        """Who attended it in full earns by it; nobody by calling or recording one."""
        if step != "end":
            return []
        rows = self.attendances.present().select_related("representative", "meeting")
        return sorted(row.representative.person_id for row in rows if row.in_full)


class AgendaItemQuerySet(models.QuerySet):
    def without_result(self) -> Self:
        return self.filter(result="")

    def without_what_was_agreed(self) -> Self:
        """“Agreed”, and nothing that was agreed stands written down: under the item, or for its case."""
        written = Resolution.objects.standing()
        is_written = Exists(written.filter(agenda_item=OuterRef("pk"))) | Exists(written.filter(case=OuterRef("case")))
        return self.filter(~is_written, result=AgendaItem.Result.DECIDED)


class AgendaItem(models.Model):
    """One thing to talk about (议题). With a case, its question is the item; the case's rules decide who sees it."""

    class Result(models.TextChoices):
        DECIDED = "decided", pgettext_lazy("agenda item", "agreed")
        DEFERRED = "deferred", pgettext_lazy("agenda item", "deferred")
        WITHDRAWN = "withdrawn", pgettext_lazy("agenda item", "withdrawn")
        NOTED = "noted", pgettext_lazy("agenda item", "noted")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(_("number on the agenda"))
    title = models.CharField(_("item"), max_length=120)
    title_en = models.CharField(_("item in English"), max_length=200, blank=True)
    facts = models.TextField(_("what is known"), max_length=1200, blank=True)
    facts_en = models.TextField(_("what is known, in English"), max_length=2000, blank=True)
    case = models.ForeignKey("councils.Case", null=True, on_delete=models.PROTECT, related_name="agenda_items")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("printed in the minutes that everybody reads"), default=True)
    is_urgent = models.BooleanField(_("added after the agenda was closed"), default=False)
    urgent_for = models.PositiveSmallIntegerField(_("hands for taking it up"), null=True)
    urgent_against = models.PositiveSmallIntegerField(_("hands against taking it up"), null=True)
    result = models.CharField(_("result of the item"), max_length=10, choices=Result, blank=True)
    result_text = models.TextField(_("note on the result"), max_length=600, blank=True)
    result_text_en = models.TextField(_("note on the result, in English"), max_length=900, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once"),
            models.UniqueConstraint(fields=["meeting", "case"], name="agenda_case_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> list[Any]:
        """What was agreed under it and not struck out again; read from what was prefetched."""
        return [one for one in self.resolutions.all() if one.state != one.State.DROPPED]

    @property
    def name(self) -> str:
        """The item in the reader's language; without English words, as it is."""
        return spoken(self.title, self.title_en)

    @property
    def name_for_all(self) -> str:
        """What may be told to everybody who is called, whoever pays them (decisions 5)."""
        return self.name if self.is_public else gettext("An item that is not published")

    @property
    def display_facts(self) -> str:
        return spoken(self.facts, self.facts_en)

    @property
    def display_result_text(self) -> str:
        return spoken(self.result_text, self.result_text_en)
