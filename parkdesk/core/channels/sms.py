"""Text messages: short, signed with the community's name, by whichever provider a setting names.

A provider is a class with `lacks()` and `send(text)`; PARKDESK_SMS_BACKEND holds its dotted path. Without one, a
demonstration writes to its inbox, and every other installation says that the channel is not set up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from parkdesk.core.channels.base import Channel, Lack, Parcel
from parkdesk.core.models import Notice
from parkdesk.core.recipients import Address

ONE_PART, EACH_PART = 70, 67
MOST_PARTS = 2
DEMO_INBOX = "parkdesk.core.channels.sms.Inbox"


@dataclass(frozen=True)
class Text:
    """One text message: to `+86…`, signed, short."""

    id: str
    to: str
    text: str


class Provider(Protocol):
    """Whoever carries text messages."""

    def lacks(self) -> list[Lack]:
        """What is missing before it can send."""

    def send(self, text: Text) -> None:
        """Hand one over; raises whatever went wrong. The same id twice is the same message."""


class Inbox:
    """The demonstration's inbox: it shows the notices themselves, so there is nothing to carry."""

    def lacks(self) -> list[Lack]:
        return []

    def send(self, text: Text) -> None:
        """Nothing leaves the house."""


def signature() -> str:
    """`【梦创社区】`: carriers in China ask for the sender's name at the head of each text."""
    return f"【{settings.PARKDESK_SMS_SIGN or settings.COMMUNITY['name']}】"


def shorten(subject: str, link: str = "") -> str:
    """The text of a message: signature, subject, link; cut in the subject to fit into `MOST_PARTS`."""
    tail = f" {link}" if link else ""
    room = MOST_PARTS * EACH_PART - len(signature()) - len(tail)
    said = subject if len(subject) <= room else f"{subject[: max(room - 1, 0)]}…"
    return f"{signature()}{said}{tail}"


def parts(text: str) -> int:
    """How many messages a carrier counts: 70 characters alone, 67 in each part of a longer one (GSM 03.40, UCS-2)."""
    return 1 if len(text) <= ONE_PART else ceil(len(text) / EACH_PART)


class Sms(Channel):
    code = str(Notice.Channel.SMS)
    label = _("Text message")

    def provider(self) -> Provider | None:
        """The provider that the settings name; None when they name none."""
        path = settings.PARKDESK_SMS_BACKEND or (DEMO_INBOX if settings.PARKDESK_DEMO else "")
        return import_string(path)() if path else None

    def lacks(self) -> list[Lack]:
        found = self.provider()
        if found is None:
            return [Lack("PARKDESK_SMS_BACKEND", _("Name the provider that carries text messages."))]
        return found.lacks()

    def reaches(self, address: Address) -> bool:
        return bool(address.phone)

    @contextmanager
    def line(self) -> Iterator["_Line"]:
        found = self.provider()
        if found is None:
            raise LookupError("no provider of text messages is set up")
        yield _Line(found)


class _Line:
    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def send(self, parcel: Parcel) -> None:
        self._provider.send(Text(parcel.id, parcel.to.phone, shorten(parcel.message.subject, parcel.link)))
