"""Awards above the threshold: staff review them, the public reads them for three working days and may object."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import flow, idempotency, states
from parkdesk.core.actors import is_person
from points.forms.review import ObjectionForm, ReasonForm
from points.forms.rewards import KeyForm
from points.models import Award

SHOWN = 50
ALONG = ("person", "rule_version", "rule", "proposed_by", "entry__actor", "entry__text")
# What may be asked for here, with what it has to be told.
STEPS: dict[str, type[KeyForm]] = {"pass_on": KeyForm, "refuse": ReasonForm}


@login_required
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what stands on public notice."""
    rows = Award.objects.visible_to(request.user).select_related(*ALONG)
    facts = {"waiting": rows.to_review()[:SHOWN], "on_notice": rows.on_notice()[:SHOWN]}
    return render(request, "points/claims.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One award with what shows it; POST passes it on to the public notice, or refuses it with a reason."""
    award = get_object_or_404(Award.objects.visible_to(request.user).select_related(*ALONG), pk=pk)
    verb = request.POST.get("verb", "")
    form = ReasonForm()
    if request.method == "POST" and verb in STEPS:
        form = STEPS[verb](request.POST)
        if form.is_valid():
            _take(award, verb, form, request)
            messages.success(request, _("Passed on to public notice.") if verb == "pass_on" else _("Refused."))
            return redirect("points:review")
    open_here = flow.open_steps(award, request.user, among=STEPS)
    facts = {"award": award, "form": form, "open": open_here, "key": idempotency.new_key(), "crumbs": _crumbs()}
    return render(request, "points/claim.html", facts, status=422 if form.errors else 200)


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The public notice: for what, how many points, until when; names as far as the public needs them."""
    facts = {"awards": _on_notice()[:SHOWN], "may_object": is_person(request.user)}
    return render(request, "points/notice.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection sends the award back to review."""
    award = get_object_or_404(_on_notice(), pk=pk)
    form = ObjectionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        _take(award, "object", form, request)
        messages.success(request, _("Your objection is with the desk. The award is reviewed once more."))
        return redirect("points:notice")
    if not form.is_bound:
        _refuse_unless_open(award, request)
    facts = {"award": award, "form": form, "crumbs": [(_("On public notice"), reverse("points:notice"))]}
    return render(request, "points/objection.html", facts, status=422 if form.errors else 200)


def _on_notice() -> QuerySet[Award]:
    return Award.objects.on_notice().select_related("person", "rule_version")


def _refuse_unless_open(award: Award, request: HttpRequest) -> None:
    step = states.find(award, "object")
    if not step.may(award, request.user):
        raise flow.NotYours(award, "object")
    flow.refuse_unless_open(award, step)


def _take(award: Award, verb: str, form: KeyForm, request: HttpRequest) -> None:
    """The step, once for each press."""
    facts = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    key = form.cleaned_data["key"]

    def step() -> str:
        return str(flow.advance(award, verb, by=request.user, **facts).pk)

    idempotency.once(f"points:award:{verb}", f"{award.pk}:{key}" if key else "", step)


def _crumbs() -> list[tuple[str, Any]]:
    return [(_("Points to review"), reverse("points:review"))]
