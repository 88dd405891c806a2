"""The simple needs of a park for the members of its council: a list to read, and a voice for raising one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import membership, raising, within_reach
from councils.forms import tiers as forms
from councils.models import Council, Voice
from councils.views.acts import Act, Place, take
from parkdesk.core import paging
from requests_flow import reference
from requests_flow.masking import masked
from requests_flow.models import Need

A_PAGE = 25
ACTS = {
    "ask": Act(forms.AskForm, raising.ask, "ask"),
    "take_back": Act(forms.TakeBackForm, raising.take_back, "take_back"),
}


@login_required
@require_safe
def simple(request: HttpRequest, park: str) -> HttpResponse:
    """What is handled at once in this park: still open, asked to be raised, closed within the last 7 days."""
    council = _mine(request, park)
    heap, words = request.GET.get("show", ""), request.GET.get("q", "").strip()
    heap = heap if heap in raising.HEAPS else raising.HEAPS[0]
    council.remember()
    heaps = raising.listed(council, request.user)
    found = raising.matching(heaps[heap], words) if words else heaps[heap]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "council": council,
        "heap": heap,
        "query": words,
        "kept": [("show", heap)],
        "tabs": _tabs(heaps, heap),
        "rows": raising.rows(page, council, membership.seat_of(request.user, council)),
        "here": reverse("councils:simple", args=[park]),
        "crumbs": _crumbs(council)[:-1],
        **paging.around(page, request.GET.dict()),
    }
    return render(request, "councils/simple.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, ref: str, verb: str) -> HttpResponse:
    """Ask to raise one of them, or take that back."""
    council = _mine(request, park)
    seen = Need.objects.filter(within_reach.of_park(request.user, council)).select_related("park")
    need = get_object_or_404(seen, reference=reference.tidy(ref) or "")
    seat = membership.seat_of(request.user, council)
    if seat is None:
        raise Http404
    seat.council = council
    voice = Voice(need=need, representative=seat)
    if verb == "take_back":
        mine = Voice.objects.filter(need=need, representative=seat).select_related(
            "need__park", "representative__council__park"
        )
        voice = get_object_or_404(mine.order_by("-pk")[:1])
    return take(request, voice, verb, PLACE)


def _mine(request: HttpRequest, park: str) -> Council:
    """The council, for those who sit in it, and members whose substitute sits for them; 404 for everybody else."""
    return get_object_or_404(Council.objects.of(request.user).select_related("park"), park__code=park)


def _tabs(heaps: dict[str, Any], heap: str) -> list[dict[str, Any]]:
    words = {"open": _("In hand"), "asked": _("Asked to be raised"), "done": _("Closed within 7 days")}
    return [
        {"label": words[name], "url": f"?show={name}", "count": heaps[name].count(), "is_current": name == heap}
        for name in raising.HEAPS
    ]


def _crumbs(council: Council) -> list[tuple[str, str]]:
    home = (_("Park councils"), reverse("councils:mine"))
    here = (_("Simple needs of the week"), reverse("councils:simple", args=[council.park.code]))
    return [home, (council.name, council.get_absolute_url()), here]


def _url(voice: Voice, verb: str) -> str:
    return reverse("councils:simple_act", args=[voice.park_code, voice.need.reference, verb])


def _home(voice: Voice) -> str:
    return reverse("councils:simple", args=[voice.park_code])


def _beside(voice: Voice) -> dict[str, Any]:
    return {"crumbs": _crumbs(voice.representative.council), "quote": masked(voice.need.title)}


PLACE = Place("voice", ACTS, _url, _home, facts=_beside)
