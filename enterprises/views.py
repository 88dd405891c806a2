"""Scanned codes, and the desk's list of places with their posters."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises import places as work
from enterprises import scans
from enterprises.models import Park, PlaceCode
from enterprises.place_views import refuse_others
from parkdesk.core import clock
from parkdesk.core.gone import Gone

# What an address may ask for. `complete` is asked of a park, the others of a code.
STEPS: dict[str, Callable[..., Any]] = {
    "replace": work.replace_code,
    "revoke": work.revoke_code,
    "complete": work.complete_codes,
}


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """A code on a wall was scanned: on to the page that its purpose opens, in the language of the reader.

    This address knows no language, so the cookie decides, then what the browser accepts (decisions 19).
    """
    language = get_language_from_request(request)
    with override(language):
        response = _answer(request, code)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    try:
        code = work.find_live(text)
    except work.UnknownCode:
        return render(request, "enterprises/code_unknown.html", {"code": text[:20]}, status=404)
    except Gone as gone:
        return render(request, "enterprises/code_revoked.html", {"reason": gone.reason}, status=410)
    if code.is_over(clock.today()):
        return render(request, "enterprises/code_over.html", {"code": code, "form_url": _door(code)}, status=410)
    if request.method == "GET":
        scans.count(code)
    return HttpResponseRedirect(_door(code))


def _door(code: PlaceCode) -> str:
    door = reverse(settings.PLACE_CODE_DOORS[code.purpose])
    return f"{door}?{urlencode({'place': code.code})}"


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """All places by park with their codes; `?q=` finds parks by name, code or sub-district."""
    refuse_others(request)
    query = request.GET.get("q", "").strip()
    shelves = [{"park": park, "codes": park.codes, "missing": _missing(park)} for park in _parks(query)]
    facts = {"shelves": shelves, "query": query, "figures": settings.PLACE_CODE_FIGURES}
    return render(request, "enterprises/places.html", facts)


def _parks(query: str) -> QuerySet[Park]:
    codes = PlaceCode.objects.select_related("park", "building", "replaced_by").order_by(
        "building__code", "-created_at"
    )
    parks = Park.objects.prefetch_related("buildings", Prefetch("place_codes", codes, to_attr="codes"))
    if not query:
        return parks
    return parks.filter(
        Q(name__icontains=query) | Q(code__iexact=query) | Q(place_codes__code__iexact=query)
    ).distinct()


def _missing(park: Any) -> int:
    """How many places of a park have no living code."""
    live = {code.building_id for code in park.codes if not code.revoked_at and code.kind == PlaceCode.Kind.PLACE}
    wanted = {building.pk for building in park.buildings.all()} or {None}
    return len(wanted - live)


def place_step(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """One step of a code (replace, revoke) or of a park (complete): asks first, then does it."""
    refuse_others(request)
    thing = _thing(code, verb)
    park = thing if isinstance(thing, Park) else thing.park
    if request.method != "POST":
        return render(request, "enterprises/place_step.html", _question(thing, park, verb))
    STEPS[verb](thing, by=request.user)
    return redirect(f"{reverse('enterprises:places')}?{urlencode({'q': park.code})}")


def _thing(code: str, verb: str) -> Any:
    if verb not in STEPS:
        raise Http404
    if verb == "complete":
        return get_object_or_404(Park, code=code)
    return get_object_or_404(PlaceCode.objects.select_related("park", "building"), code=code)


def _question(thing: Any, park: Park, verb: str) -> dict[str, Any]:
    """What the page of a step asks, and what follows from it."""
    facts = {"code": getattr(thing, "code", ""), "place": getattr(thing, "place_name", park.name)}
    titles = {
        "replace": _("Give %(place)s a new code?"),
        "revoke": _("Take down the code %(code)s?"),
        "complete": _("Make codes for all places of %(place)s?"),
    }
    consequences = {
        "replace": _("The old poster still works and leads to the new code. Print the new poster and hang it up."),
        "revoke": _(
            "Whoever scans the poster reads that it is out of use. This cannot be undone; a new code can be made."
        ),
        "complete": _("Each place without a code gets one. Then print the posters."),
    }
    deeds = {"replace": _("Make the new code"), "revoke": _("Take the code down"), "complete": _("Make the codes")}
    return {
        "title": titles[verb] % facts,
        "consequence": consequences[verb],
        "deed": deeds[verb],
        "place": facts["place"],
        "park": park,
        "is_final": verb == "revoke",
    }
