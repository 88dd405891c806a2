"""Forms of those who review awards, and of those who object to one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from points.forms.rewards import KeyForm


class ReasonForm(KeyForm):
    """Why not: words that whoever it concerns reads."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class ObjectionForm(ReasonForm):
    """An objection during the public notice."""
