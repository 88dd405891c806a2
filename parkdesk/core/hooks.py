"""What other systems are told by webhook: a package registers news for a verb. Without news nothing is told.

A message holds a reference, a verb, a state, a park and moments; never a name, a number or what somebody wrote. What is
protected or personal has no news (decisions 5, 6).
"""

import json
import secrets
import uuid
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from parkdesk.core import clock
from parkdesk.core.models import Entry, Hook, HookMessage

Words = Any  # text that is translated when it is shown
PING = "core.hook.ping"
SECRET_BYTES = 32


@dataclass(frozen=True)
class News:
    """One event for another system. `moments` are named: `promised`, `resolved`."""

    reference: str
    state: str
    park: str = ""
    moments: Mapping[str, datetime | None] = field(default_factory=dict)


MakeNews = Callable[[Entry], News | None]


@dataclass(frozen=True)
class Event:
    """What webhooks can be set to tell: a verb, its name, and how its news is made."""

    verb: str
    label: Words
    make: MakeNews


_events: dict[str, Event] = {}


def reports(verb: str, label: Words) -> Callable[[MakeNews], MakeNews]:
    """Register how an event becomes news; None means that no other system hears of it."""

    def register(make: MakeNews) -> MakeNews:
        _events[verb] = Event(verb, label, make)
        return make

    return register


def events() -> tuple[Event, ...]:
    return tuple(_events.values())


def label_of(verb: str) -> Words:
    return _events[verb].label if verb in _events else verb


def new_secret() -> str:
    """A secret as Standard Webhooks wants it: `whsec_` and 32 random bytes in base64."""
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def write_messages(entry: Entry) -> None:
    """One message for each webhook that listens to this; hearing an entry twice adds nothing."""
    if entry.verb not in _events:
        return
    listening = [one for one in Hook.objects.filter(is_on=True, since__lte=entry.at) if _hears(one, entry.verb)]
    news = _events[entry.verb].make(entry) if listening else None
    if news is not None:
        rows = [_message(one, entry.verb, _told(entry, news), entry) for one in listening]
        HookMessage.objects.bulk_create(rows, ignore_conflicts=True)


def ping(hook: Hook) -> HookMessage:
    """One message that says nothing but that this way works."""
    message = _message(hook, PING, {"reference": "", "state": "", "park": "", "moments": {}}, None)
    message.save(force_insert=True)
    return message


def _hears(hook: Hook, verb: str) -> bool:
    return not hook.events or verb in hook.events


def _told(entry: Entry, news: News) -> dict[str, Any]:
    moments = {name: at.isoformat() for name, at in news.moments.items() if at is not None}
    return {
        "reference": news.reference,
        "state": news.state,
        "park": news.park,
        "moments": {"happened": entry.at.isoformat()} | moments,
    }


def _message(hook: Hook, verb: str, told: dict[str, Any], entry: Entry | None) -> HookMessage:
    now = clock.now()
    at = entry.at if entry else now
    body = {"type": verb, "timestamp": at.isoformat(), "data": {"verb": verb} | told}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    name = f"msg_{uuid.uuid4().hex}"
    return HookMessage(hook=hook, entry=entry, verb=verb, message_id=name, body=text, created_at=now, due_at=now)
