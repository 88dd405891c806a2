"""Choosing a reply template within the form of an answer, and the form of a template itself."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm, text_field
from requests_flow import replying
from requests_flow.models import ReplyTemplate


class TemplateMixin(forms.Form):
    """A template to choose, a press that fills it in, and how the reporter will read it.

    `FILL` names the press; `answer_field` what it fills. Nothing is taken by it: the form comes back with the text.
    """

    FILL = "fill"
    answer_field = "answer"
    template = forms.ModelChoiceField(
        ReplyTemplate.objects.none(), label=_("Reply template"), required=False, empty_label=_("Without a template")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = ReplyTemplate.objects.fitting(self.need)

    @property
    def shown(self) -> list[Any]:
        """The template and its press stand above the text that they fill."""
        return [one for one in super().shown if one.name != "template"]

    @property
    def has_templates(self) -> bool:
        return self.fields["template"].queryset.exists()

    @property
    def preview(self) -> str:
        """What stands in the answer now."""
        return str(self[self.answer_field].value() or "")

    def fill(self) -> None:
        """Put the chosen template into the answer; what else was typed stays, and nothing is found wrong with it."""
        self.is_valid()
        chosen = self.cleaned_data.get("template")
        self.data = self.data.copy()
        if chosen is not None:
            self.data[self.answer_field] = replying.fill(chosen, self.need)
        self._errors = ErrorDict()

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "template"}


class ReplyTemplateForm(DeedForm):
    """One template; a place that nobody can fill in is refused here and not found out by a reporter."""

    label = title = _("Reply template")
    deed = _("Keep the template")
    heading = forms.CharField(label=_("Title"), max_length=80, help_text=_("Only staff read this."))
    category = forms.ChoiceField(label=_("Category"), required=False)
    line = forms.ChoiceField(label=_("Specialist line"), required=False)
    body_zh = text_field(_("Chinese text"), rows=6, longest=2000)
    body_en = text_field(_("English text"), required=False, rows=6, longest=2000)
    is_retired = forms.BooleanField(label=_("Not used any more"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("category", "line"):
            choices = ReplyTemplate._meta.get_field(name).choices
            self.fields[name].choices = [("", gettext("All")), *choices]
        places = replying.places_in_words(get_language() or "zh-hans")
        self.fields["body_zh"].help_text = replying.HINT % {"places": places}

    def clean_heading(self) -> str:
        others = ReplyTemplate.objects.filter(title=self.cleaned_data["heading"])
        if others.exclude(pk=self.initial.get("pk")).exists():
            raise forms.ValidationError(gettext("There is a template with this title already."))
        return self.cleaned_data["heading"]

    def clean_body_zh(self) -> str:
        return _refuse_unknown(self.cleaned_data["body_zh"])

    def clean_body_en(self) -> str:
        return _refuse_unknown(self.cleaned_data["body_en"])

    def columns(self) -> dict[str, Any]:
        values = self.facts()
        return {"title": values.pop("heading"), **values}


def _refuse_unknown(text: str) -> str:
    unknown = replying.unknown_places(text)
    if unknown:
        raise forms.ValidationError(gettext("Nobody can fill in %(places)s.") % {"places": " ".join(unknown)})
    return text
