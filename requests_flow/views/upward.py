"""Requests upwards and sideways: the register, a new one, one with its steps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Person
from parkdesk.core import flow, idempotency, states
from requests_flow import guards, upward
from requests_flow import reference as references
from requests_flow.forms.upward import STEPS, SendForm, UpwardForm
from requests_flow.models import Need, UpwardRequest
from requests_flow.views.buttons import Button
from requests_flow.views.filters import desk_word

SHOWN = 200
ENDED_SHOWN = 30


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Whom we asked and have to ask again, the most urgent first; below it what was answered."""
    seen = UpwardRequest.objects.visible_to(request.user).select_related("need__park")
    facts = {
        "open": seen.open().order_by("chase_due_at")[:SHOWN],
        "ended": seen.filter(ended_at__isnull=False).order_by("-ended_at")[:ENDED_SHOWN],
        "crumbs": _crumbs()[:1],
    }
    return render(request, "requests_flow/upward_register.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a request on record that has gone out about a need."""
    need = get_object_or_404(Need.objects.at_the_desk(request.user), reference=references.tidy(ref))
    if not guards.sits_at_the_desk(need, request.user):
        raise Http404
    form = SendForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"upward:{need.pk}:{request.user.pk}"
        pk, _new = idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(upward.send(need, form.letter(), by=form.by).pk)
        )
        messages.success(request, _("The request is on record."))
        return redirect("requests_flow:upward", pk=pk)
    facts = {"form": form, "need": need, "home": need.get_absolute_url(), "crumbs": _crumbs()}
    return render(request, "requests_flow/step.html", facts)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with what can be done about it now."""
    found = _find(request, pk)
    facts = {"request_upwards": found, "buttons": _buttons(found, request.user), "crumbs": _crumbs()}
    return render(request, "requests_flow/upward.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Asked again, answered, given up."""
    found = _find(request, pk)
    if verb not in STEPS:
        raise Http404
    form = STEPS[verb](request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"upward:{verb}:{found.pk}", form.cleaned_data["key"], lambda: _take(found, verb, form))
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        return redirect(found.get_absolute_url())
    flow.refuse_unless_open(found, states.find(found, verb))
    facts = {"form": form, "need": found.need, "home": found.get_absolute_url(), "crumbs": _crumbs()}
    return render(request, "requests_flow/step.html", facts)


def _take(found: UpwardRequest, verb: str, form: UpwardForm) -> str:
    return str(flow.advance(found, verb, by=form.by, **form.facts()).pk)


def _buttons(found: UpwardRequest, person: Person) -> list[Button]:
    verbs = [verb for verb in STEPS if verb in flow.open_steps(found, person, among=STEPS)]
    return [
        Button(
            verb=verb,
            label=STEPS[verb].label,
            url=reverse("requests_flow:upward_act", args=[found.pk, verb]),
            is_final=STEPS[verb].is_final,
            is_main=verb == verbs[0],
        )
        for verb in verbs
    ]


def _find(request: HttpRequest, pk: int) -> UpwardRequest:
    seen = UpwardRequest.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("need__park", "need__building", "sent_by"), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk")), (_("Asked upwards"), reverse("requests_flow:upwards"))]
