"""A form from its draft to the day on which its answers are deleted."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.models import AnswerSheet, Question, Questionnaire
from requests_flow.models.questionnaire import MOST_QUESTIONS
from requests_flow.outreach.questions import words_of

COLUMNS = ("title_en", "intro", "intro_en", "asks", "is_survey", "opens_on", "closes_on", "keep_until")
OPEN_FOR, KEPT_FOR = timedelta(days=14), timedelta(days=180)


def usual_days() -> dict[str, Any]:
    """What a new form begins with: two weeks, answers for half a year."""
    today = clock.today()
    return {"opens_on": today, "closes_on": today + OPEN_FOR, "keep_until": today + KEPT_FOR}


def counted(rows: models.QuerySet) -> models.QuerySet:
    """With `count`: how many answers each has."""
    return rows.annotate(count=Count("answers"))


@transaction.atomic
def write(columns: dict[str, Any], *, by: Person) -> Questionnaire:
    """A draft without questions."""
    return begin(Questionnaire(**columns, by=by), "write", by=by, title=columns["title"])


@transaction.atomic
def change(questionnaire: Questionnaire, columns: dict[str, Any], *, by: Person) -> Questionnaire:
    """As long as nobody has answered."""
    one = advance(questionnaire, "change", by=by)
    for name, value in columns.items():
        setattr(one, name, value)
    one.save(update_fields=list(columns))
    return one


@transaction.atomic
def put(questionnaire: Questionnaire, said: dict[str, Any], *, by: Person, question: Question | None) -> Question:
    """A new question at the end, or one written anew. Raises NotNow once somebody has answered, and beyond twenty."""
    one = advance(questionnaire, "change", by=by)
    if question is None:
        if one.questions.count() >= MOST_QUESTIONS:
            raise NotNow(one, "change", _("Twenty questions are enough."))
        last = one.questions.aggregate(last=Max("position"))["last"] or 0
        return one.questions.create(position=last + 1, **said)
    one.questions.filter(pk=question.pk).update(**said)
    return question


@transaction.atomic
def take_out(question: Question, *, by: Person) -> Questionnaire:
    """A question goes; what an open form without any would ask is nothing, so its last one stays."""
    one = advance(question.questionnaire, "change", by=by)
    if one.state == Questionnaire.State.OPEN and one.questions.count() == 1:
        raise NotNow(one, "change", _("An open form has at least one question."))
    question.delete()
    return one


@transaction.atomic
def move_up(question: Question, *, by: Person) -> Questionnaire:
    """It changes places with the one above; the first one stays."""
    one = advance(question.questionnaire, "change", by=by)
    above = one.questions.filter(position__lt=question.position).last()
    if above is not None:
        above.position, question.position = question.position, above.position
        Question.objects.bulk_update([above, question], ["position"])
    return one


@transaction.atomic
def erase(questionnaire: Questionnaire, *, by: Actor) -> Questionnaire:
    """Delete all answers of a form that has ended."""
    one = advance(questionnaire, "erase", by=by, answers=questionnaire.answers.count())
    one.answers.all().delete()
    return one


# --- what was answered -------------------------------------------------------------------------------
def listed(questions: list[Question], answers: Iterable[AnswerSheet]) -> list[dict[str, Any]]:
    """Each answer with the questions that were answered, in words."""
    return [
        {
            "sheet": one,
            "lines": [(question.name, said) for question in questions if (said := words_of(question, one.values))],
        }
        for one in answers
    ]


def table(questionnaire: Questionnaire) -> tuple[list[str], Iterable[list[Any]]]:
    """Heads and rows; who answered an anonymous form nobody knows."""
    questions = list(questionnaire.questions.all())
    before = [] if questionnaire.is_anonymous else [_("Enterprise"), _("Park"), _("Proven to be of the firm")]
    heads = [_("Answered at"), *before, *(one.name for one in questions)]
    rows = questionnaire.answers.select_related("enterprise__park").order_by("pk")
    return heads, (
        [sheet.at, *_whose(sheet, before), *(words_of(one, sheet.values) for one in questions)] for sheet in rows
    )


def _whose(sheet: AnswerSheet, wanted: list[str]) -> list[str]:
    if not wanted:
        return []
    firm = sheet.enterprise
    return [str(firm or ""), str(firm.park) if firm else "", _("yes") if sheet.is_proven else _("no")]
