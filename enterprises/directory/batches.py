"""Many rows in few statements: what is new is created at once, what differs is changed at once."""

from collections.abc import Hashable, Iterable
from typing import Any

from django.db import models

from enterprises.directory.report import CREATED, UNCHANGED, UPDATED

CHUNK = 500


class Batch:
    """Settles rows of one model against what the directory holds; nothing is written before `write`."""

    def __init__(self, model: type[models.Model], known: dict[Any, Any]) -> None:
        self.model = model
        self.known = known
        self._fresh: list[Any] = []
        self._stale: dict[int, Any] = {}
        self._fields: set[str] = set()

    def settle(self, key: Hashable, values: dict[str, Any]) -> tuple[Any, str, list[str]]:
        """The thing with this key, what became of it (created, updated, unchanged), and the fields that changed."""
        thing = self.known.get(key)
        if thing is None:
            thing = self.known[key] = self.model(**values)
            self._fresh.append(thing)
            return thing, CREATED, []
        return thing, *self.change(thing, values)

    def change(self, thing: Any, values: dict[str, Any]) -> tuple[str, list[str]]:
        changed = differences(thing, values)
        for field in changed:
            setattr(thing, field, values[field])
        if changed and thing.pk:
            self._stale[thing.pk] = thing
            self._fields.update(changed)
        return (UPDATED if changed else UNCHANGED), changed

    def write(self) -> None:
        self.model._default_manager.bulk_create(self._fresh, batch_size=CHUNK)
        if self._stale:
            self.model._default_manager.bulk_update(self._stale.values(), sorted(self._fields), batch_size=CHUNK)
        self._fresh, self._stale, self._fields = [], {}, set()


def combined(outcomes: Iterable[str]) -> str:
    """What became of a row that settles several things: the strongest of created, updated, unchanged."""
    present = set(outcomes)
    return next(outcome for outcome in (CREATED, UPDATED, UNCHANGED) if outcome in present)


def differences(thing: Any, values: dict[str, Any]) -> list[str]:
    """The fields whose value is another one than the thing has."""
    return [field for field, value in values.items() if _differs(thing, field, value)]


def _differs(thing: Any, field: str, value: Any) -> bool:
    if isinstance(value, models.Model):
        return value.pk is None or getattr(thing, f"{field}_id") != value.pk
    return getattr(thing, field) != value
