"""Forms of requests upwards and sideways."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, day_field, text_field
from requests_flow.models import UpwardRequest
from requests_flow.upward import Letter


class UpwardForm(DeedForm):
    """One step of one request."""


class SendForm(UpwardForm):
    label = _("Ask upwards")
    title = _("Ask a body that we cannot order")
    lede = _("Sub-district, customs, tax office and others are asked, not ordered. The light is for our own chasing.")
    deed = _("Put it on record")
    kind = forms.ChoiceField(label=_("How"), choices=UpwardRequest.Kind.choices, widget=forms.RadioSelect)
    addressee = forms.CharField(label=_("To whom"), max_length=80)
    matter = text_field(_("What is asked"), _("Only staff read this."))
    sent_on = day_field(_("Sent on"))
    receipt_number = forms.CharField(label=_("Their number"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sent_on", clock.today())

    def clean_sent_on(self) -> Any:
        if self.cleaned_data["sent_on"] > clock.today():
            raise forms.ValidationError(gettext("This day is still to come."))
        return self.cleaned_data["sent_on"]

    def letter(self) -> Letter:
        return Letter(**self.facts())


class ChaseForm(UpwardForm):
    label = _("Asked again")
    title = _("Asked again")
    lede = _("The next time is 3 working days from now.")
    deed = _("Record it")
    note = text_field(_("With whom, and what was said"), required=False, rows=2)


class AnswerForm(UpwardForm):
    label = _("They answered")
    title = _("They answered")
    deed = _("Keep the answer")
    answer = text_field(_("Their answer"), _("Only staff read this."))
    receipt_number = forms.CharField(label=_("Their number"), max_length=60, required=False)


class GiveUpForm(UpwardForm):
    label = _("Stop asking")
    title = _("Stop asking")
    deed = _("Stop asking")
    is_final = True
    reason = text_field(_("Why"), _("Only staff read this."))


STEPS: dict[str, type[UpwardForm]] = {"chase": ChaseForm, "answer": AnswerForm, "give_up": GiveUpForm}
