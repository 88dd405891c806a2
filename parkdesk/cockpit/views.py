"""The cockpit's first page and the list behind each figure."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from parkdesk.cockpit.figures import BY_CODE, CHOICES, MEASURES, Measure, View
from parkdesk.cockpit.units import standings
from parkdesk.core import clock
from requests_flow import came_back, links
from requests_flow.cursors import Cursor, Page, Segment, page
from requests_flow.models import Need

SIZE = 25
NEWEST_FIRST = (Segment(Q(), "submitted_at", is_descending=True),)


@require_safe
def cockpit(request: HttpRequest) -> HttpResponse:
    """Five figures as of today, each a link to its list."""
    view = View.of(request.GET.get("span"), clock.now())
    facts = {
        "view": view,
        "tiles": [_tile(view, one) for one in MEASURES],
        "choices": _choices(view, request.path),
    }
    return render(request, "parkdesk/cockpit.html", facts)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The lights of each unit, and beside them what came back: green alone would reward closing early."""
    view = View.of(request.GET.get("span"), clock.now())
    facts = {
        "view": view,
        "standings": standings(view),
        "definition": came_back.DEFINITION,
        "choices": _choices(view, request.path),
        "crumbs": [(_("Cockpit"), reverse("cockpit") + f"?span={view.choice.code}")],
    }
    return render(request, "parkdesk/cockpit_units.html", facts)


@require_safe
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """The needs that a figure counts, newest first: those that this person may read, and how many more there are."""
    if code not in BY_CODE:
        raise Http404
    measure, view = BY_CODE[code], View.of(request.GET.get("span"), clock.now())
    total = view.count(measure)
    seen = view.rows(measure).filter(pk__in=Need.objects.visible_to(request.user).order_by().values("pk"))
    rows = page(seen.select_related("park"), NEWEST_FIRST, Cursor.read(request.GET.get("cursor", "")), SIZE)
    addresses = links.pages_of(request.user, [need.pk for need in rows.rows])
    readable = seen.order_by().count()
    facts = {
        "measure": measure,
        "view": view,
        "total": total,
        "kept": total - readable,
        "rows": [(need, addresses.get(need.pk, "")) for need in rows.rows],
        "pages": _pages(rows, readable, view),
        "choices": _choices(view, request.path),
        "crumbs": [(_("Cockpit"), reverse("cockpit") + f"?span={view.choice.code}")],
    }
    return render(request, "parkdesk/cockpit_list.html", facts)


def _tile(view: View, measure: Measure) -> dict[str, Any]:
    number, base = view.count(measure), view.base(measure)
    return {
        "label": measure.label,
        "number": number,
        "unit": pgettext("count", "needs") if base is None else _("of %(base)s needs") % {"base": base},
        "url": f"{reverse('cockpit_list', args=[measure.code])}?span={view.choice.code}",
        "note": "" if base is None else _share(number, base),
        "definition": measure.definition,
    }


def _share(number: int, base: int) -> str:
    """The percentage beside its two numbers; nothing where there is nothing to divide by."""
    return f"{100 * number / base:.0f}%" if base else _("none yet")


def _choices(view: View, path: str) -> list[dict[str, Any]]:
    return [{"label": one.label, "url": f"{path}?span={one.code}", "is_current": one == view.choice} for one in CHOICES]


def _pages(rows: Page, total: int, view: View) -> dict[str, str]:
    if not rows.rows:
        return {}
    numbers = {"first": rows.first, "last": rows.last, "total": total}

    def address(cursor: Cursor | None) -> str:
        return "?" + urlencode({"span": view.choice.code, "cursor": str(cursor)}) if cursor else ""

    says = _("%(first)s–%(last)s of %(total)s") % numbers
    return {"says": says, "newer": address(rows.newer), "older": address(rows.older)}
