"""How single cells of the catalogue's file are read: each returns a clean value or says why it cannot."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

LONGEST_DAYS = 1000


class Wrong(Exception):
    """One field of one row cannot be used; the text is the reason."""


def text(longest: int = 4000, *, is_needed: bool = True) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        if not _is_text(value or ""):
            raise Wrong(gettext("This should be text."))
        text = (value or "").strip()
        if is_needed and not text:
            raise Wrong(gettext("This is missing."))
        if len(text) > longest:
            raise Wrong(gettext("This is longer than %(limit)s characters.") % {"limit": longest})
        return text

    return clean


def _is_text(value: Any) -> bool:
    """Text that every database keeps: no NUL, no half of a surrogate pair."""
    return isinstance(value, str) and not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)


def one_of(known: list[str]) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        if not isinstance(value or "", str) or (value or "") not in known:
            raise Wrong(gettext("“%(value)s” is not one of %(known)s.") % {"value": value, "known": ", ".join(known)})
        return value or ""

    return clean


def words(value: Any) -> list[str]:
    if not isinstance(value or [], list) or not all(_is_text(word) for word in value or []):
        raise Wrong(gettext("This should be a list of words."))
    return [word.strip() for word in value or [] if word.strip()]


def half_days(value: Any) -> int:
    """Working days with halves -> half working days."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= LONGEST_DAYS or value * 2 % 1:
        raise Wrong(gettext("“%(value)s” is no number of working days; halves are allowed.") % {"value": value})
    return int(value * 2)


def whole_days(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LONGEST_DAYS:
        raise Wrong(gettext("“%(value)s” is no number of working days.") % {"value": value})
    return value


def papers(value: Any) -> list[dict[str, Any]]:
    """What to bring, as a service keeps it."""
    return [{**_named(row), "is_optional": bool(row.get("optional"))} for row in _rows(value)]


def steps(value: Any) -> list[dict[str, Any]]:
    """How it goes, with half working days for each step."""
    return [
        {**_named(row), "half_days": _half_days_or_none(row), "doer": str(row.get("role") or "")}
        for row in _rows(value)
    ]


def _rows(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value or [], list) or not all(isinstance(row, dict) for row in value or []):
        raise Wrong(gettext("This should be a list of objects."))
    return list(value or [])


def _named(row: dict[str, Any]) -> dict[str, str]:
    return {"zh": text(160)(row.get("name_zh")), "en": text(200, is_needed=False)(row.get("name_en"))}


def _half_days_or_none(row: dict[str, Any]) -> int:
    """The same day is 0."""
    days = row.get("working_days") or 0
    return half_days(days) if days else 0
