"""Kinds of events, as people choose them: what may be switched off, what always comes, what does not wait.

A package registers its kinds beside its audiences. What nobody registered belongs to the kind `other`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkdesk.core.models import Entry

Words = Any  # text that is translated when it is shown
IsUrgent = Callable[[Entry], bool]


@dataclass(frozen=True)
class Kind:
    """Events that people switch on and off together.

    `musts` maps the verbs that always come to a name for the person: a limit or a vote hangs on them.
    """

    code: str
    label: Words
    more: Words = ""
    patterns: tuple[str, ...] = ()
    musts: dict[str, Words] = field(default_factory=dict)


OTHER = Kind("other", _("Everything else"))
_kinds: dict[str, Kind] = {}
_urgent: list[tuple[str, IsUrgent]] = []


def add(kind: Kind) -> Kind:
    """Register a kind; one with the same code is replaced."""
    _kinds[kind.code] = kind
    return kind


def urgent(pattern: str) -> Callable[[IsUrgent], IsUrgent]:
    """Register a question to entries whose verb fits: is this an emergency that wakes people up?"""

    def register(ask: IsUrgent) -> IsUrgent:
        _urgent.append((pattern, ask))
        return ask

    return register


def all_kinds() -> tuple[Kind, ...]:
    """The registered kinds in their order, without `other`."""
    return tuple(_kinds.values())


def of(verb: str) -> Kind:
    """The kind that a verb belongs to."""
    return next((one for one in _kinds.values() if _fits(verb, one.patterns)), OTHER)


def is_must(verb: str) -> bool:
    """Whether this event reaches its people whatever they switched off."""
    return verb in of(verb).musts


def musts() -> frozenset[str]:
    """The verbs of all events that reach their people whatever they switched off."""
    return frozenset(verb for one in _kinds.values() for verb in one.musts)


def is_urgent(entry: Entry) -> bool:
    """Whether this event is an emergency: it waits for no digest and no morning."""
    return any(fnmatchcase(entry.verb, pattern) and ask(entry) for pattern, ask in _urgent)


def _fits(verb: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(verb, one) for one in patterns)
