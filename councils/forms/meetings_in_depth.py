"""Forms of meetings beyond the plain one: urgent business by hands, what is open, several councils at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils import agenda, meetings_together
from councils.forms.acts import ActForm
from councils.forms.meetings import PrepareForm, PutForm, line_field
from councils.models import Council
from parkdesk.core.act_forms import ManyChips


def hands_field(label: Any) -> forms.IntegerField:
    """So many hands; only asked for while the meeting runs."""
    return forms.IntegerField(label=label, min_value=0, max_value=99, required=False)


class UrgentForm(PutForm):
    label = _("Take up urgent business")
    title = _("Urgent business")
    lede = _("The agenda is closed. Those present agree to take it up; the minutes say so.")
    in_favour = hands_field(_("Hands for taking it up"))
    against = hands_field(_("Hands against"))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.thing.is_running and said.get("in_favour") is None and "in_favour" not in self.errors:
            self.add_error("in_favour", _("Count the hands: those present decide whether it is taken up."))
        return said

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        hands = None if said["in_favour"] is None else (said["in_favour"], said["against"] or 0)
        return super().facts() | {"hands": hands}


class GatherForm(ActForm):
    label = _("Put what is open on the agenda")
    title = _("Put all open cases on the agenda?")
    lede = _("Cases that wait for a meeting come first. You can take single ones off again.")
    deed = _("Put them on the agenda")


class CouncilsField(forms.ModelMultipleChoiceField):
    """Some councils, by their parks."""

    widget = ManyChips

    def label_from_instance(self, obj: Council) -> str:
        return f"{obj.park.code} {obj.park.name}"


class TogetherForm(PrepareForm):
    title = _("Call several councils")
    lede = _("Either each council gets a meeting of its own with the same agenda, or all sit together and one leads.")
    deed = _("Call the meetings")
    councils = CouncilsField(label=_("Councils"), queryset=Council.objects.none())
    is_joint = forms.TypedChoiceField(
        label=_("How they meet"),
        choices=[("no", _("Each council by itself")), ("yes", _("One joint session"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    lead = forms.ModelChoiceField(
        label=_("Which council leads a joint session"), queryset=Council.objects.none(), required=False
    )
    item = line_field(_("First item"))
    item_en = line_field(_("First item in English"), required=False, longest=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = Council.objects.select_related("park").order_by("park__code")
        self.fields["councils"].queryset = self.fields["lead"].queryset = every
        self.fields["lead"].empty_label = _("The first one chosen")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        lead, chosen = said.get("lead"), list(said.get("councils") or ())
        if said.get("is_joint") and "councils" not in self.errors:
            if len(chosen) < 2:
                self.add_error("councils", _("A joint session needs two councils at least."))
            elif lead and lead not in chosen:
                self.add_error("lead", _("Choose one of the councils that sit in it."))
        return said

    def plan(self) -> meetings_together.Plan:
        """What was said, for `meetings_together.call`."""
        said = self.cleaned_data
        terms = {name: said[name] for name in ("starts_at", "kind", "mode", "place", "place_en", "link")}
        return meetings_together.Plan(
            councils=tuple(said["councils"]),
            terms=terms,
            topic=agenda.Topic(said["item"], said["item_en"]),
            is_joint=said["is_joint"],
            lead=said["lead"],
        )
