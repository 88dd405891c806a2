"""Patrol rounds of a park: the list with its figures, one round, laying out and changing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Park, Person
from enterprises.roles import DESK, ON_SITE, Role
from parkdesk.core import idempotency
from parkdesk.core.flow import NotNow
from parkdesk.core.words_of_time import short_day
from requests_flow import patrol_week, patrolling
from requests_flow.forms.patrols import CLOCK, PatrolForm, stop_set, way_of
from requests_flow.models import Patrol, Walk
from requests_flow.patrol_words import DAYS

# So many weeks stand on the page of a round.
WEEKS = 4
WALKS_SHOWN = 10


@login_required
@require_safe
def patrols(request: HttpRequest) -> HttpResponse:
    """The rounds of my parks, or of all; each with how often it was walked this week."""
    rows = Patrol.objects.in_use().visible_to(request.user).select_related("park").order_by("park__code", "starts_at")
    facts = {
        "rounds": patrol_week.rounds(rows),
        "parks": _parks(request.user),
        "is_desk": request.user.wears(*DESK),
        "crumbs": crumbs(request.user),
    }
    return render(request, "requests_flow/patrols.html", facts)


@login_required
@require_safe
def patrol(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: its points, its weeks, and what I walked of it."""
    one = _visible(request, pk)
    weeks = patrol_week.rounds([one], WEEKS)[0].weeks
    facts = {
        "patrol": one,
        "days": _days_in_words(one),
        "heads": [_("Week from"), pgettext("days of a week", "in the plan"), pgettext("days of a week", "walked")],
        "rows": [(short_day(week.monday), week.due, week.walked) for week in weeks],
        "points": one.points.filter(removed_at=None).select_related("place_code__building", "place_code__park"),
        "walks": Walk.objects.visible_to(request.user).finished().filter(patrol=one)[:WALKS_SHOWN],
        "may_walk": one.retired_at is None and one.park_id in request.user.parks(*ON_SITE),
        "may_keep": one.retired_at is None and patrolling.may_keep(request.user, one.park),
        "crumbs": [*crumbs(request.user), (_("Rounds"), reverse("requests_flow:patrols"))],
    }
    return render(request, "requests_flow/patrol.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def patrol_new(request: HttpRequest) -> HttpResponse:
    """A new round of `?park=`, one of those that this person keeps."""
    park = get_object_or_404(_parks(request.user), code=request.GET.get("park", ""))
    return _form_page(request, park)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def patrol_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, time and points of a round that stands."""
    one = _kept(request, pk)
    return _form_page(request, one.park, one)


@login_required
@require_POST
def patrol_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody sets out on it from now on; its figures stay."""
    patrolling.retire(_kept(request, pk), by=request.user)
    messages.success(request, _("The round is not walked any more."))
    return redirect("requests_flow:patrols")


def crumbs(person: Person) -> list[tuple[str, str]]:
    """The page above: of those who walk a park, and of the desk."""
    if person.wears(*ON_SITE):
        return [(_("On site"), reverse("requests_flow:visits"))]
    return [(_("Visits"), reverse("requests_flow:visits_spared"))]


def _form_page(request: HttpRequest, park: Park, one: Patrol | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = PatrolForm(sent, initial=_initial(one))
    stops = stop_set(sent, park=park, patrol=one)
    if form.is_bound and form.is_valid() & stops.is_valid() and (stored := _stored(request, form, stops, park, one)):
        messages.success(request, _("The round is kept."))
        return redirect("requests_flow:patrol", pk=stored)
    facts = {"form": form, "stops": stops, "park": park, "patrol": one}
    facts["crumbs"] = [*crumbs(request.user), (_("Rounds"), reverse("requests_flow:patrols"))]
    return render(request, "requests_flow/patrol_form.html", facts)


def _stored(request: HttpRequest, form: PatrolForm, stops: Any, park: Park, one: Patrol | None) -> str:
    """The key of the round, stored once a press; empty when its name is taken, which is said at the form."""
    way, by = way_of(form, stops), request.user

    def store() -> str:
        done = patrolling.change(one, way, by=by) if one else patrolling.lay_out(way, park=park, by=by)
        return str(done.pk)

    try:
        return idempotency.once(f"patrol:{by.pk}", form.cleaned_data["key"], store)[0]
    except NotNow as not_now:
        form.add_error("name", not_now.reason)
        return ""


def _initial(one: Patrol | None) -> dict[str, Any]:
    if one is None:
        return {}
    names = ("name", "when", "days", "minutes")
    window = {"starts_at": one.starts_at.strftime(CLOCK), "ends_at": one.ends_at.strftime(CLOCK)}
    return {name: getattr(one, name) for name in names} | window


def _parks(person: Person) -> Any:
    """The parks whose rounds this person lays out."""
    parks = Park.objects.order_by("code")
    return parks if person.wears(*DESK) else parks.filter(pk__in=person.parks(Role.PARK_LEADER))


def _days_in_words(one: Patrol) -> str:
    return _(", ").join(str(word) for day, word in DAYS if day in one.days)


def _visible(request: HttpRequest, pk: int) -> Patrol:
    rows = Patrol.objects.visible_to(request.user).select_related("park")  # type: ignore[arg-type]
    return get_object_or_404(rows, pk=pk)


def _kept(request: HttpRequest, pk: int) -> Patrol:
    """404 for a round that is not theirs to see, or stands no more; 404 as well for one that others keep."""
    rows = Patrol.objects.in_use().kept_by(request.user).select_related("park")  # type: ignore[arg-type]
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one
