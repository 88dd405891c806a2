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
