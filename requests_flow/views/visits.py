"""Visits on site: volunteers and park leaders confirm with their own eyes what was reported in their park."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Person
from enterprises.roles import ON_SITE, Role
from parkdesk.core import flow, states
from parkdesk.core.models import Entry
from requests_flow import cards, duty_counts, patrol_week, planning, roster
from requests_flow import reference as references
from requests_flow.forms.steps import ConfirmFactsForm
from requests_flow.models import Need, Visit
from requests_flow.models.queries import NeedQuerySet
from requests_flow.timeline import timeline
from requests_flow.views.steps import Counter, pictures_of, take_step
from requests_flow.words import Category

VERB = "confirm_facts"
# What eyes can settle comes first.
TO_BE_SEEN = (Category.PRO, Category.SAF, Category.ENV)
SHOWN = 50
MINE_SHOWN = 10


@login_required
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Needs of my parks that somebody could look at, and what I confirmed lately. Without lights: no pressure here."""
    mine = _mine(request.user)
    seen = {entry.subject_id for entry in mine}
    needs = list(_confirmable(request.user).exclude(pk__in=seen).select_related("park", "building")[:SHOWN])
    facts = {
        "plan": planning.plan(request.user),
        "today": patrol_week.today_of(request.user),
        "on_duty": roster.on_duty(request.user),
        "progress": duty_counts.progress(request.user),
        "cards": [cards.card_of(need) for need in cards.raised_by(request.user)[: cards.SHOWN]],
        "needs": needs,
        "mine": _with_titles(request.user, mine),
        "logged": Visit.objects.of(request.user).select_related("enterprise")[:MINE_SHOWN],
        "is_leader": request.user.wears(Role.PARK_LEADER),
        "parks": sorted({hat.place_name for hat in request.user.hats if hat.park and hat.role in ON_SITE}),
    }
    return render(request, "requests_flow/visits.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, ref: str) -> HttpResponse:
    """One need on site: what was reported, and the form for what is to be seen."""
    rows = Need.objects.on_site(request.user).select_related("park", "building")
    one = get_object_or_404(rows, reference=references.tidy(ref))
    if request.method == "POST" or VERB in flow.open_steps(one, request.user, among=[VERB]):
        return take_step(request, one, VERB, COUNTER)
    return render(request, "requests_flow/visit.html", {"need": one, **_beside(request, one)})


@login_required
@require_safe
def card(request: HttpRequest, ref: str) -> HttpResponse:
    """The picture of a need that this person raised, to forward into a group."""
    one = get_object_or_404(cards.raised_by(request.user), reference=references.tidy(ref))
    return HttpResponse(
        cards.picture_of(cards.card_of(one)),
        content_type="image/png",
        headers={"Content-Disposition": f'inline; filename="{one.reference}.png"', "Cache-Control": "no-store"},
    )


def _confirmable(person: Person) -> NeedQuerySet:
    """Open needs of the person's parks at a point where a look helps; what eyes can settle first, newest first."""
    by_eye = Case(When(category__in=TO_BE_SEEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    states_ = sorted(states.sources(Need, VERB))
    return Need.objects.on_site(person).open().filter(state__in=states_).order_by(by_eye, "-submitted_at", "-pk")


def _mine(person: Person) -> list[Entry]:
    verb = f"{Need._meta.app_label}.{Need._meta.model_name}.{VERB}"
    entries = Entry.objects.filter(Q(actor=person) & Q(verb=verb)).select_related("text")
    return list(entries.order_by("-at", "-pk")[:MINE_SHOWN])


def _with_titles(person: Person, entries: list[Entry]) -> list[dict[str, Any]]:
    """Each confirmation with the title of its need, as long as the person may still know of it."""
    needs = Need.objects.on_site(person).in_bulk({entry.subject_id for entry in entries})
    return [
        {
            "title": needs[entry.subject_id].title,
            "ref": needs[entry.subject_id].reference,
            "at": entry.at,
            "note": entry.note,
        }
        for entry in entries
        if entry.subject_id in needs
    ]


def _beside(request: HttpRequest, one: Need) -> dict[str, Any]:
    lines = timeline(one, public=True)
    return {
        "pictures": pictures_of(lines),
        "lines": [line for line in lines if line.step == VERB],
        "crumbs": [(_("On site"), reverse("requests_flow:visits"))],
        "here": _("Confirm on site"),
    }


COUNTER = Counter(
    name="visits",
    forms={VERB: ConfirmFactsForm},
    page="requests_flow/visit.html",
    part="requests_flow/visit.html",
    home=lambda one: reverse("requests_flow:visits"),
    facts=_beside,
)
