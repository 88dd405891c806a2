"""The one-minute form of a visit: a firm, a day, what for; the rest may stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Person
from enterprises.roles import ON_SITE
from parkdesk.core import clock
from parkdesk.core.act_forms import KeyForm, day_field, text_field
from parkdesk.core.idempotency import new_key
from requests_flow.models import Visit
from requests_flow.models.visit import LOGGED_WITHIN
from requests_flow.visiting import Call


class LogVisitForm(KeyForm):
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("Which firm"), empty_label=_("Choose"))
    visited_on = day_field(_("On which day"))
    purpose = forms.ChoiceField(
        label=pgettext_lazy("of a visit", "What for"), choices=Visit.Purpose.choices, widget=forms.RadioSelect
    )
    note = text_field(
        _("What you heard"),
        _("Only you read this. No names and no phone numbers."),
        required=False,
        rows=2,
        longest=600,
    )
    heard = text_field(
        _("Does the firm need something?"), _("It becomes a need of its own; the firm is answered."), required=False,
        rows=2,
    )  # fmt: skip
    is_confirmed_by_phone = forms.BooleanField(label=_("Confirmed on the phone instead of a signature"), required=False)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Enterprise.objects.filter(park__in=by.parks(*ON_SITE)).exclude(status=Enterprise.Status.MOVED_OUT)
        self.fields["enterprise"].queryset = here.only("name", "room", "code", "park").order_by("name")
        self.initial.setdefault("visited_on", clock.today())
        self.initial.setdefault("purpose", Visit.Purpose.ROUTINE)
        first = clock.today() - LOGGED_WITHIN
        self.fields["visited_on"].widget.attrs |= {"min": first.isoformat(), "max": clock.today().isoformat()}

    def clean_visited_on(self) -> Any:
        day = self.cleaned_data["visited_on"]
        if not clock.today() - LOGGED_WITHIN <= day <= clock.today():
            raise forms.ValidationError(gettext("Choose a day of the last two weeks."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not values.get("key"):
            values["key"] = new_key()
        return values

    def call(self) -> Call:
        return Call(**self.facts())
