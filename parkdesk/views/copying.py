"""Texts for the official account (公众号): what is public already, ready to be copied into its editor by hand.

The editor there takes a title of 64 characters, a summary of 120 and one link at the foot ("阅读原文"); links in the
text are cut out. So each part stands in a field of its own, and the text has none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.models import NewsPage
from councils.models import Minutes
from parkdesk.core import words_of_time

TITLE, SUMMARY = 64, 120
SHOWN = 20


@dataclass(frozen=True)
class Copy:
    """One text, in its parts."""

    title: str
    summary: str
    body: str
    link: str


@dataclass(frozen=True)
class Row:
    """One thing that can be copied."""

    kind: str
    title: str
    day: date
    url: str


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """What became public lately, newest first."""
    rows = sorted([*_news(), *_minutes()], key=lambda row: row.day, reverse=True)[:SHOWN]
    return render(request, "parkdesk/copy_texts.html", {"rows": rows})


@require_safe
def text(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One text with its parts; Chinese, as the account is."""
    if kind not in MAKERS:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        copy = MAKERS[kind](pk)
    crumbs = [(_("Texts to copy"), reverse("copy_texts"))]
    return render(request, "parkdesk/copy_text.html", {"copy": copy, "crumbs": crumbs, "parts": _parts(copy)})


def _parts(copy: Copy) -> list[tuple[str, str, str, int]]:
    """Id, label, text and height of each field."""
    return [
        ("title", _("Title"), copy.title, 1),
        ("summary", _("Summary"), copy.summary, 3),
        ("body", _("Text"), copy.body, 14),
        ("link", _("Link at the foot (阅读原文)"), copy.link, 2),
    ]


def _live_news() -> Any:
    return NewsPage.objects.live().public().filter(locale__language_code=settings.LANGUAGE_CODE)


def _news() -> Iterator[Row]:
    for page in _live_news().order_by("-day", "-pk")[:SHOWN]:
        yield Row(_("News"), page.title, page.day, reverse("copy_text", args=["news", page.pk]))


def _minutes() -> Iterator[Row]:
    issued = Minutes.objects.filter(state=Minutes.State.ISSUED).select_related("council__park")
    for one in issued.order_by("-issued_at")[:SHOWN]:
        day = words_of_time.local(one.issued_at).date()
        yield Row(_("Minutes"), str(one), day, reverse("copy_text", args=["minutes", one.pk]))


def _of_news(pk: int) -> Copy:
    page = _live_news().filter(pk=pk).first()
    if page is None:
        raise Http404
    body = [page.intro, *_paragraphs(page.body), _foot()]
    return Copy(_cut(page.title, TITLE), _cut(page.intro, SUMMARY), "\n\n".join(body), _absolute(page.get_url()))


def _of_minutes(pk: int) -> Copy:
    one = Minutes.objects.filter(state=Minutes.State.ISSUED, pk=pk).select_related("council__park").first()
    if one is None:
        raise Http404
    title = str(one)
    said = _("The minutes were issued on %(day)s. Read them under the link at the foot.")
    summary = said % {"day": words_of_time.long_day(one.issued_at)}
    link = _absolute(one.get_absolute_url())
    return Copy(_cut(title, TITLE), _cut(summary, SUMMARY), "\n\n".join([title, summary, _foot()]), link)


MAKERS = {"news": _of_news, "minutes": _of_minutes}


def _paragraphs(html: str) -> list[str]:
    """The words of rich text, one entry a paragraph."""
    blocks = html.replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n").replace("</h2>", "\n")
    lines = (unescape(strip_tags(line)).strip() for line in blocks.split("\n"))
    return [line for line in lines if line]


def _foot() -> str:
    return f"{settings.COMMUNITY['desk']} {settings.COMMUNITY['landline']}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _absolute(path: str | None) -> str:
    return f"{settings.PUBLIC_URL}{path}" if path and path.startswith("/") else path or ""
