"""The form by which a key is made for another system."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.models import Park
from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, day_field
from requests_flow.keys import Terms
from requests_flow.models.key import Scope

A_YEAR, LONGEST = timedelta(days=365), timedelta(days=3 * 366)


class KeyTermsForm(DeedForm):
    """Whose system it is, what it may do, where, and until when."""

    title = gettext_lazy("Make a key")
    lede = gettext_lazy("For one other system. It reads nothing but the needs that it handed in itself.")
    deed = gettext_lazy("Make the key")
    name = forms.CharField(
        label=gettext_lazy("Whose system is it?"), max_length=80,
        help_text=gettext_lazy("For example: property system of park P07."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    parks = forms.ModelMultipleChoiceField(
        Park.objects.none(), label=gettext_lazy("For which parks?"), required=False,
        help_text=gettext_lazy("None chosen: for all parks."),
    )  # fmt: skip
    expires_on = day_field(pgettext_lazy("of a key", "Valid until"), gettext_lazy("At most three years from today."))
    per_hour = forms.IntegerField(label=gettext_lazy("Calls an hour"), min_value=1, max_value=20_000, initial=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parks"].queryset = Park.objects.order_by("code")
        if not settings.DEVICE_INTAKE:
            off = _("Switched off in this house; such a key is refused until then.")
            self.fields["scopes"].explanations = {Scope.DEVICE.value: off}
        self.initial.setdefault("expires_on", clock.today() + A_YEAR)

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if not clock.today() <= day <= clock.today() + LONGEST:
            raise ValidationError(_("Choose a day between today and three years from now."))
        return day

    def terms(self) -> Terms:
        """What the key is made for. Call it on a valid form."""
        return Terms(**{**self.facts(), "parks": list(self.cleaned_data["parks"])})
