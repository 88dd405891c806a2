"""Correcting one's own data."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.models import Person
from parkdesk.core.act_forms import DeedForm
from requests_flow.forms.fields import PhoneField
from requests_flow.models import ReporterContact


class MyNameForm(forms.ModelForm):
    """Name and language; number and address have to be proven and are changed on pages of their own."""

    class Meta:
        model = Person
        fields = ("name", "language")
        widgets = {"language": forms.RadioSelect, "name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = pgettext_lazy("personal data", "Name")
        self.fields["language"] = forms.ChoiceField(
            label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
        )


class ContactForm(forms.Form):
    """The contact of one need, for whoever holds its link. What stands is not shown: a link may have been passed on."""

    name = forms.CharField(label=pgettext_lazy("personal data", "Name"), required=False, max_length=60)
    phone = PhoneField(label=gettext_lazy("Mobile number"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, contact: ReporterContact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact
        for name in self.fields:
            stands = getattr(contact, f"masked_{name}") or _("nothing")
            self.fields[name].help_text = _("Here stands %(this)s; an empty field leaves it so.") % {"this": stands}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.values()):
            raise ValidationError(_("Fill in what is to change. To be reached no more, take your agreement back."))
        return {name: value or getattr(self.contact, name) for name, value in said.items()}


class MailForm(forms.Form):
    """My e-mail address, before it is known that it is mine."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), error_messages={"required": gettext_lazy("Fill this in.")})


class EraseForm(DeedForm):
    """The desk erases a reporter who asked for it."""

    title = gettext_lazy("Erase the reporter’s data")
    lede = gettext_lazy(
        "Only at the request of the person concerned, once you have seen who they are. It is on record."
    )
    deed = gettext_lazy("Erase for good")
    is_final = True

    HOW = [
        ("window", gettext_lazy("They came to the window and showed who they are")),
        ("phone", gettext_lazy("They rang from the number that they left")),
        ("letter", gettext_lazy("They wrote, and we have made sure")),
    ]
    how = forms.ChoiceField(label=gettext_lazy("How you know that it is them"), choices=HOW, widget=forms.RadioSelect)
    needs = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Which needs"), to_field_name="reference", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, needs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].queryset = needs
        self.initial["needs"] = [one.reference for one in needs]

    @property
    def reason(self) -> str:
        """How they know, in words: it stands in the trail."""
        return str(dict(self.HOW)[self.cleaned_data["how"]])
