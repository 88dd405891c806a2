"""Signing in: by username, e-mail or mobile number; nobody signs up by themselves (decisions 1)."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models import Person
from enterprises.models.person import MOBILE
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


class PersonAdapter(DefaultAccountAdapter):
    """What allauth has to know of a Person: where the telephone stands, and that the door to sign up is shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Spellings of one number count as one login, so that the limit on failures cannot be walked round."""
        phone = stored_form(credentials.get("phone") or "")
        if phone:
            credentials |= {"phone": phone, "username": phone}
        return super().authenticate(request, **credentials)

    def phone_form_field(self, **kwargs: Any) -> MobileField:
        return MobileField(**kwargs)

    def clean_phone(self, phone: str) -> str:
        stored = stored_form(phone)
        if stored is None or not re.fullmatch(MOBILE, stored):
            raise forms.ValidationError(MobileField.default_error_messages["invalid"], code="invalid")
        return stored

    def set_phone(self, user: Person, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = self.clean_phone(phone), verified
        user.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user: Person) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user: Person, phone: str) -> None:
        Person.objects.filter(pk=user.pk, phone=self.clean_phone(phone)).update(phone_verified=True)

    def get_user_by_phone(self, phone: str) -> Person | None:
        stored = stored_form(phone)
        return Person.objects.filter(phone=stored).first() if stored else None

    def send_verification_code_sms(self, user: Person, phone: str, code: str, **kwargs: Any) -> None:
        """No sender of text messages is set up; allauth is told so by ACCOUNT_PHONE_VERIFICATION_ENABLED."""
        raise NotImplementedError
