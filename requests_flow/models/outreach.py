"""Notices to firms (企业通知): one text to many firms, for reading or to be confirmed by a day."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models.enterprise import Enterprise
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step

if TYPE_CHECKING:
    from enterprises.models import Person

WRITERS = frozenset({Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER})


def writes_to_firms(thing, actor):
    """Specialists, the desk manager and the community leader write to firms; the window reads along."""
    return is_person(actor) and actor.wears(*WRITERS)


@because(_("The day for the confirmation has passed already. Choose another."))
def is_day_ahead(circular):
    return circular.confirm_by is None or circular.confirm_by >= clock.today()


@because(_("The form that goes along takes no answers today."))
def is_form_open(circular):
    return circular.questionnaire is None or circular.questionnaire.takes_answers


@because(_("It asks nobody to confirm it."))
def asks_to_confirm(circular):
    return circular.is_to_confirm


@because(_("A reminder went out already today. The next one can go on the next working day."))
def is_time_to_remind(circular):
    """At most once a working day; on a day off, not again after the last working day's."""
    if circular.reminded_at is None:
        return True
    last = circular.reminded_at.astimezone(clock.SHANGHAI).date()
    return clock.working_days_between(clock.calendar(), last, clock.today()) >= 1


class CircularQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """The desk sees all, a park leader what went out to firms of their own park, nobody else any."""
        if person.wears(*DESK):
            return self.exclude(state__in=[Circular.State.NEW, Circular.State.DISCARDED])
        parks = person.parks(Role.PARK_LEADER)
        if not parks:
            return self.none()
        return self.gone_out().filter(copies__enterprise__park__in=parks).distinct()

    def gone_out(self) -> Self:
        return self.filter(sent_at__isnull=False)


class Circular(models.Model):
    """One notice to firms. It is written, looked at, sent once; then corrected by another one, or withdrawn."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("notice to firms", "new")
        DRAFT = "draft", pgettext_lazy("notice to firms", "draft")
        SENT = "sent", pgettext_lazy("notice to firms", "sent")
        CORRECTED = "corrected", pgettext_lazy("notice to firms", "corrected")
        WITHDRAWN = "withdrawn", pgettext_lazy("notice to firms", "withdrawn")
        DISCARDED = "discarded", pgettext_lazy("notice to firms", "discarded")

    WORDS = frozenset({"title", "title_en", "text", "text_en", "reason"})
    INTERNAL_STEPS = frozenset({"write", "change", "send", "remind", "correct", "withdraw", "discard"})
    LOCK_WITH = ("questionnaire",)

    state = StateField(_("state"), max_length=10, choices=State, default=State.NEW)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    # Empty: for reading only.
    confirm_by = models.DateField(_("please confirm by"), null=True, blank=True)
    parks = models.ManyToManyField("enterprises.Park", related_name="+")
    buildings = models.ManyToManyField("enterprises.Building", related_name="+")
    sectors = models.JSONField(_("sectors"), default=list)
    sizes = models.JSONField(_("sizes"), default=list)
    traits = models.JSONField(_("further tags"), default=list)
    questionnaire = models.ForeignKey(
        "requests_flow.Questionnaire", null=True, blank=True, on_delete=models.PROTECT, related_name="circulars"
    )
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to firms")
        verbose_name_plural = _("notices to firms")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="circular_sent_has_its_date",
                condition=Q(state__in=["sent", "corrected", "withdrawn"], sent_at__isnull=False)
                | Q(state__in=["new", "draft", "discarded"], sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="circular_ended_has_its_date",
                condition=Q(state__in=["corrected", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["corrected", "withdrawn"]) & Q(ended_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:circular", args=[self.pk])

    park_code = ""

    @property
    def is_to_confirm(self) -> bool:
        return self.confirm_by is not None

    @property
    def is_survey(self) -> bool:
        """Whether it counts as a contact with the firm (domain.md 9): it brings a questionnaire along."""
        return self.questionnaire is not None and self.questionnaire.is_survey

    @property
    def name(self) -> str:
        """The title in the reader's language, as far as there is one."""
        return self.title if _is_chinese() else self.title_en or self.title

    @property
    def body(self) -> str:
        """The text in the reader's language, as far as there is one."""
        return self.text if _is_chinese() else self.text_en or self.text

    @property
    def tag_words(self) -> list[str]:
        """For which sectors, sizes and kinds of firms it is, in words."""
        kinds = {str(value): label for some in (Enterprise.Sector, Enterprise.Size) for value, label in some.choices}
        traits = [Enterprise._meta.get_field(one).verbose_name for one in self.traits]
        return [*(str(kinds.get(one, one)) for one in (*self.sectors, *self.sizes)), *map(str, traits)]

    @property
    def is_untranslated(self) -> bool:
        """Whether the reader gets Chinese though they read another language (decisions 19)."""
        return not _is_chinese() and not self.text_en

    @step([State.NEW], State.DRAFT, writes_to_firms)
    def write(self):
        pass

    @step([State.DRAFT], STAYS, writes_to_firms)
    def change(self):
        pass

    @step([State.DRAFT], State.SENT, writes_to_firms, is_day_ahead, is_form_open)
    def send(self, title="", text="", firms=0, left_out=0):
        self.sent_at = clock.now()

    @step([State.SENT], STAYS, writes_to_firms, asks_to_confirm, is_time_to_remind)
    def remind(self, firms=0):
        self.reminded_at = clock.now()

    @step([State.SENT], State.CORRECTED, writes_to_firms)
    def correct(self, correction=None):
        self.ended_at = clock.now()

    @step([State.SENT], State.WITHDRAWN, writes_to_firms)
    def withdraw(self, reason):
        self.ended_at, self.reason = clock.now(), reason

    @step([State.DRAFT], State.DISCARDED, writes_to_firms)
    def discard(self):
        self.corrects = None  # another correction may be written


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
