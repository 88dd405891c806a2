"""The ways out of the house. Each is on, off, or lacks something; each can be off without an error elsewhere."""

from collections.abc import Mapping

from parkdesk.core import clock
from parkdesk.core.channels.base import Channel, Lack, Parcel
from parkdesk.core.channels.email import Email
from parkdesk.core.channels.in_app import InApp
from parkdesk.core.channels.sms import Sms
from parkdesk.core.models import ChannelState

__all__ = ["ALL", "Channel", "Lack", "Parcel", "by_code", "note", "open_now", "states", "switch"]

ALL: tuple[Channel, ...] = (InApp(), Email(), Sms())


def by_code(code: str) -> Channel:
    """Raises KeyError for a channel that does not exist."""
    return {one.code: one for one in ALL}[code]


def states() -> Mapping[str, ChannelState]:
    """How each channel stands, also those that never did anything."""
    known = ChannelState.objects.in_bulk([one.code for one in ALL])
    return {one.code: known.get(one.code) or ChannelState(code=one.code) for one in ALL}


def open_now() -> frozenset[str]:
    """Codes of the channels that are able to send and not switched off."""
    known = states()
    return frozenset(one.code for one in ALL if one.is_able and (known[one.code].is_on or one.is_always_on))


def switch(code: str, position: str) -> None:
    """Switch a channel `on` or `off`. Raises KeyError for a channel that cannot be switched."""
    channel = by_code(code)
    if channel.is_always_on:
        raise KeyError(code)
    ChannelState.objects.update_or_create(code=code, defaults={"is_on": position == "on"})


def note(code: str, error: str = "") -> None:
    """Keep when a channel last worked, or last failed and why. Never names a recipient."""
    said = {"failed_at": clock.now(), "error": error[:2000]} if error else {"succeeded_at": clock.now()}
    ChannelState.objects.update_or_create(code=code, defaults=said)
