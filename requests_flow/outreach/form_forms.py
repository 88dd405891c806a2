"""The forms about a form: what it is, one question, its end; and the form that is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises import finding
from enterprises.models import Enterprise
from parkdesk.core.act_forms import DeedForm, KeyForm, day_field, text_field
from requests_flow.models import Question, Questionnaire
from requests_flow.outreach import questions

OPTIONS_AT_MOST = 20
OPTION_LENGTH = 80


class FormForm(DeedForm):
    """What a form is called, who answers it and until when."""

    title = _("A form or questionnaire")
    lede = _("Up to 20 questions. You write them next; nothing is open before you open it.")
    deed = _("Keep the form")
    title_zh = forms.CharField(label=_("Title"), max_length=80)
    intro = text_field(_("Introduction"), _("What for, who reads the answers, how long it takes."), required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    intro_en = text_field(_("Introduction in English"), required=False)
    asks = forms.ChoiceField(label=_("Who answers"), choices=Questionnaire.Asks.choices, widget=forms.RadioSelect)
    is_survey = forms.BooleanField(
        label=_("It asks firms for our sake: sent to a firm it counts as a contact"),
        help_text=_("Not for what serves the firm itself, such as putting its name down for a drill."),
        required=False,
        initial=True,
    )
    opens_on = day_field(_("Open from"))
    closes_on = day_field(_("Open until"))
    keep_until = day_field(_("Answers are deleted after"), _("Stands in the form, and is done by itself."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        days = [said.get(name) for name in ("opens_on", "closes_on", "keep_until")]
        if all(days) and days != sorted(days):
            first = "closes_on" if days[1] < days[0] else "keep_until"
            self.add_error(first, gettext("This day lies before the one above."))
        return said

    def columns(self) -> dict[str, Any]:
        values = self.facts()
        return {"title": values.pop("title_zh"), **values}


class QuestionForm(DeedForm):
    """One question."""

    title = _("A question")
    deed = _("Keep the question")
    kind = forms.ChoiceField(label=_("Kind"), choices=Question.Kind.choices)
    text = forms.CharField(label=_("Question"), max_length=200)
    text_en = forms.CharField(label=_("The same in English"), max_length=300, required=False)
    options = text_field(
        _("Options"),
        _("For one or several of several: one on each line, English behind a bar, as 很好 | very good."),
        required=False,
        rows=5,
    )
    is_required = forms.BooleanField(label=_("Has to be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        lines = [line.strip() for line in said.get("options", "").splitlines() if line.strip()]
        if said.get("kind") not in Question.WITH_OPTIONS:
            said["options"] = []
            return said
        said["options"] = [[part.strip() for part in f"{line}|".split("|")[:2]] for line in lines]
        if not 2 <= len(lines) <= OPTIONS_AT_MOST or any(len(line) > OPTION_LENGTH for line in lines):
            self.add_error("options", gettext("Write 2 to 20 options, each on its line, at most 80 characters."))
        return said


def options_in_lines(question: Question) -> str:
    """Options as the form of a question shows them."""
    return "\n".join(" | ".join(filter(None, option)) for option in question.options)


class ActForm(DeedForm):
    """One step of one form."""


class OpenForm(ActForm):
    label = title = deed = _("Open it for answers")


class CloseForm(ActForm):
    label = deed = _("Close it")
    title = _("Close this form?")
    lede = _("Nobody can answer it or change an answer any more.")
    is_final = True


class EraseForm(ActForm):
    label = deed = _("Delete all answers")
    title = _("Delete all answers?")
    lede = _("They are gone for good; take the xlsx first. The questions stay.")
    is_final = True


STEPS: dict[str, type[ActForm]] = {"open": OpenForm, "close": CloseForm, "erase": EraseForm}


class AnswerForm(KeyForm):
    """The form that people fill in. `firm` is known by a link or an account; else it is typed, unless anonymous."""

    use_required_attribute = False

    def __init__(self, *args: Any, questionnaire: Questionnaire, firm: Enterprise | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firm = firm
        self.questions = list(questionnaire.questions.all())
        self.is_firm_asked = firm is None and not questionnaire.is_anonymous
        if self.is_firm_asked:
            self.fields["firm"] = _firm_field()
        self.fields |= {questions.name_of(one): questions.field_of(one) for one in self.questions}

    @property
    def shown(self) -> list[Any]:
        return [self[name] for name in self.fields if name != "key"]

    def clean_firm(self) -> Enterprise:
        fitting = list(finding.firms(self.cleaned_data["firm"])[:2])
        if len(fitting) == 1:
            return fitting[0]
        none = gettext("No firm of this name is here. Type its full name.")
        raise forms.ValidationError(gettext("Several firms fit. Type more of the name.") if fitting else none)

    @property
    def whose(self) -> Enterprise | None:
        """The firm that answers. Call it on a valid form."""
        return self.cleaned_data.get("firm") or self.firm

    def values(self) -> dict[str, Any]:
        return questions.values_of(self.questions, self.cleaned_data)

    @property
    def written(self) -> dict[str, str]:
        """What was typed freely, by field: personal data may stand in it."""
        names = [questions.name_of(one) for one in self.questions if one.kind in Question.WRITTEN]
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


def _firm_field() -> forms.CharField:
    field = forms.CharField(
        label=gettext("Which firm?"),
        max_length=120,
        help_text=gettext("Its full name, or the credit code."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field.error_messages["required"] = gettext("Fill this in.")
    return field
