"""The A4 sheet with a place code for a lobby: large, quiet, and hard to paste over unnoticed (domain 13)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop, override

from enterprises.models import PlaceCode
from parkdesk.core import pdf, qr
from parkdesk.core.words_of_time import long_day

FOLDER = Path(__file__).resolve().parent / "static" / "enterprises"
CSS, SMALL_CSS = FOLDER / "poster.css", FOLDER / "small.css"
SMALL_ON_A_PAGE = 6
MARK = Path(settings.ROOT) / "parkdesk" / "static" / "parkdesk" / "mark.svg"
_WORDS = {
    "call": gettext_noop("Scan and say what you need: no sign-in, no app"),
    "address": gettext_noop("The address after scanning must begin like this. If not, fill in nothing and ring us."),
    "phone": gettext_noop("Or ring the desk"),
    "danger": gettext_noop("Danger to life, or fire: ring 119, 120 or 110 first"),
}
_STEPS = (
    gettext_noop("Write one thing; photos help"),
    gettext_noop("Keep the number: it shows who does it and by when"),
    gettext_noop("When it is done, confirm and rate"),
)


class Both(NamedTuple):
    """A text in Chinese, and small beneath it in English."""

    zh: str
    en: str


def poster_sheet(codes: Iterable[PlaceCode], *, public_url: str) -> bytes:
    """A PDF with one A4 page for each code. `public_url` is the address of the desk as telephones reach it."""
    with override("zh-hans"):
        html = render_to_string("enterprises/poster.html", _facts(codes, public_url))
        return pdf.render(html, css=CSS, title=gettext("Posters with place codes"))


def small_sheet(codes: Iterable[PlaceCode], *, public_url: str) -> bytes:
    """A PDF with SMALL_ON_A_PAGE codes on an A4 page, to be cut out for doors, floors and tables."""
    with override("zh-hans"):
        facts = _facts(codes, public_url)
        facts["pages"] = [
            facts["posters"][start : start + SMALL_ON_A_PAGE]
            for start in range(0, len(facts["posters"]), SMALL_ON_A_PAGE)
        ]
        html = render_to_string("enterprises/small.html", facts)
        return pdf.render(html, css=SMALL_CSS, title=gettext("Place codes to cut out"))


def one_sheet(what: dict[str, str], *, call: str, steps: Iterable[str], public_url: str) -> bytes:
    """The same A4 page for something else than a place: `what` has a title and a path; call and steps are messages."""
    with override("zh-hans"):
        facts = _facts([], public_url)
        facts["words"] |= {"call": _both(call)}
        facts["steps"] = [_both(step) for step in steps]
        path = what["path"]
        alt = gettext("QR code of %(place)s: %(path)s") % {"place": what["title"], "path": path.rstrip("/")}
        facts["posters"] = [{"park": what["title"], "within": "", **_code(path, alt, public_url)}]
        html = render_to_string("enterprises/poster.html", facts)
        return pdf.render(html, css=CSS, title=what["title"])


def _facts(codes: Iterable[PlaceCode], public_url: str) -> dict[str, Any]:
    return {
        "posters": [_poster(code, public_url) for code in codes],
        "host": urlsplit(public_url).netloc,
        "words": {name: _both(words) for name, words in _WORDS.items()},
        "steps": [_both(step) for step in _STEPS],
        "desk": _both(settings.COMMUNITY["desk"]),
        "hours": _both(settings.COMMUNITY["hours"]),
        "mark": MARK.as_uri(),
        "landline": settings.COMMUNITY["landline"],
    }


def _poster(code: PlaceCode, public_url: str) -> dict[str, Any]:
    path = code.get_absolute_url()
    alt = gettext("QR code of %(place)s: %(path)s") % {"place": code.place_name, "path": path.rstrip("/")}
    return {
        "park": code.park.name,
        "within": " · ".join(filter(None, [code.building.name if code.building else "", code.spot])),
        "days": _days(code),
        **_code(path, alt, public_url),
    }


def _code(path: str, alt: str, public_url: str) -> dict[str, str]:
    picture = qr.data_uri(f"{public_url.rstrip('/')}{path}", border=0, dark="#0c2b25", light=None)
    return {"path": path.rstrip("/"), "alt": alt, "picture": picture}


def _days(code: PlaceCode) -> str:
    """The days of an event, as they are printed."""
    if not (code.starts_on and code.ends_on):
        return ""
    return "–".join(dict.fromkeys(long_day(day) for day in (code.starts_on, code.ends_on)))


def _both(words: Any) -> Both:
    """The same words in both languages, whichever is running; `words` is a message or a lazy one."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(gettext(words) if isinstance(words, str) else str(words))
    return Both(*said)
