"""Reasons as sentences, for the need's page and for the command."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from requests_flow.suggestion.judging import as_written
from requests_flow.suggestion.places import BUILDING
from requests_flow.suggestion.relating import DUPLICATE, Related, Report

A_DAY = 24


def because(words: Iterable[str]) -> str:
    """The words of the text that speak for a choice."""
    quoted = _quoted(words)
    return _("The text says %(words)s.") % {"words": quoted} if quoted else _("By the text as a whole.")


def relation_name(relation: str) -> str:
    return _("The same request again?") if relation == DUPLICATE else _("The same incident?")


def why_related(match: Related, report: Report, text: str) -> str:
    """What two needs have in common: who, where, when, and words of the newer one (`text` is folded)."""
    parts = [_("the same reporter or firm")] if match.is_same_reporter else []
    parts += [_place(kind, name) for kind, name in match.places]
    parts += [_time(match.hours)] if match.hours is not None else []
    words = _quoted(as_written(text, match.words, report.features))
    parts += [_("both say %(words)s") % {"words": words}] if words else []
    return pgettext("list", ", ").join(parts) if parts else _("By the text as a whole.")


def _place(kind: str, name: str) -> str:
    if kind == BUILDING:
        return _("building %(name)s") % {"name": name.upper()}
    return _("floor %(name)s") % {"name": name}


def _time(hours: float) -> str:
    if hours >= A_DAY:
        days = round(hours / A_DAY)
        return ngettext("%(days)s day apart", "%(days)s days apart", days) % {"days": days}
    if hours >= 1:
        return ngettext("%(hours)s hour apart", "%(hours)s hours apart", round(hours)) % {"hours": round(hours)}
    return _("within one hour")


def _quoted(words: Iterable[str]) -> str:
    return pgettext("list", ", ").join(pgettext("a quoted word", "“%(word)s”") % {"word": word} for word in words)
