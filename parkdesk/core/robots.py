"""What robots in group chats may tell: a package registers a card for a verb. Without a card nothing is told.

Nobody here knows who reads a group. So a card holds a reference, a tier, a park, a light, a date and a link, and
what is protected or personal has none (decisions 5, 6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from parkdesk.core.models import Entry, Robot, RobotLine

Words = Any  # text that is translated when it is shown
MakeCard = Callable[[Entry], "Card | None"]


@dataclass(frozen=True)
class Card:
    """One event for a group. `url` is a path that only those who may read it can open."""

    reference: str
    url: str
    tier: str = ""
    park: str = ""
    park_code: str = ""
    line: str = ""
    light: str = ""
    due: datetime | None = None


@dataclass(frozen=True)
class Event:
    """What robots can be set to listen to: a verb, its name, and how its card is made."""

    verb: str
    label: Words
    make: MakeCard


_events: dict[str, Event] = {}


def announces(verb: str, label: Words) -> Callable[[MakeCard], MakeCard]:
    """Register how an event becomes a card; None means that no group hears of it."""

    def register(make: MakeCard) -> MakeCard:
        _events[verb] = Event(verb, label, make)
        return make

    return register


def events() -> tuple[Event, ...]:
    """All events that robots can be set to listen to, in their order."""
    return tuple(_events.values())


def label_of(verb: str) -> str:
    """The name of an event in the running language."""
    return str(_events[verb].label)


def card_of(entry: Entry) -> Card | None:
    """The card of an event as it stands now; None when no group may hear of it (any more)."""
    return _events[entry.verb].make(entry) if entry.verb in _events else None


def write_lines(entry: Entry) -> None:
    """One line for each robot that listens to this; hearing an entry twice adds nothing."""
    if entry.verb not in _events:
        return
    listening = [one for one in Robot.objects.filter(is_on=True, since__lte=entry.at) if _hears(one, entry.verb)]
    card = card_of(entry) if listening else None
    if card is not None:
        rows = [RobotLine(robot=one, entry=entry) for one in listening if _concerns(one, card)]
        RobotLine.objects.bulk_create(rows, ignore_conflicts=True)


def _hears(robot: Robot, verb: str) -> bool:
    return not robot.events or verb in robot.events


def _concerns(robot: Robot, card: Card) -> bool:
    return robot.park in {"", card.park_code} and robot.line in {"", card.line}


def waiting(robot: Robot) -> int:
    """How many events this robot has still to tell."""
    return robot.lines.filter(Q(message=None) | ~Q(message__state="sent")).count()
