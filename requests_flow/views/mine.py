"""The needs of my enterprises: what a member sees after signing in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from requests_flow.models import Need
from requests_flow.outlook import outlook, pill_of
from requests_flow.reference import tidy

PER_PAGE = 25


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Open needs, or all with `?all=1`; `?q=` finds words or a number; `?cursor=` goes on from a need's number."""
    query, is_all = request.GET.get("q", "").strip(), "all" in request.GET
    needs = _asked(Need.objects.of_firms(request.user), query, is_all)
    page = list(_from(needs, request.GET.get("cursor", ""))[: PER_PAGE + 1])
    facts = {
        "rows": [_row(need) for need in page[:PER_PAGE]],
        "older": _address(request, cursor=page[PER_PAGE - 1].pk) if len(page) > PER_PAGE else "",
        "query": query,
        "is_all": is_all,
        "tabs": _tabs(request, is_all),
        "has_firm": bool(request.user.firms),
    }
    return render(request, "requests_flow/mine.html", facts)


def _asked(needs: Any, query: str, is_all: bool) -> Any:
    if not is_all:
        needs = needs.open()
    reference = tidy(query)
    if reference:
        return needs.filter(reference=reference)
    return needs.filter(search_text__finds=query) if query else needs


def _from(needs: Any, cursor: str) -> Any:
    """Newest first; after the need with that id."""
    rows = needs.select_related("merged_into", "enterprise").order_by("-pk")
    return rows.filter(pk__lt=int(cursor)) if cursor.isdecimal() and len(cursor) < 19 else rows


def _row(need: Need) -> dict[str, Any]:
    return {"need": need, "url": need.get_tracking_url(), "pill": pill_of(need), "outlook": outlook(need)}


def _tabs(request: HttpRequest, is_all: bool) -> list[dict[str, Any]]:
    here, query = reverse("requests_flow:mine"), request.GET.get("q", "")
    kept = {"q": query} if query else {}
    return [
        {"label": _("Open ones"), "url": _with(here, kept), "count": None, "is_current": not is_all},
        {"label": _("All of them"), "url": _with(here, kept | {"all": "1"}), "count": None, "is_current": is_all},
    ]


def _address(request: HttpRequest, **changed: Any) -> str:
    return _with(request.path, request.GET.dict() | changed)


def _with(path: str, facts: dict[str, Any]) -> str:
    return f"{path}?{urlencode(facts)}" if facts else path
