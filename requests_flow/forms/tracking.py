"""The steps that a reporter may take on the tracking page, and the look-up by number and PIN.

Field names are the arguments of the steps. `STEPS` is the list of what an address may ask for.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import text_field
from requests_flow.forms.fields import PinField, ReferenceField
from requests_flow.forms.pictures import PicturesMixin
from requests_flow.forms.steps import StepForm
from requests_flow.models import CallWish
from requests_flow.words import Grade


class ReplyForm(PicturesMixin, StepForm):
    label = title = _("Answer our question")
    lede = _("With your answer the clock runs again.")
    deed = _("Send the answer")
    done = _("Your answer has arrived. The clock runs again.")
    answer = text_field(_("Your answer"))
    field_order = ("key", "answer", "photo")


class AddForm(PicturesMixin, StepForm):
    label = title = _("Add something")
    lede = _("Whoever does it reads it at once. The dates stay as they are.")
    deed = _("Send")
    done = _("It has arrived and stands in the list below.")
    message = text_field(_("What should we know as well?"))
    field_order = ("key", "message", "photo")


class ConfirmForm(StepForm):
    label = title = _("Is it solved?")
    lede = _("With a yes it is closed. You can still rate it, or have it done again.")
    deed = _("Yes, it is solved")
    done = _("Confirmed and closed.")


class RateForm(StepForm):
    label = title = _("How was it handled?")
    lede = _("Those who handled it do not see who rated. If you skip it, nothing is counted.")
    deed = _("Send the rating")
    done = _("Your rating has arrived.")
    grade = forms.TypedChoiceField(
        label=_("Your rating"),
        choices=Grade.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five grades.")},
    )
    comment = text_field(_("What was good, what was not?"), required=False, rows=2)


class RateAgainForm(RateForm):
    label = title = _("And how is it now?")
    lede = _("We have mended what you named. Your second rating stands beside the first, which stays as it is.")
    deed = _("Send the second rating")
    done = _("Your second rating has arrived.")


class WishCallForm(StepForm):
    label = title = _("When may we ring you?")
    lede = _("We ring about the result: is it really solved, and in time? Four short questions.")
    deed = _("Keep this time")
    done = _("Noted. Whoever rings sees it.")
    part = forms.ChoiceField(label=_("It suits me"), choices=CallWish.Part.choices, widget=forms.RadioSelect)


class ReopenForm(StepForm):
    label = title = _("Not solved: have it done again")
    lede = _("It goes back to the desk at once and gets new dates.")
    deed = _("Have it done again")
    done = _("It is open again, with new dates.")
    reason = text_field(_("What is left to do?"))


class WithdrawForm(StepForm):
    label = _("No longer needed: withdraw")
    title = _("Withdraw this need?")
    lede = _("Whoever works on it is told and the work ends. It cannot be undone; you can hand in a new one.")
    deed = _("Withdraw and end the work")
    done = _("Withdrawn. Whoever worked on it is told.")
    is_final = True
    reason = text_field(_("Why? A few words are enough."), required=False, rows=2)


STEPS: dict[str, type[Any]] = {
    "reply": ReplyForm,
    "confirm": ConfirmForm,
    "reopen": ReopenForm,
    "rate": RateForm,
    "rate_again": RateAgainForm,
    "wish_call": WishCallForm,
    "add": AddForm,
    "withdraw": WithdrawForm,
}


class LookupForm(forms.Form):
    """Number and PIN, as they stand on the confirmation."""

    use_required_attribute = False
    reference = ReferenceField(
        label=_("Number"),
        help_text=_("For example N-2026-000123-K; hyphens and capitals do not matter."),
        error_messages={"required": _("Please enter the number.")},
    )
    pin = PinField(
        label=_("PIN"),
        help_text=_("The four digits beside the number."),
        error_messages={"required": _("Please enter the four digits of the PIN.")},
    )
