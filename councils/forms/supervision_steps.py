"""The forms of the plain steps of supervision orders: sign, feed back, report, check, strike off, more time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from councils import supervision_guards as guards
from councils.forms.supervision import OrderForm
from councils.models import SupervisionOrder
from councils.supervision_words import EXTENSION_DAYS
from parkdesk.core.act_forms import text_field
from requests_flow.forms.pictures import PapersMixin


class RegisterForm(OrderForm):
    label = deed = pgettext_lazy("step of an order", "Register")
    title = _("Register this order")
    lede = _("It gets the next number of the year. Then assign it.")


class SignForm(OrderForm):
    label = deed = pgettext_lazy("step of an order", "Sign for it")
    title = _("Sign for this order")
    lede = _("You answer for it then. The plan is due within 3 working days, a note on progress every 5.")


class FeedbackForm(PapersMixin, OrderForm):
    label = pgettext_lazy("step of an order", "Feed back")
    title = _("Say how it goes")
    lede = _("First the plan, then a note on progress every 5 working days.")
    deed = _("Send the feedback")
    text = text_field(_("What was done, what comes next, by which day"))
    tells_reporter = forms.BooleanField(label=_("The reporter reads it too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not guards.may_tell_reporter(self.order, self.by):
            del self.fields["tells_reporter"]


class ReportForm(PapersMixin, OrderForm):
    label = pgettext_lazy("step of an order", "Report as done")
    title = _("Report it as done")
    lede = _("The committee checks it within 3 working days.")
    deed = _("Report as done")
    text = text_field(_("What was done"), _("What proves it: photos, a document, who confirmed it."))


class VerifyForm(OrderForm):
    label = pgettext_lazy("step of an order", "Check")
    title = _("Check whether it is really done")
    lede = _("Somebody else than who did it looks. Without evidence nothing is struck off.")
    deed = pgettext_lazy("step of an order", "It is done")
    evidence = forms.ChoiceField(
        label=_("What proves it"), choices=SupervisionOrder.Evidence.choices, widget=forms.RadioSelect
    )
    finding = text_field(_("What you found"))


class SendBackForm(OrderForm):
    label = deed = _("Send back")
    title = _("Send it back: not done yet")
    lede = _("The unit goes on and reports again.")
    reason = text_field(_("What is missing"))


class StrikeOffForm(OrderForm):
    label = deed = pgettext_lazy("step of an order", "Strike off")
    title = _("Strike this order off")
    lede = _("It is done and proven. It goes to the archive a week later.")
    conclusion = text_field(_("Opinion"), rows=2)


class ArchiveForm(OrderForm):
    label = deed = pgettext_lazy("step of an order", "Archive")
    title = _("Put it into the archive")


class DropForm(OrderForm):
    label = deed = _("Follow it no more")
    title = _("Follow this matter no more?")
    lede = _("The number stays with the reason. The need itself goes on.")
    is_final = True
    reason = text_field(_("Why"))


class AskExtensionForm(OrderForm):
    label = _("Ask for more time")
    title = _("Ask for more time")
    lede = _("The committee decides. Until then the day stands.")
    deed = _("Ask the committee")
    days = forms.IntegerField(label=_("How many working days"), min_value=1, max_value=EXTENSION_DAYS)
    reason = text_field(_("Why it takes longer"))


class ExtendForm(OrderForm):
    label = deed = _("Grant more time")
    title = _("Grant more time")

    @property
    def lede(self) -> str:  # type: ignore[override]
        days = self.order.days_asked
        return ngettext(
            "The unit asked for %(count)d working day.", "The unit asked for %(count)d working days.", days
        ) % {"count": days}


class RefuseExtensionForm(OrderForm):
    label = _("Refuse more time")
    title = _("Refuse more time")
    deed = _("Refuse")
    reason = text_field(_("Why"))


class SuspendForm(OrderForm):
    label = deed = pgettext_lazy("step of an order", "Suspend")
    title = _("Suspend this order")
    lede = _("The light turns grey and no note is due until it runs again. What a reporter was promised stands.")
    reason = text_field(_("Why"))


class ResumeForm(OrderForm):
    label = deed = _("Let it run again")
    title = _("Let it run again")
