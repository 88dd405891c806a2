"""Short forms and questionnaires (表单、问卷): up to twenty questions, answered by a link or a code on a poster."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models.place_code import LENGTH, new_code
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step
from requests_flow.models.outreach import writes_to_firms

if TYPE_CHECKING:
    from enterprises.models import Person

MOST_QUESTIONS = 20


def writes_or_is_the_clock(questionnaire, actor):
    return actor == CLOCK or writes_to_firms(questionnaire, actor)


@because(_("Write a question first."))
def has_questions(questionnaire):
    return questionnaire.questions.exists()


@because(_("Its last day has passed already. Choose another."))
def has_days_left(questionnaire):
    return questionnaire.closes_on >= clock.today()


@because(_("Somebody has answered already: from now on the form stays as it is."))
def is_unanswered(questionnaire):
    return not questionnaire.answers.exists()


@because(_("Close the form first."))
def has_ended(questionnaire):
    return questionnaire.state == Questionnaire.State.CLOSED or questionnaire.closes_on < clock.today()


class QuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """Forms and their answers are the desk's."""
        return self.exclude(state=Questionnaire.State.NEW) if person.wears(*DESK) else self.none()

    def shown(self) -> Self:
        """What the address on a poster opens: once it was opened, for ever, if only to say that it is closed."""
        return self.filter(state__in=[Questionnaire.State.OPEN, Questionnaire.State.CLOSED])

    def open(self) -> Self:
        today = clock.today()
        return self.filter(state=Questionnaire.State.OPEN, opens_on__lte=today, closes_on__gte=today)

    def past_their_day(self) -> Self:
        """Whose answers are kept longer than the form has promised."""
        return self.filter(keep_until__lt=clock.today(), answers__isnull=False).distinct()


class Questionnaire(models.Model):
    """One form. Its questions stand still from the first answer on; its answers go on the day that it names."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("form", "new")
        DRAFT = "draft", pgettext_lazy("form", "draft")
        OPEN = "open", pgettext_lazy("form", "open")
        CLOSED = "closed", pgettext_lazy("form", "closed")

    class Asks(models.TextChoices):
        NOBODY = "nobody", _("Anonymous: nobody says who they are")
        ONCE = "once", _("Each firm once; its answer can be changed until the end")
        OFTEN = "often", _("Firms, as often as they like")

    WORDS = frozenset({"title", "reason"})
    INTERNAL_STEPS = frozenset({"write", "change", "open", "close", "erase"})

    state = StateField(_("state"), max_length=8, choices=State, default=State.NEW)
    code = models.CharField(_("code"), max_length=LENGTH, unique=True, default=new_code, editable=False)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    asks = models.CharField(_("who answers"), max_length=8, choices=Asks)
    is_survey = models.BooleanField(_("counts as a contact with the firm"), default=True)
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open until"))
    keep_until = models.DateField(_("answers are deleted after"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField(null=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("form or questionnaire")
        verbose_name_plural = _("forms and questionnaires")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="questionnaire_term", condition=Q(closes_on__gte=F("opens_on"), keep_until__gte=F("closes_on"))
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:questionnaire", args=[self.pk])

    def get_public_url(self) -> str:
        return reverse("requests_flow:answer", args=[self.code])

    park_code = ""

    @property
    def takes_answers(self) -> bool:
        return self.state == self.State.OPEN and self.opens_on <= clock.today() <= self.closes_on

    @property
    def has_begun(self) -> bool:
        return self.opens_on <= clock.today()

    @property
    def is_anonymous(self) -> bool:
        return self.asks == self.Asks.NOBODY

    @property
    def name(self) -> str:
        return in_words(self.title, self.title_en)

    @property
    def introduction(self) -> str:
        return in_words(self.intro, self.intro_en)

    @step([State.NEW], State.DRAFT, writes_to_firms)
    def write(self, title=""):
        pass

    @step([State.DRAFT, State.OPEN], STAYS, writes_to_firms, is_unanswered)
    def change(self):
        pass

    @step([State.DRAFT], State.OPEN, writes_to_firms, has_questions, has_days_left)
    def open(self):
        pass

    @step([State.OPEN], State.CLOSED, writes_to_firms)
    def close(self):
        pass

    @step([State.OPEN, State.CLOSED], STAYS, writes_or_is_the_clock, has_ended)
    def erase(self, answers=0):
        self.erased_at = clock.now()


class Question(models.Model):
    """One question of a form. Options are pairs of Chinese and English; an answer names them by their place."""

    class Kind(models.TextChoices):
        SHORT = "short", _("short text")
        LONG = "long", _("long text")
        ONE = "one", _("one of several")
        SEVERAL = "several", _("several of several")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        YES_NO = "yes_no", _("yes or no")
        RATING = "rating", _("rating from 1 to 5")

    WITH_OPTIONS = (Kind.ONE, Kind.SEVERAL)
    WRITTEN = (Kind.SHORT, Kind.LONG)

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    text = models.CharField(_("question"), max_length=200)
    text_en = models.CharField(_("English text of the question"), max_length=300, blank=True)
    options = models.JSONField(_("options to choose from"), default=list)
    is_required = models.BooleanField(_("has to be answered"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        return in_words(self.text, self.text_en)


class AnswerSheet(models.Model):
    """One answer to a form: values by the key of their question. `slot` makes a firm's one answer the only one."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="answers")
    enterprise = models.ForeignKey("enterprises.Enterprise", null=True, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=24, null=True)
    # Somebody proved to be of the firm: by its own link, or by signing in.
    is_proven = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("answer to a form")
        verbose_name_plural = _("answers to a form")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "slot"], name="answersheet_one_a_firm")]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.pk}"


def in_words(chinese: str, english: str) -> str:
    """The text in the reader's language, as far as there is one."""
    return chinese if (get_language() or "zh").startswith("zh") else english or chinese
