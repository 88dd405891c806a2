"""The fields of a form as its questions ask for them, and what is stored of an answer."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parkdesk.core.act_forms import Chips, day_field
from requests_flow.models import Question
from requests_flow.models.questionnaire import in_words

Kind = Question.Kind
SHORT, LONG = 200, 2000
RATING = tuple(str(number) for number in range(1, 6))
YES, NO = "yes", "no"


def name_of(question: Question) -> str:
    """The name of its field."""
    return f"q{question.pk}"


def choices_of(question: Question) -> list[tuple[str, str]]:
    """What may be chosen, in the reader's language; an option is named by its place. Empty for what is typed."""
    if question.kind == Kind.YES_NO:
        return [(YES, pgettext("answer to a form", "Yes")), (NO, pgettext("answer to a form", "No"))]
    if question.kind == Kind.RATING:
        return [(one, one) for one in RATING]
    return [(str(place), in_words(*option)) for place, option in enumerate(question.options)]


def field_of(question: Question) -> forms.Field:
    """The form field of a question."""
    facts = {"label": question.name, "required": question.is_required}
    field = _MAKE[Kind(question.kind)](question, facts)
    is_choice = isinstance(field, forms.ChoiceField)
    field.error_messages["required"] = _("Choose one.") if is_choice else _("Fill this in.")
    return field


def _short(question: Question, facts: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=SHORT, **facts)


def _long(question: Question, facts: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}), **facts)


def _one(question: Question, facts: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=choices_of(question), widget=forms.RadioSelect, **facts)


def _several(question: Question, facts: dict[str, Any]) -> forms.Field:
    hint = _("Several are possible.")
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=choices_of(question), widget=widget, help_text=hint, **facts)


def _chips(question: Question, facts: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=choices_of(question), widget=Chips, **facts)


def _rating(question: Question, facts: dict[str, Any]) -> forms.Field:
    field = _chips(question, facts)
    field.help_text = _("1 is worst, 5 is best.")
    return field


def _number(question: Question, facts: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(max_digits=12, decimal_places=2, widget=widget, **facts)


def _date(question: Question, facts: dict[str, Any]) -> forms.Field:
    return day_field(facts["label"], required=facts["required"])


_MAKE = {
    Kind.SHORT: _short, Kind.LONG: _long, Kind.ONE: _one, Kind.SEVERAL: _several, Kind.NUMBER: _number,
    Kind.DATE: _date, Kind.YES_NO: _chips, Kind.RATING: _rating,
}  # fmt: skip


def stored(value: Any) -> Any:
    """A cleaned value as the row keeps it; nothing for what was left open."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def values_of(questions: Iterable[Question], cleaned: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an answer, by the key of the question."""
    said = {str(one.pk): stored(cleaned.get(name_of(one))) for one in questions}
    return {key: value for key, value in said.items() if value not in (None, "", [])}


def words_of(question: Question, values: dict[str, Any]) -> str:
    """One answer to one question as people read it; empty where it was left open."""
    said = values.get(str(question.pk), "")
    if question.kind in (Kind.ONE, Kind.SEVERAL, Kind.YES_NO):
        labels = dict(choices_of(question))
        return " · ".join(labels.get(one, one) for one in (said if isinstance(said, list) else [said] if said else []))
    return str(said)
