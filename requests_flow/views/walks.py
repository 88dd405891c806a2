"""Walking a round with the phone in hand: set out, tick point by point, finish. Works without scripts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import places
from enterprises.access import employers
from enterprises.models import PlaceCode
from enterprises.roles import ON_SITE
from parkdesk.core import idempotency
from parkdesk.core.flow import advance
from parkdesk.core.gone import Gone
from requests_flow import patrol_week, patrolling
from requests_flow.forms.patrols import FineForm, SeenForm, SkipForm
from requests_flow.models import CheckPoint, Patrol, Walk
from requests_flow.patrol_words import Outcome
from requests_flow.views.patrols import crumbs

STEPS = {"finish": Walk.State.FINISHED, "drop": Walk.State.DROPPED}


@login_required
@require_POST
def patrol_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Set out; a second press finds the same walk."""
    rows = Patrol.objects.filter(park__in=request.user.parks(*ON_SITE)).select_related("park")
    return redirect(patrolling.set_out(get_object_or_404(rows, pk=pk), by=request.user))


@login_required
@require_safe
def walk(request: HttpRequest, pk: int) -> HttpResponse:
    """The points in their order with what is ticked; `?code=` goes to the point where a code hangs."""
    one = _visible(request, pk)
    typed = request.GET.get("code", "").strip()
    if typed and (point := patrol_week.point_at(one, code) if (code := _code(typed)) else None):
        return redirect("requests_flow:walk_tick", pk=one.pk, point=point.pk)
    facts = {
        "walk": one,
        "patrol": one.patrol,
        "lines": (lines := _lines(one)),
        "sums": _sums(lines),
        "typed": typed,
        "has_codes": any(line["point"].place_code_id for line in lines),
        "crumbs": [*crumbs(request.user), (_("Rounds"), reverse("requests_flow:patrols"))],
    }
    return render(request, "requests_flow/walk.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def walk_tick(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """One point: all right, something seen, or left out. Each press leads back to the round."""
    one = _visible(request, pk)
    stop = get_object_or_404(patrol_week.points_of(one), pk=point)
    if request.method != "POST" and not one.is_under_way:
        return redirect(one)
    asked = _forms(request)
    chosen = asked.get(request.POST.get("outcome", "")) if request.method == "POST" else None
    if chosen is not None and chosen.is_valid():
        _tick_once(request, one, stop, chosen)
        return redirect(one)
    facts = {
        "walk": one,
        "point": stop,
        "tick": one.ticks.filter(point=stop).select_related("need").first(),
        "seen": asked[Outcome.SEEN],
        "skip": asked[Outcome.SKIPPED],
        "is_tied": bool(employers(request.user)),
        "crumbs": [*crumbs(request.user), (one.patrol.name, one.get_absolute_url())],
    }
    return render(request, "requests_flow/walk_tick.html", facts)


@login_required
@require_POST
def walk_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Finish the round, or give it up; pressed twice it is done once."""
    one = _visible(request, pk)
    if verb not in STEPS:
        raise Http404
    if one.state == STEPS[verb]:
        return redirect(one)
    advance(one, verb, by=request.user)
    if verb == "finish":
        return redirect(one)
    messages.success(request, _("The round is given up. What you raised on the way stays."))
    return redirect("requests_flow:visits")


def _visible(request: HttpRequest, pk: int) -> Walk:
    rows = Walk.objects.visible_to(request.user).select_related("patrol", "patrol__park")  # type: ignore[arg-type]
    return get_object_or_404(rows, pk=pk)


def _code(typed: str) -> PlaceCode | None:
    try:
        return places.find_live(typed)
    except (places.UnknownCode, Gone):
        return None


def _lines(one: Walk) -> list[dict[str, Any]]:
    """Each point with its tick; the first without one is where the thumb goes next."""
    ticks = {tick.point_id: tick for tick in one.ticks.select_related("need")}
    lines = [{"point": point, "tick": ticks.get(point.pk), "is_next": False} for point in patrol_week.points_of(one)]
    for line in lines:
        if line["tick"] is None:
            line["is_next"] = one.is_under_way
            break
    return lines


def _sums(lines: list[dict[str, Any]]) -> dict[str, int]:
    """How many points there are, how many were ticked, and how many of them as what."""
    found = [line["tick"].outcome for line in lines if line["tick"]]
    counts = {outcome.value: found.count(outcome) for outcome in Outcome}
    percent = len(found) * 100 // len(lines) if lines else 0
    return counts | {"ticked": len(found), "points": len(lines), "percent": percent}


def _forms(request: HttpRequest) -> dict[str, Any]:
    """The three forms of a point; only the one that was sent is bound."""

    def sent(outcome: str) -> Any:
        return request.POST if request.method == "POST" and request.POST.get("outcome") == outcome else None

    is_tied = bool(employers(request.user))  # type: ignore[arg-type]
    files = request.FILES or None if sent(Outcome.SEEN) is not None else None
    return {
        Outcome.FINE: FineForm(sent(Outcome.FINE)),
        Outcome.SEEN: SeenForm(sent(Outcome.SEEN), files, is_tied=is_tied),
        Outcome.SKIPPED: SkipForm(sent(Outcome.SKIPPED)),
    }


def _tick_once(request: HttpRequest, one: Walk, stop: CheckPoint, form: Any) -> None:
    key = form.cleaned_data["key"]
    idempotency.once(f"tick:{one.pk}", key, lambda: str(patrolling.tick(one, stop, form.found(), by=request.user).pk))
