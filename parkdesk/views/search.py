"""One search over what the site publishes (decisions 21, 22)."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms import finding
from cms.excerpts import excerpt
from cms.finding import BY_CODE, KINDS, PER_PAGE
from parkdesk.core import paging


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`q` in all kinds of pages, or in the kind that is asked for; best first."""
    query = request.GET.get("q", "").strip()
    found = finding.find(query)
    chosen = BY_CODE.get(request.GET.get("kind", ""))
    hits = [hit for hit in found.hits if chosen in (None, hit.kind)]
    shown = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    facts = {
        "query": query,
        "is_close": found.is_close,
        "results": _results(shown.object_list, query),
        "tabs": _tabs(found, chosen, query),
        "pages": paging.around(shown, {"q": query, **({"kind": chosen.code} if chosen else {})}),
    }
    return render(request, "parkdesk/search.html", facts)


def _results(hits: list[finding.Hit], query: str) -> list[dict[str, Any]]:
    kinds = {hit.pk: hit.kind for hit in hits}
    return [
        {"page": page, "kind": kinds[page.pk].label, "excerpt": excerpt(page, query)} for page in finding.pages_of(hits)
    ]


def _tabs(found: finding.Found, chosen: finding.Kind | None, query: str) -> list[dict[str, Any]]:
    """One tab for all kinds and one for each that has hits, with their counts."""
    counts = {kind: sum(hit.kind == kind for hit in found.hits) for kind in KINDS}
    kinds = [kind for kind, count in counts.items() if count]
    if len(kinds) < 2:
        return []
    rows = [(None, len(found.hits)), *((kind, counts[kind]) for kind in kinds)]
    address = reverse("search")
    return [
        {
            "label": kind.label if kind else "",
            "count": count,
            "url": f"{address}?" + urlencode({"q": query, **({"kind": kind.code} if kind else {})}),
            "is_current": kind == chosen,
        }
        for kind, count in rows
    ]
