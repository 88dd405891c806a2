"""Forms of those who review awards, write one down, or object to one."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.adapter import stored_form
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.act_forms import KeyForm
from points import rulebook

# The book of a day that is long over is closed: what was forgotten so long is taken up with the supervisors.
BACK = 62


class ReasonForm(KeyForm):
    """Why not: words that whoever it concerns reads."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class ProposalForm(KeyForm):
    """What somebody did that no step of the house records."""

    person = forms.CharField(
        label=_("Who did it"),
        help_text=_("Sign-in name or mobile number."),
        error_messages={"required": _("Say who did it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    rule = forms.ChoiceField(label=_("For what"), error_messages={"required": _("Choose one.")})
    on = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Say on which day.")},
    )
    evidence = forms.CharField(
        label=_("What shows it"),
        help_text=_("Where the record, list or certificate is kept. Nothing about other people."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what shows it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today().isoformat())
        by_hand = rulebook.versions(clock.today()).filter(verb="").select_related("rule")
        words = [(one.rule.code, f"{one.display_title} · {one.points}") for one in by_hand]
        self.fields["rule"].choices = [("", gettext("Choose one")), *words]

    def clean_person(self) -> Person:
        typed = self.cleaned_data["person"].strip()
        found = Person.objects.filter(Q(username=typed) | Q(phone=stored_form(typed) or "-"), is_active=True).first()
        if found is None:
            raise ValidationError(gettext("Nobody has this sign-in name or number."))
        return found

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise ValidationError(gettext("This day is still to come."))
        if (clock.today() - day).days > BACK:
            raise ValidationError(gettext("That is more than two months ago. Take it to the desk manager."))
        return day
