"""The list of all councils and the page of one: a public part for everybody, a part for those who sit in it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councils import actions, cases, composition, in_public, meetings, membership, portrait, seat_page, waits
from councils.coverage import Coverage
from councils.models import Council, RuleSet
from parkdesk.core import clock, paging
from parkdesk.core.search import fold

A_PAGE = 31


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My councils first, then all; `?q=` finds a park, `?coverage=missed` those that miss the percentage."""
    held_to, query = RuleSet.current(clock.today()), request.GET.get("q", "").strip()
    councils = list(Council.objects.visible_to(request.user).select_related("park"))
    found = composition.coverages(councils)
    missed = [one for one in councils if not found[one.pk].meets(held_to.coverage_percent)]
    is_missed = request.GET.get("coverage") == "missed"
    asked = [one for one in (missed if is_missed else councils) if _fits(one, query)]
    page = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    seats = membership.seats_of(request.user)
    facts = {
        "query": query,
        "waits": waits.of(request.user) if request.user.is_authenticated else [],
        "carried_out": actions.became(request.user) if seats else [],
        "is_missed": is_missed,
        "rules": held_to,
        "mine": [{"url": one.council.get_absolute_url(), "seat": one} for one in seats],
        "rows": _rows(list(page), found, held_to),
        "tabs": _tabs(len(councils), len(missed), is_missed),
        "kept": [("coverage", "missed")] if is_missed else [],
        **paging.around(page, request.GET.dict()),
    }
    return render(request, "councils/councils.html", facts)


@require_safe
def council(request: HttpRequest, park: str) -> HttpResponse:
    """One council: who sits in it, how the park's firms are spoken for, what it is at and what it agreed."""
    one = get_object_or_404(Council.objects.visible_to(request.user).select_related("park"), park__code=park)
    members, seats = one.remember(), list(one.seats.all())
    seen = cases.on_the_page(one, request.user)
    facts = {
        "council": one,
        "seats": len(seats),
        "benches": portrait.benches(seats, members),
        "mine": next((seat for seat in members if seat.person_id == request.user.pk), None),
        "cases": seen,
        "meetings": meetings.on_the_page(one, request.user),
        "public": {} if seen["is_inside"] else in_public.on_the_page(one),
        "crumbs": [(_("Park councils"), reverse("councils:mine"))],
        **seat_page.at_a_glance(one, members),
    }
    return render(request, "councils/council.html", facts)


def _fits(one: Council, query: str) -> bool:
    """By any name of the park or by its code; width, case and traditional forms do not matter."""
    if not query:
        return True
    wanted = fold(query).replace(" ", "")
    names = (one.park.code, one.park.name, *one.park.aliases)
    return any(wanted in fold(name).replace(" ", "") for name in names)


def _rows(councils: list[Council], found: dict[int, Coverage], held_to: RuleSet) -> list[dict[str, Any]]:
    facts = composition.standings(councils)
    return [portrait.row(one, found[one.pk], facts[one.pk], held_to) for one in councils]


def _tabs(total: int, missed: int, is_missed: bool) -> list[dict[str, Any]]:
    here = reverse("councils:mine")
    without = f"{here}?coverage=missed"
    return [
        {"label": _("All councils"), "url": here, "count": total, "is_current": not is_missed},
        {"label": _("Types without a voice"), "url": without, "count": missed, "is_current": is_missed},
    ]
