"""One row on its way into the directory: its values so far, and what has to be said about it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext

from enterprises.directory import headers
from enterprises.directory.cleaning import Clean, plain
from enterprises.directory.headers import Record
from enterprises.directory.report import (
    CORRECTED,
    DUPLICATE,
    ERROR,
    REVIEW,
    SKIPPED,
    WARNED,
    WRONG,
    Line,
    Message,
    Report,
    heaviest,
)
from enterprises.directory.tables import Table
from parkdesk.core.spreadsheets import harmless, is_formula


class Draft:
    """Cleans the cells of a record one by one into `values`; cells that are blank leave no value."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.values: dict[str, Any] = {}
        self.messages: list[Message] = []

    def text(self, field: str) -> str:
        return self.record.texts.get(field, "")

    def say(self, field: str, weight: str, code: str, text: str) -> None:
        self.messages.append(Message(field, code, text, weight))

    def take(self, field: str, clean: Callable[[str], Clean]) -> Any:
        """Clean one cell, say what is to be said, keep and return the value (None for a blank)."""
        if field not in self.record.texts:
            return None
        result = self._clean(field, clean)
        if result.weight != "created":
            self.say(field, result.weight, result.code, result.text)
        if field in self.record.filled and result.value is not None:
            self.say(field, CORRECTED, "merged", gettext("Taken from the merged cell above."))
        if result.value is not None:
            self.values[field] = result.value
        return result.value

    def _clean(self, field: str, clean: Callable[[str], Clean]) -> Clean:
        text = self.text(field)
        if not is_formula(text):
            return clean(text)
        reason = gettext("The cell holds a formula; it was left out.")
        return Clean(None, ERROR if field in ("name", "uscc", "code") else WARNED, "formula", reason)

    def trim(self, limits: dict[str, int]) -> None:
        """Leave out what is longer than its column (field -> characters); a name or key cannot be left out."""
        for field, limit in limits.items():
            if len(self.values.get(field) or "") > limit:
                reason = gettext("This is longer than %(limit)s characters; it was left out.") % {"limit": limit}
                self.say(field, ERROR if field in ("name", "code") else WARNED, "too_long", reason)
                del self.values[field]

    def need(self, *fields: str) -> None:
        """These must have a value, or the row is an error."""
        for field in fields:
            if field not in self.values and (field, ERROR) not in {(m.field, m.weight) for m in self.messages}:
                self.say(field, ERROR, "missing", gettext("This is missing."))

    def hold(self, field: str, code: str, text: str) -> None:
        """Hold the row for a person."""
        self.say(field, REVIEW, code, text)

    @property
    def is_wrong(self) -> bool:
        return heaviest(self.messages) in WRONG

    def line(self, outcome: str, key: str = "", changed: list[str] | None = None) -> Line:
        values = {field: _shown(value) for field, value in self.values.items()}
        return Line(self.record.number, outcome, key, values, changed or [], self.messages)

    def as_wrong(self, key: str = "") -> Line:
        return self.line(heaviest(self.messages), key)

    def as_duplicate(self, key: str, first: int) -> Line:
        """The same key stood in row `first` already."""
        self.say("", CORRECTED, "duplicate", gettext("The same key stands in row %(row)s.") % {"row": first})
        return self.line(DUPLICATE, key)

    def as_settled(self, outcome: str, key: str, changed: list[str]) -> Line:
        """A new row is said to be created, corrected or warned, by the heaviest message; others stay as they are."""
        return self.line(heaviest(self.messages) if outcome == "created" else outcome, key, changed)


def walk(table: Table, part: str, settle: Callable[[Draft], Line]) -> Report:
    """Settle every record of a table; rows without one are skipped. Raises Unreadable without a header."""
    header = headers.must_find(table, part)
    lines = []
    for row, record in headers.records(table, header):
        lines.append(settle(Draft(record)) if record else Line(row.number, SKIPPED))
    return Report(lines)


def limits(model: type[models.Model]) -> dict[str, int]:
    """How many characters each text column of a model holds."""
    return {field.name: field.max_length for field in model._meta.fields if getattr(field, "max_length", None)}


def code(text: str) -> Clean:
    """A key of the directory: letters and digits, upper case."""
    short = plain(text).upper()
    return Clean(short) if short else Clean(None)


def _shown(value: Any) -> Any:
    """A value as the report holds it: plain JSON, and no live formula."""
    if isinstance(value, models.Model):
        return getattr(value, "code", None) or str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_shown(item) for item in value]
    return harmless(value) if isinstance(value, str) else value
