"""The forms of polls: a question to the people of a park, and one answer."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm
from councils.models import PollOption
from parkdesk.core import clock
from parkdesk.core.act_forms import day_field, text_field

FEWEST, MOST, LONGEST = 2, 8, 120


class AskForm(ActForm):
    title = _("Ask the people of the park")
    lede = _("Everybody who is verified and works in the park can answer once. It advises; it decides nothing.")
    deed = _("Ask it")
    question = forms.CharField(label=_("The question"), max_length=200)
    options = text_field(_("The answers to choose from"), _("One a line, two to eight."), rows=4)
    closes_on = day_field(_("Last day to answer"))
    question_en = forms.CharField(label=_("The question in English"), max_length=300, required=False)

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if not FEWEST <= len(lines) <= MOST:
            raise forms.ValidationError(gettext("Write two to eight answers, one a line."))
        if len(set(lines)) < len(lines):
            raise forms.ValidationError(gettext("Two of these answers are the same."))
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(gettext("An answer has at most 120 characters."))
        return lines

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < clock.today():
            raise forms.ValidationError(gettext("This day has passed."))
        return day


class AnswerForm(ActForm):
    deed = _("Answer")
    option = forms.ModelChoiceField(
        PollOption.objects.none(), label=_("Your answer"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].queryset = self.thing.options.all()
