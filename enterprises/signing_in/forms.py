"""Where to send a code, in one field; and passkeys, whose answers may be forged."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Person
from enterprises.signing_in import codes, limits
from enterprises.signing_in.names import account_of, find_person, stored_form
from parkdesk.core.models import Notice

# What the libraries of passkeys raise over an answer that is none.
_FORGED = (TypeError, ValueError, KeyError, AttributeError, IndexError)
_NOT_THIS = gettext_lazy("This passkey is not known here.")


class AskForCodeForm(forms.Form):
    """Who asks learns the same whether somebody has this address or nobody."""

    address = forms.CharField(
        label=gettext_lazy("E-mail or mobile number"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    _user: Person | None = None

    def clean_address(self) -> str:
        typed = self.cleaned_data["address"].strip()
        phone = stored_form(typed)
        if phone and Notice.Channel.SMS not in codes.ways():
            raise forms.ValidationError(_("Text messages are not set up here."))
        if not phone:
            _refuse_unless_email(typed)
        return phone or typed.lower()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        address = said.get("address")
        if address:
            limits.count(context.request, account_of(address), limits.ASKED)
            person = find_person(address)
            self._user = person if person and person.is_active else None
            said |= {"email": None, "phone": address} if address.startswith("+") else {"email": address, "phone": None}
        return said


class _Digits(forms.Form):
    """A code of digits: the phone shows its number keys and offers what just came by text message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"inputmode": "numeric", "autocomplete": "one-time-code"}
        self.fields["code"] = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=asked))


class TypeCodeForm(_Digits, account.ConfirmLoginCodeForm):
    """The code that was sent."""


class SetUpAppForm(_Digits, totp.ActivateTOTPForm):
    """The first code of a new app."""


class ShowCodeForm(_Digits, mfa.AuthenticateForm):
    """A code of the app, or one on paper, after the password."""


class CodeAgainForm(_Digits, mfa.ReauthenticateForm):
    """Show once more who one is."""


def _refuse_unless_email(typed: str) -> None:
    if Notice.Channel.EMAIL not in codes.ways():
        raise forms.ValidationError(_("E-mail is switched off here."))
    try:
        validate_email(typed)
    except forms.ValidationError as error:
        raise forms.ValidationError(_("Enter an e-mail address or the 11 digits of a mobile number.")) from error


class _Careful(forms.Form):
    """A passkey's answer is somebody else's JSON: whatever is wrong with it, it is refused in plain words."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()
        except _FORGED:
            self.add_error("credential", _NOT_THIS)

    def _clean_form(self) -> None:
        try:
            super()._clean_form()
        except _FORGED:
            self.add_error("credential", _NOT_THIS)


class AddPasskeyForm(_Careful, webauthn.AddWebAuthnForm):
    """Set up a passkey."""


class ShowPasskeyForm(_Careful, webauthn.AuthenticateWebAuthnForm):
    """A passkey as second factor, after the password."""


class PasskeyAgainForm(_Careful, webauthn.ReauthenticateWebAuthnForm):
    """Show once more who one is."""


class PasskeySignInForm(_Careful, webauthn.LoginWebAuthnForm):
    """A passkey alone."""
