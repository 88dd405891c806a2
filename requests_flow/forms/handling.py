"""Forms of handling: one correction notice, consent to a second one, a tick on the checklist."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from enterprises.models import Unit
from parkdesk.core.act_forms import text_field
from requests_flow import correcting
from requests_flow.forms import units
from requests_flow.forms.steps import StepForm

MOST_LINES = 20


class CorrectForm(StepForm):
    """The papers of the service to tick, and what else is missing, one a line."""

    label = _("Ask for what is missing")
    title = _("One notice of everything that is missing")
    lede = _(
        "The reporter reads the whole list and the clock stands still. A second notice needs the specialist’s consent."
    )
    deed = _("Send the notice")
    papers = forms.MultipleChoiceField(
        label=_("Papers of this service that are missing"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = text_field(_("What else is missing"), _("One thing a line."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = correcting.papers_of(self.need.service, get_language() or "zh-hans")
        self.fields["papers"].choices = [(str(place), name) for place, name in enumerate(here)]
        if not here:
            del self.fields["papers"]

    def clean_more(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(gettext("At most %(count)s lines.") % {"count": MOST_LINES})
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not values.get("papers") and not values.get("more"):
            self.add_error("more", gettext("Tick a paper or write what is missing."))
        return values

    def facts(self) -> dict[str, Any]:
        """The list in the language of whoever reads it."""
        theirs = correcting.papers_of(self.need.service, self.need.language)
        ticked = [theirs[int(place)] for place in self.cleaned_data.get("papers", [])]
        return {"items": [*ticked, *self.cleaned_data["more"].splitlines()]}


class AllowCorrectionForm(StepForm):
    label = _("Allow a second notice")
    title = _("Allow one more correction notice")
    lede = _("One notice should have listed everything. A second one is counted in the figures.")
    deed = _("Allow it")
    reason = text_field(_("Why it could not be known before"), _("Only staff read this."))


class ExplainForm(StepForm):
    label = _("Explain the delay")
    title = _("Explain in writing why it is late")
    lede = _("It is 3 working days overdue and stands on the list of the party committee.")
    deed = _("Hand in the explanation")
    note = text_field(_("Why, who does what, and by which day"), _("Only staff read this."))


class TickForm(StepForm):
    label = _("Tick off")
    title = _("Tick a step off")
    deed = _("Tick off")
    position = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class _PartForm(StepForm):
    """Give a piece of the work to another unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    task = text_field(_("What it is to do"), _("The unit reads this. No names and no phone numbers of reporters."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.exclude(pk=self.need.unit_id)
        self.fields["unit"].queryset = others
        self.fields["unit"].choices = [("", gettext("Choose")), *units.grouped(others, self.need.park, self.need)]

    def clean_unit(self) -> Unit:
        unit = self.cleaned_data["unit"]
        if not units.may_be_given(unit, self.need):
            raise forms.ValidationError(gettext("This need is protected from landlords."))
        return unit


class AskSupportForm(_PartForm):
    label = _("Ask a unit to help")
    title = _("Ask another unit to help")
    lede = _("It does its part and reports back to you. You lead, and you answer the reporter.")
    deed = _("Ask it to help")


class HandDownForm(_PartForm):
    label = _("Hand down")
    title = _("Hand the work down, keep the duty")
    lede = _("Another unit does the work; the duty, the light and the answer stay with the first unit.")
    deed = _("Hand it down")


class TransferForm(_PartForm):
    label = _("Pass on")
    title = _("Pass it on, with the duty")
    lede = _(
        "Duty and answer move to the other unit once it accepts. After half a working day without that it stays here."
    )
    deed = _("Pass it on")
