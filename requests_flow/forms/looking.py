"""Why somebody looks at a contact: one of a few reasons, and words for it (quality 18)."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import Chips, DeedForm, text_field
from requests_flow.looks import BETWEEN, Why
from requests_flow.masking import masked
from requests_flow.personal import Personal


class LookForm(DeedForm):
    """`said` is the reason as the log keeps it; whoever is concerned reads it."""

    deed = _("Show once")
    why = forms.ChoiceField(label=_("What you need it for"), choices=Why.choices, widget=Chips)
    reason = text_field(_("In your words"), required=False, rows=2, longest=160)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("why") == Why.OTHER and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say which."))
        return said

    @property
    def said(self) -> str:
        """The choice and the words; personal data in them is masked, because they stay for a while."""
        words = masked(self.cleaned_data["reason"], frozenset(Personal))
        return f"{self.cleaned_data['why']}{BETWEEN}{words}"
