"""The sentence of a page that holds what was searched for, with the words marked (from the text as it is written)."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from parkdesk.core.search import fold

# Two Latin letters beside each other.
_LATIN = re.compile(r"[A-Za-z0-9]{2}")
BEFORE, LENGTH = 24, 120
# What a row of a page says in words; its other values are codes.
SAID = ("question", "answer", "name")


def excerpt(page: Any, query: str) -> SafeString:
    """At most a line or two around the first place that holds the query; the page's lead when its text does not."""
    terms = [term for term in fold(query).split() if term]
    texts = (text for text in (" ".join(text.split()) for text in _texts(page)) if text)
    first = next(texts, "")
    text = next((text for text in chain([first], texts) if _place(text, terms) >= 0), first)
    start, end = _cut(text, _place(text, terms))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    # Dots are put around what is marked already: folding writes them as three, and nothing would be marked.
    return format_html("{}{}{}", before, _marked(text[start:end].strip(), terms), after)


def _texts(page: Any) -> Iterator[str]:
    """What a page says, most telling first; what costs most to read comes last, and only if it is asked for."""
    for name in ("topic", "summary", "intro", "eligibility"):
        yield getattr(page, name, "")
    for row in (row for name in ("questions", "materials", "steps") for row in getattr(page, name, [])):
        yield " ".join(str(row.value[name]) for name in SAID if row.value.get(name))
    yield strip_tags(re.sub(r"</(?:p|li|h\d)>", " ", str(getattr(page, "body", ""))))
    if hasattr(page, "said_in"):
        yield from (page.said_in(language) for language in _the_readers_first())


def _the_readers_first() -> list[str]:
    running = get_language()
    return sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != running)


def _place(text: str, terms: list[str]) -> int:
    """Where the first of the terms stands; -1 for nowhere. Folding keeps the length of Chinese and plain Latin text."""
    folded = fold(text)
    places = [folded.find(term) for term in terms if term in folded]
    return min(places) if places else -1


def _cut(text: str, place: int) -> tuple[int, int]:
    """From where to where. Never inside a Latin word; Chinese may be cut anywhere."""
    start = max(0, place - BEFORE) if place > LENGTH - BEFORE else 0
    end = min(len(text), start + LENGTH)
    while 0 < start < len(text) and _is_inside_a_word(text, start):
        start -= 1
    while end < len(text) and _is_inside_a_word(text, end):
        end += 1
    return start, end


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
