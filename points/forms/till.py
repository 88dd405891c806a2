"""Forms of those who stand at a till."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import KeyForm
from points import codes


class CodeForm(forms.Form):
    """A voucher's 12 signs or its six digits of two minutes, however they were typed."""

    code = forms.CharField(
        label=_("No scan? Type the code"),
        help_text=_("The 6 digits that the guest reads out, or the 12 letters and digits of the voucher."),
        max_length=200,
        error_messages={"required": _("Type the code that the guest shows.")},
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false", "enterkeyhint": "go"}
        ),
    )

    def clean_code(self) -> str:
        code = codes.tidy(self.cleaned_data["code"])
        if not codes.is_code(code) and not codes.is_six_digits(code):
            raise ValidationError(
                gettext("A code has 6 digits, or 12 letters and digits without O, I, 0 and 1. This one has %(count)s.")
                % {"count": len(code)}
            )
        return code


class TakeForm(KeyForm):
    """The ticket that stood on the screen when the shop's person pressed."""

    ticket = forms.CharField(max_length=200, widget=forms.HiddenInput)


class UndoForm(KeyForm):
    """Why a take was wrong; the shop's own people read it."""

    reason = forms.CharField(
        label=_("What happened?"),
        required=False,
        max_length=80,
        help_text=_("A few words for your own record. No names."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
