"""A part of a need that another unit leads: accept it, give it back, report what was done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Person
from parkdesk.core import flow, idempotency, states
from parkdesk.core.flow import advance
from requests_flow import parts
from requests_flow.forms.parts import STEPS, PartForm
from requests_flow.models import Part
from requests_flow.views.buttons import Button, is_one_press

SHOWN = 100
ALONG = ("need__park", "need__building", "need__unit", "unit", "handler")


def parts_of(person: Person) -> list[Part]:
    """The open parts of a person's units, those to accept first."""
    mine = Part.objects.of_units(person).open().select_related(*ALONG)
    return list(mine.order_by("accepted_at", "accept_due_at")[:SHOWN])


@login_required
@require_safe
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """One part as its unit may see it: never who reported."""
    one = _find(request, pk)
    facts = {"part": one, "need": one.need, "buttons": _buttons(one, request.user), "crumbs": _crumbs()}
    return render(request, "requests_flow/part.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Accept, give back, report."""
    one = _find(request, pk)
    if verb not in STEPS:
        raise Http404
    form = STEPS[verb](request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"part:{verb}:{one.pk}", form.cleaned_data["key"], lambda: _take(one, verb, form))
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        return redirect("requests_flow:tasks" if verb == "return" else one.get_absolute_url())
    flow.refuse_unless_open(one, states.find(one, verb))
    facts = {"form": form, "need": one.need, "is_masked": True, "home": one.get_absolute_url(), "crumbs": _crumbs()}
    return render(request, "requests_flow/step.html", facts)


def _take(one: Part, verb: str, form: PartForm) -> str:
    done = parts.accept(one, by=form.by) if verb == "accept" else advance(one, verb, by=form.by, **form.facts())
    return str(done.pk)


def _buttons(one: Part, person: Person) -> list[Button]:
    verbs = flow.open_steps(one, person, among=STEPS)
    return [
        Button(
            verb=verb,
            label=STEPS[verb].label,
            url=reverse("requests_flow:part_step", args=[one.pk, verb]),
            key=idempotency.new_key() if is_one_press(STEPS[verb]) else "",
            is_main=verb == verbs[0],
        )
        for verb in verbs
    ]


def _find(request: HttpRequest, pk: int) -> Part:
    return get_object_or_404(Part.objects.of_units(request.user).select_related(*ALONG), pk=pk)


def _crumbs() -> list[tuple[str, Any]]:
    return [(_("Tasks"), reverse("requests_flow:tasks"))]
