"""What became of each row of a file."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

CREATED = "created"
CORRECTED = "corrected"
WARNED = "warned"
UPDATED = "updated"
UNCHANGED = "unchanged"
REVIEW = "review"
ERROR = "error"
DUPLICATE = "duplicate"
SKIPPED = "skipped"
OUTCOMES = (CREATED, CORRECTED, WARNED, UPDATED, UNCHANGED, REVIEW, ERROR, DUPLICATE, SKIPPED)
# How much a message weighs, from light to heavy; the heaviest of a row decides its outcome.
WEIGHTS = (CREATED, CORRECTED, WARNED, REVIEW, ERROR)
# What a row says so that nothing of it is written, and a person has to look.
WRONG = frozenset({REVIEW, ERROR})


@dataclass(frozen=True)
class Message:
    """Something to say about one field: `code` for machines, `text` for people, `weight` one of WEIGHTS."""

    field: str
    code: str
    text: str
    weight: str

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.text}


@dataclass(slots=True)
class Line:
    """One physical row of a file (counted from 1) and what became of it."""

    row: int
    outcome: str
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "outcome": self.outcome,
            "key": self.key,
            "values": self.values,
            "changed": self.changed,
            "messages": [message.as_dict() for message in self.messages],
        }


def heaviest(messages: Iterable[Message]) -> str:
    """The outcome that a new row with these messages deserves."""
    return max((message.weight for message in messages), key=WEIGHTS.index, default=CREATED)


@dataclass
class Report:
    """The lines of one part, in the order of the file."""

    lines: list[Line] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """How many rows had each outcome; together they are all rows of the file."""
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    @property
    def wrong(self) -> int:
        return sum(line.outcome in WRONG for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        ordered = sorted(self.lines, key=lambda line: line.row)
        return {"rows": [line.as_dict() for line in ordered], "totals": self.totals}


class Spool:
    """Lines of a long report in the order of the file; they lie on disk, so that memory does not grow with them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it ends with this object)

    def add(self, line: Line) -> None:
        self.counts[line.outcome] += 1
        messages = [[one.field, one.code, one.text, one.weight] for one in line.messages]
        text = json.dumps([line.row, line.outcome, line.key, line.values, line.changed, messages])
        self._file.write(text.encode() + b"\n")

    def __iter__(self) -> Iterator[Line]:
        self._file.seek(0)
        for text in self._file:
            row, outcome, key, values, changed, messages = json.loads(text)
            yield Line(row, outcome, key, values, changed, [Message(*one) for one in messages])


class LongReport(Report):
    """A report whose lines lie in a Spool."""

    lines: Any

    def __init__(self) -> None:
        super().__init__(lines=Spool())  # type: ignore[arg-type]

    @property
    def totals(self) -> dict[str, int]:
        return {outcome: self.lines.counts[outcome] for outcome in OUTCOMES}

    @property
    def wrong(self) -> int:
        return sum(self.lines.counts[outcome] for outcome in WRONG)
