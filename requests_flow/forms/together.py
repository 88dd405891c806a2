"""The forms for needs that belong together: undo a merging, link, unlink, split, join an incident, leave it."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import text_field
from requests_flow import together
from requests_flow.forms.finding import FindsAnother, by_number
from requests_flow.forms.intake import TEXT_AT_MOST
from requests_flow.forms.steps import StepForm
from requests_flow.models import Incident, Need
from requests_flow.words import Relation


class UnmergeForm(StepForm):
    label = deed = _("Undo the merging")
    title = _("Undo the merging")
    lede = _("It goes on where it was, with the promised days of before. The reporter is told.")


class LinkForm(FindsAnother, StepForm):
    label = pgettext_lazy("step of a need", "Link")
    title = _("Link with another need")
    lede = _("Both stay as they are and show each other to the desk. The reporters are not told.")
    deed = _("Link the two")
    relation = forms.ChoiceField(
        label=_("How they belong together"), choices=Relation.choices, widget=forms.RadioSelect
    )
    field_order = ("key", "find", "which", "relation")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        other, relation = said.get("other"), said.get("relation")
        if other and relation and (reason := together.why_not_link(self.need, other, relation)):
            self.add_error("relation", reason)
        return said


class UnlinkForm(StepForm):
    label = _("Take the link away")
    title = _("Take this link away?")
    lede = _("That the two were linked stays on record.")
    deed = _("Take the link away")
    other = forms.CharField(label=_("Number of the other need"), max_length=40)

    def clean_other(self) -> Need:
        other = by_number(self.cleaned_data["other"], self.by)
        if other is None:
            raise forms.ValidationError(gettext("There is no need with this number. Check the last letter."))
        return other


class SplitForm(StepForm):
    label = pgettext_lazy("step of a need", "Split")
    title = _("Split this need")
    lede = _(
        "For a text with two or three matters. What moves becomes a need of its own with the same reporter, place, "
        "day and promise; the reporter is told all numbers."
    )
    deed = _("Split and tell the reporter")
    stays = text_field(_("What stays here"), rows=5, longest=TEXT_AT_MOST)
    moves = text_field(_("What moves to a new need"), rows=3, longest=TEXT_AT_MOST)
    moves_too = text_field(_("What moves to a third one"), rows=3, required=False, longest=TEXT_AT_MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("stays", self.need.text)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"stays": said["stays"], "moves": [text for text in (said["moves"], said["moves_too"]) if text]}


class JoinForm(StepForm):
    label = _("Join an incident")
    title = _("Put this under an incident")
    lede = _("It stays a need of its own and gets the answers that are given to all.")
    deed = _("Put it there")
    incident = forms.ModelChoiceField(
        Incident.objects.none(), label=_("Which incident?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Incident.objects.open().filter(park=self.need.park_id).order_by("-started_at", "-pk")
        self.fields["incident"].queryset = here
        if not here:
            self.fields["incident"].help_text = gettext("No incident is open in this park.")


class LeaveForm(StepForm):
    label = deed = _("Take out of the incident")
    title = _("Take this out of the incident")
