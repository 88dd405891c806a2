"""The register of what a council agreed: who carries it out, by when, and how it stands."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import adopt
from councils.forms import minutes as forms
from councils.models import Council, Meeting, Resolution
from councils.sheet_words import listed
from councils.views.acts import Act, Place, buttons, take
from parkdesk.core.actors import is_person
from parkdesk.core.flow import advance

SHOWN = 200
PILLS = {Resolution.State.FULFILLED: "done", Resolution.State.ADOPTED: "wait"}


def _lapse(resolution: Resolution, *, note: str, by: Any) -> Resolution:
    return advance(resolution, "lapse", by=by, note=note)


ACTS = {
    "fulfil": Act(forms.FulfilForm, adopt.fulfil, "fulfil", is_main=True),
    "lapse": Act(forms.LapseForm, _lapse, "lapse"),
}


@require_safe
def resolutions(request: HttpRequest, park: str) -> HttpResponse:
    """All that a council agreed, what is due first on top; `?show=done` for what is over."""
    council = get_object_or_404(Council.objects.visible_to(request.user).select_related("park"), park__code=park)
    council.remember()
    agreed = council.resolutions.visible_to(request.user).standing()
    running = agreed.filter(state__in=("adopted", "in_force")).order_by("due_on", "pk")
    over = agreed.exclude(state__in=("adopted", "in_force")).order_by("-ended_at", "-pk")
    is_over = request.GET.get("show") == "done"
    rows = (over if is_over else running).select_related("unit", "agenda_item__meeting__minutes__council__park")
    facts = {
        "council": council,
        "lines": [_line(one, request.user) for one in rows.prefetch_related("supporting")[:SHOWN]],
        "tabs": _tabs(running.count(), over.count(), is_over),
        "is_over": is_over,
        "crumbs": [(_("Park councils"), reverse("councils:mine")), (council.park.name, council.get_absolute_url())],
    }
    return render(request, "councils/resolutions.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """It is done, or it has lapsed."""
    rows = Resolution.objects.visible_to(request.user).select_related("council__park", "unit")
    return take(request, get_object_or_404(rows, council__park__code=park, pk=pk), verb, PLACE)


def lines_of(meeting: Meeting, person: Any) -> list[dict[str, Any]]:
    """How what was agreed in a meeting stands; nothing before it is in force."""
    agreed = Resolution.objects.visible_to(person).filter(agenda_item__meeting=meeting, in_force_at__isnull=False)
    rows = agreed.select_related("unit", "council__park", "agenda_item__meeting").order_by("agenda_item__order")
    return [_line(one, None) | {"minutes": None} for one in rows.prefetch_related("supporting")]


def _line(one: Resolution, person: Any) -> dict[str, Any]:
    document = getattr(one.agenda_item.meeting, "minutes", None) if one.agenda_item_id else None
    return {
        "resolution": one,
        "others": listed(unit.display_name for unit in one.supporting.all()),
        "pill": PILLS.get(Resolution.State(one.state), ""),
        "buttons": buttons(one, person, PLACE) if is_person(person) else [],
        "minutes": document if document and document.number else None,
    }


def _tabs(running: int, over: int, is_over: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Being carried out"), "url": "?", "count": running, "is_current": not is_over},
        {"label": _("Done and over"), "url": "?show=done", "count": over, "is_current": is_over},
    ]


def _url(one: Resolution, verb: str) -> str:
    return reverse("councils:resolution_act", args=[one.council.park.code, one.pk, verb])


def _beside(one: Resolution) -> dict[str, Any]:
    register = (_("Resolutions"), reverse("councils:resolutions", args=[one.council.park.code]))
    return {"crumbs": [(one.council.park.name, one.council.get_absolute_url()), register], "resolution": one}


PLACE = Place("resolution", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside)
