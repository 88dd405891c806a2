"""The sentence of a page that holds what was searched for, with the words marked (from the text as it is written)."""

import re
from typing import Any

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from parkdesk.core.search import fold

# Two Latin letters beside each other.
_LATIN = re.compile(r"[A-Za-z0-9]{2}")
BEFORE, LENGTH = 24, 120


def excerpt(page: Any, query: str) -> SafeString:
    """At most a line or two around the first place that holds the query; the page's lead when its text does not."""
    terms = [term for term in fold(query).split() if term]
    texts = [text for text in _texts(page) if text]
    text = next((text for text in texts if _place(text, terms) >= 0), texts[0] if texts else "")
    return _marked(_cut(text, _place(text, terms)), terms)


def _texts(page: Any) -> list[str]:
    """What a page says, most telling first."""
    leads = [getattr(page, name, "") for name in ("summary", "intro")]
    record = page.what_it_says() if hasattr(page, "what_it_says") else ""
    bodies = [record, strip_tags(re.sub(r"</(?:p|li|h\d)>", " ", str(getattr(page, "body", ""))))]
    rows = [
        " ".join(str(value) for value in row.value.values() if isinstance(value, str))
        for name in ("questions", "materials", "steps")
        for row in getattr(page, name, [])
    ]
    return [*leads, getattr(page, "eligibility", ""), *rows, *bodies]


def _place(text: str, terms: list[str]) -> int:
    """Where the first of the terms stands; -1 for nowhere. Folding keeps the length of Chinese and plain Latin text."""
    folded = fold(text)
    places = [folded.find(term) for term in terms if term in folded]
    return min(places) if places else -1


def _cut(text: str, place: int) -> str:
    """Never inside a Latin word; Chinese may be cut anywhere."""
    start = max(0, place - BEFORE) if place > LENGTH - BEFORE else 0
    end = min(len(text), start + LENGTH)
    while 0 < start < len(text) and _is_inside_a_word(text, start):
        start -= 1
    while end < len(text) and _is_inside_a_word(text, end):
        end += 1
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _is_inside_a_word(text: str, place: int) -> bool:
    return bool(_LATIN.match(text[place - 1 : place + 1]))


def _marked(text: str, terms: list[str]) -> SafeString:
    """The text with every occurrence of a term in `<mark>`, everything escaped."""
    folded = fold(text)
    if not terms or len(folded) != len(text):
        return format_html("{}", text)
    pieces = re.split("(" + "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)) + ")", folded)
    parts, start = [], 0
    for number, piece in enumerate(pieces):
        written = text[start : start + len(piece)]
        parts.append(format_html("<mark>{}</mark>", written) if number % 2 else format_html("{}", written))
        start += len(piece)
    return format_html_join("", "{}", ((part,) for part in parts))
