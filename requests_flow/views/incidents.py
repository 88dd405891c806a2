"""Incidents at the desk: the list, one with its needs, its steps; and following one from the page of a place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import flow, idempotency, states
from requests_flow import guards, incidents
from requests_flow import reference as references
from requests_flow.forms import incidents as forms
from requests_flow.joint_guards import may_open
from requests_flow.many import Fate
from requests_flow.masking import masked
from requests_flow.models import Incident, Joint, Need
from requests_flow.views.filters import desk_word
from requests_flow.words import Category

ENDED_SHOWN = 50
WORK: dict[str, Callable[..., Any]] = {
    "answer": incidents.answer,
    "end": incidents.end,
    "add": lambda incident, need, by: incidents.join(need, incident, by=by),
    "change": lambda incident, by, **facts: flow.advance(incident, "change", by=by, **facts),
}
# Adding a need is a step of the need; on the incident it is open as long as the incident is.
STANDS_FOR = {"add": "change"}


@login_required
@require_safe
def all_incidents(request: HttpRequest) -> HttpResponse:
    """What is going on, the newest first; what is over in a heap of its own."""
    seen = Incident.objects.visible_to(request.user)
    is_over = request.GET.get("tab") == "over"
    going_on = seen.open()
    rows = seen.filter(state=Incident.State.OVER).order_by("-ended_at") if is_over else going_on.order_by("-started_at")
    tabs = [
        {"label": _("Going on"), "url": "?tab=open", "count": going_on.count(), "is_current": not is_over},
        {"label": _("Over"), "url": "?tab=over", "count": None, "is_current": is_over},
    ]
    facts = {
        "tabs": tabs,
        "rows": rows.with_reports().select_related("park", "building")[:ENDED_SHOWN],
        "is_over": is_over,
        "crumbs": [(desk_word(), reverse("requests_flow:desk"))],
    }
    return render(request, "requests_flow/incidents.html", facts)


@login_required
@require_safe
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident: what the public reads, its needs, what can be done."""
    one = _find(request, pk)
    facts = {
        "incident": one,
        "needs": incidents.needs_of(one, request.user),
        "acts": _acts(one),
        "lines": incidents.lines(one),
        "joint": Joint.objects.visible_to(request.user).filter(incident=one).exists(),
        "may_call": one.is_open and may_open(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "requests_flow/incident.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    """Open one, from a need or from nothing."""
    need = _from_need(request)
    form = forms.OpenForm(
        request.POST if request.method == "POST" else None, by=request.user, need=need, initial=_initial(need)
    )
    if form.is_bound and form.is_valid():
        made, _is_new = idempotency.once(f"incident:{request.user.pk}", form.cleaned_data["key"], lambda: _open(form))
        messages.success(request, _("The incident is open: the page of the place shows it."))
        return redirect("requests_flow:incident", pk=int(made))
    facts = {"form": form, "need": need, "crumbs": _crumbs(), "home": reverse("requests_flow:incidents")}
    return render(request, "requests_flow/incident_step.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def incident_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of an incident, with a look at whom it reaches before it is taken."""
    one = _find(request, pk)
    if verb not in forms.STEPS:
        raise Http404
    flow.refuse_unless_open(one, states.find(one, STANDS_FOR.get(verb, verb)))
    form = forms.STEPS[verb](request.POST if request.method == "POST" else None, incident=one, by=request.user)
    if form.is_bound and form.is_valid():
        _take(request, form, verb)
        return redirect(one)
    reach = forms.REACH[verb](one, request.user) if verb in forms.REACH else None
    facts = {"form": form, "incident": one, "reach": reach, "crumbs": _crumbs(), "home": one.get_absolute_url()}
    return render(request, "requests_flow/incident_step.html", facts)


def _take(request: HttpRequest, form: forms.IncidentForm, verb: str) -> None:
    """Once per key; what could not be reached is said with its reason."""
    found: list[Fate] = []

    def work() -> str:
        fates = WORK[verb](form.incident, by=request.user, **form.facts())
        found.extend(fates if isinstance(fates, list) else [])
        return str(form.incident.pk)

    idempotency.once(f"incident:{verb}:{request.user.pk}", f"{form.incident.pk}:{form.cleaned_data['key']}", work)
    messages.success(request, _said(verb, form, found))
    for fate in found:
        if not fate.goes:
            messages.warning(request, f"{fate.need.reference}: {fate.why_not}")


def _said(verb: str, form: forms.IncidentForm, found: list[Fate]) -> str:
    if verb not in forms.REACH or not found:
        return _("%(deed)s: done.") % {"deed": form.label}
    count = sum(one.goes for one in found)
    return ngettext("%(count)s need was reached.", "%(count)s needs were reached.", count) % {"count": count}


def _find(request: HttpRequest, pk: int) -> Incident:
    seen = Incident.objects.visible_to(request.user).with_reports()
    return get_object_or_404(seen.select_related("park", "building", "opened_by"), pk=pk)


def _acts(one: Incident) -> list[dict[str, Any]]:
    if not one.is_open:
        return []
    return [
        {"label": form.label, "url": reverse("requests_flow:incident_step", args=[one.pk, verb]), "verb": verb}
        for verb, form in forms.STEPS.items()
    ]


def _crumbs() -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk")), (_("Incidents"), reverse("requests_flow:incidents"))]


def _open(form: forms.OpenForm) -> str:
    needs = [form.need] if form.need else []
    return str(incidents.open_for(form.sketch(), by=form.by, needs=needs).pk)


def _from_need(request: HttpRequest) -> Need | None:
    """The need in the address, if it may be seen and fits. Raises Http404, NotNow."""
    number = references.tidy(request.GET.get("need", ""))
    if not number:
        return None
    need = get_object_or_404(
        Need.objects.at_the_desk(request.user).select_related("park", "building"), reference=number
    )
    for guard in (guards.fits_an_incident, guards.is_in_no_incident):
        if not guard(need):
            raise flow.NotNow(need, "join", str(guard.reason))
    return need


def _initial(need: Need | None) -> dict[str, Any]:
    if need is None:
        return {}
    where = f"b:{need.building.code}" if need.building else f"p:{need.park_code}"
    return {"where": where, "category": need.category or Category.PRO, "title_zh": masked(need.title)}
