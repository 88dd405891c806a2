"""One line of a duty list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.models import Park
from parkdesk.core.act_forms import Chips, DeedForm
from requests_flow.duties import Line
from requests_flow.models import Duty


class DutyForm(DeedForm):
    """Its names, what counts it, how many, and whose list it stands on."""

    title = gettext_lazy("A duty of the list")
    lede = gettext_lazy("Five are fixed, the others are choices. A quota is an aim; nobody is shown as late.")
    deed = gettext_lazy("Keep the duty")
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("What counts it"), choices=Duty.Kind.choices)
    quota = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=100, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    per = forms.ChoiceField(label=pgettext_lazy("of a quota", "In which time"), choices=Duty.Per.choices, widget=Chips)
    is_optional = forms.BooleanField(label=gettext_lazy("A choice (X), not one of the five"), required=False)
    park = forms.ModelChoiceField(
        Park.objects.order_by("code"), label=gettext_lazy("Which park?"), required=False,
        empty_label=gettext_lazy("All parks"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("per", Duty.Per.WEEK)

    def line(self) -> Line:
        """What is kept. Call it on a valid form."""
        return Line(**self.facts())
