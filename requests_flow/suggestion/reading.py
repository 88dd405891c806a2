"""Texts to judge from a file of JSON, one object a line; what is wrong with a line is said with its number. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

LONGEST_LINE = 1_000_000
LONGEST_TEXT = 100_000


class Unreadable(ValueError):
    """A sentence that says which line is wrong and why."""


@dataclass(frozen=True)
class Told:
    """What somebody wrote, with what is known around it. Only the text is needed."""

    id: str
    title: str
    text: str
    park: str = ""
    building: str = ""
    at: datetime | None = None
    who: str = ""
    is_private: bool = False


def read(lines: Iterable[str]) -> Iterator[Told]:
    """Each line that is not empty. Raises Unreadable with the number of the first wrong line, or for an empty file."""
    number = count = 0
    for number, line in enumerate(lines, 1):
        if line.strip().lstrip("\ufeff"):
            count += 1
            yield _told(number, line)
    if not count:
        raise Unreadable(_("The file is empty: one JSON object a line was expected."))


def _told(number: int, line: str) -> Told:
    row = _object(number, line)
    title, text = (_string(number, row, name) for name in ("title", "text"))
    if not f"{title}{text}".strip():
        raise _wrong(number, _("neither a title nor a text"))
    if len(text) > LONGEST_TEXT or len(title) > LONGEST_TEXT:
        raise _wrong(number, _("longer than %(most)s characters") % {"most": LONGEST_TEXT})
    return Told(
        id=str(row.get("id") or number),
        title=title,
        text=text,
        park=_string(number, row, "park_code"),
        building=str(row.get("building") or ""),
        at=_moment(number, row),
        who=str(row.get("enterprise") or row.get("reporter") or ""),
        is_private=bool(row.get("is_protected") or row.get("is_personal")),
    )


def _object(number: int, line: str) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _wrong(number, _("the line is too long"))
    try:
        row = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise _wrong(number, _("not JSON")) from error
    if not isinstance(row, dict):
        raise _wrong(number, _("not a JSON object"))
    return row


def _string(number: int, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong(number, _("“%(name)s” is not text") % {"name": name})
    return value or ""


def _moment(number: int, row: Mapping[str, Any]) -> datetime | None:
    said = _string(number, row, "submitted_at")
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=None)
    except ValueError as error:
        raise _wrong(number, _("“%(name)s” is not a time") % {"name": "submitted_at"}) from error


def _wrong(number: int, reason: str) -> Unreadable:
    return Unreadable(_("Line %(number)s: %(reason)s.") % {"number": number, "reason": reason})
