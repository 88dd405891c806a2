"""What somebody is known by, and how it is taken out of a text: numbers and addresses in every form people write."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

BLOT = "***"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_GAP = r"[ \-－]?"
_DIGIT = "0-9０-９"
# A name of one sign would blot half of every text.
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Marks:
    """Mobile numbers (`+86…`), e-mail addresses and names of one person; empty where none is known."""

    phones: frozenset[str] = field(default_factory=frozenset)
    emails: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *, phones: Iterable[str | None], emails: Iterable[str | None], names: Iterable[str | None]) -> "Marks":
        """Without what is empty, masked already, or too short to know anybody by."""
        called = {name.strip() for name in names if name}
        return cls(
            frozenset(one for one in phones if one and "*" not in one),
            frozenset(one for one in emails if one and "*" not in one),
            frozenset(one for one in called if len(one) >= SHORTEST_NAME and "*" not in one),
        )

    def __bool__(self) -> bool:
        return bool(self.phones or self.emails or self.names)

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.phones | other.phones, self.emails | other.emails, self.names | other.names)

    def without_names(self) -> "Marks":
        """What is nobody else's: two people may share a name, not a number."""
        return Marks(self.phones, self.emails)

    def alone(self) -> "WholeNames":
        """Names only where nothing else stands beside them."""
        return WholeNames(self.phones, self.emails, self.names)

    def needles(self) -> list[str]:
        """What a query looks for before the pattern decides: the same in a JSON column that escapes Chinese."""
        ends = [phone[-4:] for phone in self.phones]
        plain = [*ends, *(end.translate(_WIDE) for end in ends), *self.emails, *self.names]
        return list(dict.fromkeys(form for one in plain for form in (one, json.dumps(one)[1:-1])))

    def blotted(self, text: str) -> str:
        """The text with every mark made unreadable."""
        return self._pattern.sub(BLOT, text) if self else text

    def are_in(self, value: Any) -> bool:
        """Whether a text, or any text in a value of JSON, holds one."""
        return bool(self) and self.blotted_in(value) != value

    def blotted_in(self, value: Any) -> Any:
        """The same for a value of JSON, however deep."""
        if isinstance(value, str):
            return self.blotted(value)
        if isinstance(value, dict):
            return {key: self.blotted_in(item) for key, item in value.items()}
        return [self.blotted_in(item) for item in value] if isinstance(value, list) else value

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self._shapes()), re.IGNORECASE)

    def _shapes(self) -> Iterator[str]:
        for phone in sorted(self.phones):
            digits = phone.removeprefix("+86")
            spelt = _GAP.join(f"[{digit}{digit.translate(_WIDE)}]" for digit in digits)
            yield rf"(?<![{_DIGIT}])(?:(?:\+|00)?86{_GAP})?{spelt}(?![{_DIGIT}])"
        yield from (re.escape(one) for one in sorted(self.emails))
        # The longest first: a name may be the beginning of another.
        yield from (self._name(re.escape(one)) for one in sorted(self.names, key=len, reverse=True))

    def _name(self, shape: str) -> str:
        return shape


class WholeNames(Marks):
    """The same where a name counts only when it stands alone: in rows that speak of other people too."""

    def _name(self, shape: str) -> str:
        return rf"\A\s*{shape}\s*\Z"
