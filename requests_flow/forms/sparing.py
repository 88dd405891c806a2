"""“Please do not visit”, and a safety round: two small forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises import finding
from enterprises.models import Enterprise, Park, Person
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.act_forms import day_field
from requests_flow.spare import ROUND_AT_MOST, SPARED_AT_MOST


def _until(form: forms.Form, name: str, longest: Any) -> None:
    today = clock.today()
    form.fields[name].widget.attrs |= {"min": today.isoformat(), "max": (today + longest).isoformat()}


def _refuse_outside(day: Any, longest: Any) -> Any:
    if not clock.today() <= day <= clock.today() + longest:
        raise forms.ValidationError(gettext("Choose a day of the next %(count)s days.") % {"count": longest.days})
    return day


class SpareForm(forms.Form):
    """Which firm, until when, why. People of a firm choose among their own."""

    use_required_attribute = False
    firm = forms.CharField(
        label=_("Which firm?"), max_length=120, help_text=_("Any part of the name, or the credit code."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    until = day_field(_("Until which day"))
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Whoever plans visits reads it. No names."))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _until(self, "until", SPARED_AT_MOST)
        if not by.wears(*DESK):
            own = Enterprise.objects.filter(pk__in=by.firms).order_by("name")
            self.fields["firm"] = forms.ModelChoiceField(own, label=_("Which firm?"), initial=own.first())

    def clean_firm(self) -> Enterprise:
        said = self.cleaned_data["firm"]
        if isinstance(said, Enterprise):
            return said
        fitting = list(finding.firms(said)[:2])
        if len(fitting) == 1:
            return fitting[0]
        none = gettext("No firm of this name is here. Type another part of it.")
        raise forms.ValidationError(gettext("Several firms fit. Type more of the name.") if fitting else none)

    def clean_until(self) -> Any:
        return _refuse_outside(self.cleaned_data["until"], SPARED_AT_MOST)


class RoundForm(forms.Form):
    """What for, where, until when."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("What the round is for"), max_length=60, help_text=_("For example the name of the typhoon.")
    )
    park = forms.ModelChoiceField(
        Park.objects.order_by("name"), label=_("Which park?"), required=False, empty_label=_("All parks")
    )
    ends_on = day_field(_("Until which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _until(self, "ends_on", ROUND_AT_MOST)

    def clean_ends_on(self) -> Any:
        return _refuse_outside(self.cleaned_data["ends_on"], ROUND_AT_MOST)
