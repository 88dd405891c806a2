"""How the words of minutes are put together: numerals, names, lists and full stops, in either language. Pure."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

DIGITS = "零一二三四五六七八九"
STOPS = ("。", ".", "；", ";", "！", "？", "?", "）", ")")


def is_english() -> bool:
    return get_language() == "en"


def tongue() -> str:
    """The key of the running language in a record."""
    return "en" if is_english() else "zh-hans"


def fill(words: str, **values: Any) -> SafeString:
    """A sentence with its places filled in; everything that is not markup already is escaped."""
    # What goes in is escaped, or our own.
    return SafeString(conditional_escape(words) % {name: conditional_escape(value) for name, value in values.items()})  # nosec B703


def said(words: dict[str, str]) -> str:
    """A text in the running language; where nobody wrote English, the Chinese, marked as such."""
    text = words.get(tongue()) or ""
    return text if text or not is_english() else chinese(words["zh-hans"])


def chinese(text: str) -> str:
    """A name, or a text that exists in Chinese only, within the running language."""
    return format_html('<span lang="zh-Hans">{}</span>', text) if text and is_english() else text


def sentences(parts: Iterable[str]) -> SafeString:
    """Sentences one after another."""
    return format_html_join(" " if is_english() else "", "{}", ((part,) for part in parts if part))


def listed(parts: Iterable[str], *, is_wide: bool = False) -> SafeString:
    """A list: with 、 or commas; `is_wide` parts it by semicolons."""
    marks = ("; ", "；") if is_wide else (", ", "、")
    return format_html_join(marks[0 if is_english() else 1], "{}", ((part,) for part in parts))


def spaced(first: str, second: str) -> SafeString:
    """Two words beside each other: a space in English, none in Chinese."""
    return format_html("{} {}" if is_english() else "{}{}", first, second)


def ended(text: str) -> str:
    """With its full stop; a Chinese text within English (see `chinese`) gets it inside its mark."""
    if isinstance(text, SafeString) and text.endswith("</span>"):
        inner = text.removesuffix("</span>")
        # What goes in is escaped, or our own.
        return text if inner.endswith(STOPS) else SafeString(f"{inner}。</span>")  # nosec B703
    if not text or text.endswith(STOPS):
        return text
    return format_html("{}." if is_english() else "{}。", text)


def heading(place: int, title: str) -> str:
    """First level: 一、 or 1."""
    return f"{place}. {title}" if is_english() else f"{numeral(place)}、{title}"


def lead(place: int, topic: str) -> SafeString:
    """Second level: （一） or (1), with what it is about."""
    number = f"({place}) " if is_english() else f"（{numeral(place)}）"
    return format_html("{}{}", number, ended(topic))


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals: 一, 十, 十二, 三十一. Raises ValueError beyond."""
    if not 0 < number < 100:
        raise ValueError(f"no agenda has {number} items")
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones else ''}"
