"""The form of the door: six signs that stand there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm


class CheckInForm(ActForm):
    label = deed = _("Check in")
    code = forms.CharField(
        label=_("Code on the door"),
        help_text=_("Six signs, 2 to 9 and A to Z; small letters will do."),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
