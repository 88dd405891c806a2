"""What is typed on the way to a firm's page: who one is, the digits, words for those who decide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.adapter import stored_form
from parkdesk.core import codes
from parkdesk.core.act_forms import DeedForm, text_field
from parkdesk.core.recipients import Address
from parkdesk.core.search import fold

SHORT = 400


class AccountForm(DeedForm):
    """An account for somebody who has none: a name, and a number or mailbox that a code proves."""

    title = gettext_lazy("Who are you?")
    lede = gettext_lazy(
        "The firm’s page is kept by people with an account. We send six digits to see that we reach you."
    )
    deed = gettext_lazy("Send the six digits")
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    to = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail"), max_length=120,
        help_text=gettext_lazy("You sign in with it later. Colleagues of your firm see your name, not this."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip

    def clean_to(self) -> Address:
        typed = self.cleaned_data["to"]
        phone = stored_form(typed)
        address = Address(phone=phone) if phone else Address(email=_mailbox(typed))
        if codes.way_to(address) is None:
            said = (
                _("Text messages are not set up here: leave an e-mail address.")
                if phone
                else _("No mail goes out here.")
            )
            raise ValidationError(said)
        return address


def _mailbox(typed: str) -> str:
    mailbox = fold(typed).strip()
    try:
        validate_email(mailbox)
    except ValidationError:
        raise ValidationError(_("Enter the 11 digits of a mobile number, or an e-mail address.")) from None
    return mailbox


class DigitsForm(DeedForm):
    """The six digits that were sent."""

    title = gettext_lazy("Enter the code")
    lede = gettext_lazy("It has six digits and lasts 10 minutes.")
    deed = pgettext_lazy("a code", "Go on")
    code = forms.CharField(
        label=gettext_lazy("Six digits"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        digits = "".join(one for one in fold(self.cleaned_data["code"]) if one.isdecimal())
        if len(digits) != codes.DIGITS:
            raise ValidationError(_("The code has six digits."))
        return digits


class SaidForm(DeedForm):
    """What those who decide on a claim should know."""

    said = text_field(
        gettext_lazy("What you do in the firm"),
        gettext_lazy("One sentence: your task there, and whom we can ring. Whoever decides reads it."),
        longest=SHORT,
    )


class AskPeopleForm(SaidForm):
    label = deed = gettext_lazy("Ask the park leader and the desk")


class AskAdministratorForm(SaidForm):
    label = deed = gettext_lazy("Ask the administrator")


class RefuseClaimForm(DeedForm):
    title = gettext_lazy("Refuse a claim")
    deed = pgettext_lazy("a claim", "Refuse")
    is_final = True
    reason = text_field(gettext_lazy("Why"), gettext_lazy("The person reads this."), longest=SHORT)


class ConfirmClaimForm(DeedForm):
    title = gettext_lazy("Confirm a claim")
    deed = pgettext_lazy("a claim", "Confirm")


class WithdrawClaimForm(DeedForm):
    title = gettext_lazy("Take the claim back")
    deed = pgettext_lazy("a step", "Take it back")


def shown_in_demonstration(digits: str) -> Any:
    """What a demonstration shows instead of sending anything."""
    return _("In this demonstration the message holds the code %(code)s.") % {"code": digits}
