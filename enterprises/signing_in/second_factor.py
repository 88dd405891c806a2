"""The second factor (quality 16): who must show one, which session has, and the way back for whoever lost theirs."""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings as account
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from enterprises import roles
from enterprises.models import Person
from enterprises.roles import Role
from enterprises.signing_in import sessions
from parkdesk.core.flow import NotYours, record

SHOWN = "mfa"


def must_show(person: Person) -> bool:
    """Whether this person's roles of today ask for a second factor; those who administer always need one.

    Not of the invented people of a demonstration (contracts): a mark that no form sets, and only while it is one.
    """
    if settings.PARKDESK_DEMO and person.is_invented:
        return False
    return person.is_superuser or person.is_staff or person.wears(*roles.SECOND_FACTOR)


def has_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown, or set up, in this session by whoever is signed in."""
    return any(one.get("method") == SHOWN for one in get_authentication_records(request, request.user))


def is_fresh(request: HttpRequest) -> bool:
    """Whether somebody signed in, or showed again who they are, in the last five minutes."""
    since = time.time() - account.REAUTHENTICATION_TIMEOUT
    return any(one["at"] > since for one in get_authentication_records(request, request.user))


def has_any(person: Person) -> bool:
    """Whether this person has an app or a passkey; codes on paper alone are none."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def may_reset(person: Person, by: Person) -> bool:
    """An administrator resets anybody's but their own; the desk manager anybody's but an administrator's."""
    if by.pk == person.pk:
        return False
    is_above = person.is_superuser or person.is_staff or person.wears(Role.SYSTEM_ADMIN)
    return by.wears(Role.SYSTEM_ADMIN) or (by.wears(Role.DESK_MANAGER) and not is_above)


@transaction.atomic
def reset(person: Person, *, by: Person, reason: str) -> Person:
    """Take away the second factors of somebody who lost them, end their sessions, write it down, tell them.

    At the next sign-in they are led to set up new ones. Raises NotYours.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not may_reset(locked, by):
        raise NotYours(locked, "reset_factor")
    Authenticator.objects.filter(user=locked).delete()
    sessions.end_all(locked)
    record(locked, "reset_factor", by=by, note=reason, facts={})
    return locked


@receiver(signals.authenticator_added)
def _remember_added(request: HttpRequest, user: Person, authenticator: Authenticator, **more: Any) -> None:
    """Whoever has just set one up has shown it: the code was typed, the key was touched."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, SHOWN, id=authenticator.pk, type=authenticator.type)
        _write(user, "add_factor", authenticator)


@receiver(signals.authenticator_removed)
def _remember_removed(user: Person, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _write(user, "remove_factor", authenticator)


@transaction.atomic
def _write(user: Person, step: str, authenticator: Authenticator) -> None:
    locked = Person.objects.select_for_update().get(pk=user.pk)
    record(locked, step, by=locked, facts={"kind": str(authenticator.type)})


class FactorAdapter(DefaultMFAAdapter):
    """The house's words and its rules: secrets lie encrypted, and the last factor stays while a role needs it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. A code of the app lasts half a minute."),
        "cannot_delete_authenticator": _("Your role needs a second factor. Set up another one first."),
    }

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        return sessions.device_of(context.request.headers.get("User-Agent", ""))

    def get_totp_issuer(self) -> str:
        return str(settings.COMMUNITY["desk"])

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def _get_user_identifier(self, user: Person) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return str(settings.COMMUNITY["desk"])

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        factors = Authenticator.objects.filter(user=authenticator.user_id)
        others = factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=authenticator.pk)
        return others.exists() or not must_show(authenticator.user)


def _box() -> Fernet:
    """A key of its own, derived from the secret key: a stolen copy of the database opens nothing."""
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
