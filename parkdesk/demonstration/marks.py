"""What is loaded, as the trail tells it, and a lock so that only one process loads at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from enterprises.models import Person
from parkdesk.core import clock, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Entry

CLEARED, LOADED = "parkdesk.demonstration.clear", "parkdesk.demonstration.load"


class Busy(Exception):
    """Another process is loading the demonstration."""


@dataclass(frozen=True)
class Mark:
    """The last thing that happened to the demonstration: cleared for, or loaded with, a size."""

    size: str
    is_loaded: bool
    at: datetime


def latest() -> Mark | None:
    """The last mark; None where nothing was ever loaded."""
    entry = Entry.objects.filter(verb__in=[CLEARED, LOADED]).order_by("-pk").first()
    return Mark(entry.facts["size"], entry.verb == LOADED, entry.at) if entry else None


def write(verb: str, size: str) -> None:
    """Add a mark to the trail of the administrator."""
    line = trail.Line(verb=verb, facts={"size": size}, words={}, is_public=False, at=clock.now())
    trail.write(Person.objects.get(username="admin"), CLOCK, line)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of this machine. Raises Busy when another process does."""
    with _file().open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy("The demonstration is being loaded by another process.") from error
        yield


def is_busy() -> bool:
    """Whether some process is loading now."""
    try:
        with alone():
            return False
    except Busy:
        return True


def _file() -> Path:
    return Path(settings.VAR) / "demonstration.lock"
