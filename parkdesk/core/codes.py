"""Six digits to an address, to see that whoever types them reads what is sent there.

The digits are kept nowhere: what has to be remembered is a keyed digest with its address and end, which a session may
hold. Limits on sending and trying are the caller's (`limits`), because they belong to what the code opens.
"""

import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings

from parkdesk.core import channels, clock
from parkdesk.core.channels.base import Channel, Parcel
from parkdesk.core.idempotency import new_key
from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message

LASTS = timedelta(minutes=10)
DIGITS = 6


class NotSent(Exception):
    """No channel is open for this address, or the one that is failed just now."""


@dataclass(frozen=True)
class Asked:
    """A code under way: for what, to which address, known again by its digest, until when (seconds, UTC)."""

    purpose: str
    to: str
    digest: str
    until: float

    @classmethod
    def read(cls, kept: Any, purpose: str) -> "Asked | None":
        """What a session kept; None when it is for something else, has run out, or is no such thing."""
        try:
            asked = cls(**kept)
        except TypeError:
            return None
        is_good = asked.purpose == purpose and clock.now().timestamp() <= asked.until
        return asked if is_good else None

    def keep(self) -> dict[str, Any]:
        """The same as a session keeps it."""
        return asdict(self)

    def is_right(self, digits: str) -> bool:
        """Whether these are the digits that were sent."""
        return hmac.compare_digest(_digest(self.purpose, self.to, digits), self.digest)


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def ask(purpose: str, to: Address, digits: str, message: Message) -> Asked:
    """Send a message that holds the digits, by text message where a number is known, else by e-mail.

    Raises NotSent; a provider's failure is noted for the page of the channels.
    """
    channel = way_to(to)
    if channel is None:
        raise NotSent
    try:
        with channel.line() as line:
            line.send(Parcel(new_key(), to, message))
    except Exception as error:  # a provider may fail in any way
        channels.note(channel.code, type(error).__name__)
        raise NotSent from error
    return Asked(purpose, where(to), _digest(purpose, where(to), digits), (clock.now() + LASTS).timestamp())


def way_to(to: Address) -> Channel | None:
    """The channel by which a code goes to this address now: text message first, then e-mail."""
    open_now = channels.open_now()
    outward = (one for one in reversed(channels.ALL) if not one.is_always_on)
    return next((one for one in outward if one.code in open_now and one.reaches(to)), None)


def where(to: Address) -> str:
    """The number or mailbox itself, that the code is bound to."""
    return to.phone if to.phone else to.email


def mark_of(to: str) -> str:
    """What stands for a number or mailbox where tries are counted: the same each time, and nobody reads it back."""
    return _digest("mark", to, "")[:32]


def is_shown_here() -> bool:
    """Whether this house is a demonstration, where nothing leaves it and the page shows what would be sent."""
    return bool(settings.PARKDESK_DEMO)


def _digest(purpose: str, to: str, digits: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"code:{purpose}:{to}:{digits}".encode(), sha256).hexdigest()
