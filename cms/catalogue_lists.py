"""The catalogue as a list: by category, narrowed by category, by kind of enterprise, by words."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from wagtail.query import PageQuerySet

from cms import finding
from cms.reading import for_readers
from cms.service_facts import days_in_words
from cms.words import Audience
from parkdesk.core import clock
from requests_flow.models import ServiceTerms
from requests_flow.words import Category

# The order of the catalogue; the last two categories of needs have no services.
CATEGORIES = [one for one in Category if one not in {Category.ENV, Category.OTH}]


class Row(NamedTuple):
    """One service in the list."""

    title: str
    address: str
    code: str
    days: str


class Shelf(NamedTuple):
    """A category and its services."""

    label: str
    rows: list[Row]


class Chip(NamedTuple):
    """One condition that can be set or taken away."""

    label: str
    url: str
    is_on: bool


def shown(pages: PageQuerySet, query: Mapping[str, str]) -> dict[str, Any]:
    """What the catalogue shows for an address: `q`, `category`, `for`. Values that mean nothing are left out."""
    asked = _asked(query)
    found = list(_with_terms(for_readers(pages)))
    kept = [page for page in found if _fits(page, asked)]
    if asked["q"]:
        order = {pk: place for place, pk in enumerate(finding.services(asked["q"]))}
        kept = sorted((page for page in kept if page.pk in order), key=lambda page: order[page.pk])
    return {
        "asked": asked,
        "total": len(found),
        "count": len(kept),
        "hits": [_row(page) for page in kept] if asked["q"] else [],
        "shelves": [] if asked["q"] else _shelves(kept),
        "audiences": _chips(found, asked),
        "category": Category(asked["category"]).label if asked["category"] else "",
        "kept": [(name, asked[name]) for name in ("category", "for") if asked[name]],
    }


def counted(pages: PageQuerySet) -> list[tuple[str, str, int]]:
    """Each category with its code, its word and how many services it has, for doors on the front page."""
    codes = list(for_readers(pages).values_list("category", flat=True))
    return [(one.value, str(one.label), codes.count(one.value)) for one in CATEGORIES if one.value in codes]


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    said = {name: (query.get(name) or "").strip()[:200] for name in ("q", "category", "for")}
    return said | {"category": said["category"] if said["category"] in Category.values else ""}


def _with_terms(pages: PageQuerySet) -> PageQuerySet:
    holding = ServiceTerms.objects.filter(service=OuterRef("service"), valid_from__lte=clock.today())
    promised = Subquery(holding.order_by("-valid_from").values("promised_half_days")[:1])
    fields = ("title", "url_path", "code", "category", "audience", "promised_days", "locale")
    return pages.annotate(half_days=promised).only(*fields).order_by("code")


def _fits(page: Any, asked: Mapping[str, str]) -> bool:
    if asked["category"] and page.category != asked["category"]:
        return False
    return not asked["for"] or asked["for"] in page.audience or "all" in page.audience


def _row(page: Any) -> Row:
    days = page.half_days / 2 if page.half_days else page.promised_days
    return Row(page.title, page.address, page.code, days_in_words(days))


def _shelves(pages: list[Any]) -> list[Shelf]:
    by_category = {one: [_row(page) for page in pages if page.category == one] for one in CATEGORIES}
    return [Shelf(str(one.label), rows) for one, rows in by_category.items() if rows]


def _chips(pages: list[Any], asked: Mapping[str, str]) -> list[Chip]:
    """The kinds of enterprise that some service is for; the chosen one leads back to all."""
    labels = dict(_audiences(pages))
    return [Chip(label, _url(asked, "" if asked["for"] == code else code), asked["for"] == code)
            for code, label in labels.items() if code != "all"]  # fmt: skip


def _audiences(pages: list[Any]) -> list[tuple[str, str]]:
    known = {code for page in pages for code in page.audience}
    return [(code, str(label)) for code, label in Audience.choices if code in known]


def _url(asked: Mapping[str, str], audience: str) -> str:
    said = {name: value for name, value in {**asked, "for": audience}.items() if value}
    return "?" + urlencode(said)
