"""Signing in: by username, e-mail or mobile number; nobody signs up by themselves (decisions 1)."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Person
from enterprises.models.person import MOBILE
from enterprises.signing_in import codes, limits
from enterprises.signing_in.names import MobileField, account_of, find_person, stored_form
from enterprises.signing_in.second_factor import is_fresh

__all__ = ["MobileField", "PersonAdapter", "stored_form"]


class PersonAdapter(DefaultAccountAdapter):
    """What allauth has to know of a Person: where the telephone stands, and that the door to sign up is shut."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not the code that was sent."),
        "too_many_login_attempts": gettext_lazy("Typed wrongly too often. Begin again, or wait half an hour."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try for the account, whichever of its names was typed. Raises TooMany after five failures."""
        typed = next((credentials[name] for name in ("username", "email", "phone") if credentials.get(name)), "")
        self._login_failed_rl_usage = limits.count(request, account_of(typed))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago has just shown who they are."""
        return super().is_reauthentication_required(app=app, **kwargs) and not is_fresh(context.request)

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
        words = _("%(code)s is your code for the service desk. It lasts 10 minutes; tell it to nobody.")
        words %= {"code": code}
        codes.send_text.enqueue(phone, words)
        _show_in_demonstration(user, words)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the background; what allauth wrote stays as it is, the house's own words stand in templates/account."""
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email} | context)
        codes.send_mail.enqueue(email, mail.subject, mail.body)
        _show_in_demonstration(find_person(email), mail.body)


def _show_in_demonstration(person: Person | None, words: str) -> None:
    """Nothing leaves a demonstration: what an invented person would have read stands on the page."""
    if settings.PARKDESK_DEMO and person and person.is_invented:
        messages.info(context.request, _("In this demonstration the message reads: %(text)s") % {"text": words})
