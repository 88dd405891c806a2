"""Words that make a resolution empty (domain.md 6): it needs one outcome, one lead and one date. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

# As soon as possible, urgently, in due time, in principle, let us study it.
VAGUE = ("尽快", "抓紧", "适时", "原则上", "研究研究", "as soon as possible", "in principle", "in due course")


def vague_words(text: str) -> list[str]:
    """Those of VAGUE that stand in the text, in their order."""
    lower = text.lower()
    return [word for word in VAGUE if word in lower]


def lint(texts: Iterable[str]) -> str:
    """One sentence of advice, or nothing: it warns and never refuses."""
    found = list(dict.fromkeys(word for text in texts for word in vague_words(text)))
    if not found:
        return ""
    words = ", ".join(f"“{word}”" for word in found)
    return _("%(words)s cannot be checked. Say what is there on that day.") % {"words": words}
