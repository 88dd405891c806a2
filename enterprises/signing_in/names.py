"""The names of one account: username, e-mail or mobile number, however they are typed (decisions 1)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import Person
from parkdesk.core.search import fold

# Eleven digits, with or without the country code. No library decides: numbers that nobody was given are fine here.
_TYPED = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")


def stored_form(typed: str) -> str | None:
    """`154 0012 3456`, `+86-15400123456` or full-width digits as `+8615400123456`; None for anything else."""
    found = _TYPED.fullmatch(re.sub(r"[\s().-]", "", fold(typed)))
    return f"+86{found[1]}" if found else None


class MobileField(forms.CharField):
    """A mobile number as people type it; cleaned to the stored form."""

    default_error_messages = {"invalid": _("Enter the 11 digits of a mobile number.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel-national"}))
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> str:
        typed = super().clean(value)
        stored = stored_form(typed) if typed else ""
        if stored is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return stored


def find_person(typed: str) -> Person | None:
    """Whose name this is: username, e-mail or number; None for a stranger."""
    phone, plain = stored_form(typed), typed.strip()
    if phone:
        return Person.objects.filter(phone=phone).first()
    field = "email__iexact" if "@" in plain else "username__iexact"
    return Person.objects.filter(**{field: plain}).first()


def account_of(typed: str) -> str:
    """One key for one account whichever of its names was typed; for a stranger, what was typed.

    Failures are counted under it: three names of one person are not three times as many tries, and a name that
    nobody has behaves like one that somebody has.
    """
    person = find_person(typed)
    return f"person:{person.pk}" if person else f"typed:{stored_form(typed) or typed.strip().lower()}"
