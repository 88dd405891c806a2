"""What every channel is: a code, whether it can send, what it lacks, and a line to send over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message

Words = Any  # text that is translated when it is shown


@dataclass(frozen=True)
class Parcel:
    """One message on its way: repeated, it bears the same id."""

    id: str
    to: Address
    message: Message
    link: str = ""


@dataclass(frozen=True)
class Lack:
    """What a channel misses: the setting that mends it, and how."""

    setting: str
    how: Words


class Line(Protocol):
    """An open way to whoever carries messages."""

    def send(self, parcel: Parcel) -> None:
        """Hand over one message; raises whatever went wrong."""


class Channel:
    """One way to tell people. Channels keep nothing: what happened to them stands in `ChannelState`."""

    code = ""
    label: Words = ""
    is_always_on = False

    @property
    def is_able(self) -> bool:
        """Whether it can send at all with the settings of this installation."""
        return not self.lacks()

    def lacks(self) -> list[Lack]:
        return []

    def advice(self) -> Words:
        """One sentence for the administrator about a channel that works, and does less than it could."""
        return ""

    def reaches(self, address: Address) -> bool:
        raise NotImplementedError

    @contextmanager
    def line(self) -> Iterator[Line]:
        """A line for several messages, closed at the end."""
        raise NotImplementedError
        yield
