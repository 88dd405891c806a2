"""E-mail, over Django's mail backend."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core.channels.base import Channel, Parcel
from parkdesk.core.models import Notice
from parkdesk.core.recipients import Address

PRINTS = "django.core.mail.backends.console.EmailBackend"


class Email(Channel):
    code = str(Notice.Channel.EMAIL)
    label = pgettext_lazy("channel", "E-mail")

    def reaches(self, address: Address) -> bool:
        return bool(address.email)

    def advice(self) -> Any:
        if settings.EMAIL_BACKEND == PRINTS and not settings.PARKDESK_DEMO:
            return _("Mails are only printed by the worker. Name a mail server in EMAIL_URL.")
        return ""

    @contextmanager
    def line(self) -> Iterator["_Line"]:
        mail = get_connection()
        try:
            yield _Line(mail)
        finally:
            mail.close()


class _Line:
    def __init__(self, mail: BaseEmailBackend) -> None:
        self._mail = mail

    def send(self, parcel: Parcel) -> None:
        """Automatic mail says so, or two machines answer each other for ever (RFC 3834)."""
        headers = {"Message-ID": f"<{parcel.id}@parkdesk>", "Auto-Submitted": "auto-generated"}
        if parcel.to.stop_url:
            headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{parcel.to.stop_url}>"
        EmailMessage(
            parcel.message.subject,
            parcel.message.body,
            to=[parcel.to.email],
            headers=headers,
            connection=self._mail,
        ).send()
