"""Calls due (回访): who is to be called about which result, the script of the call, and what came of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from requests_flow import calls
from requests_flow import reference as references
from requests_flow.forms import judging
from requests_flow.forms.steps import StepForm
from requests_flow.models import Need
from requests_flow.views.filters import desk_word
from requests_flow.views.steps import Counter, take_step
from requests_flow.words import State

STEPS: dict[str, type[StepForm]] = {
    "follow_up": judging.FollowUpForm,
    "call_back": judging.CallBackForm,
    "miss_call": judging.MissCallForm,
}


@login_required
@require_safe
def calls_due(request: HttpRequest) -> HttpResponse:
    """Whom this person may call today, the most urgent first."""
    found = [(one, verb_of(one.need)) for one in calls.due(request.user)]
    return render(request, "requests_flow/calls.html", {"calls": found, "crumbs": _crumbs()[:1]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_step(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """The script of one call, or the record that nobody was reached."""
    along = Need.objects.at_the_desk(request.user).select_related("park", "building", "enterprise", "contact")
    need = get_object_or_404(along, reference=references.tidy(ref))
    return take_step(request, need, verb, COUNTER)


def verb_of(need: Need) -> str:
    """A call about what is closed already does not close it."""
    return "call_back" if need.state == State.CLOSED else "follow_up"


def _crumbs() -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk")), (_("Calls due"), reverse("requests_flow:calls"))]


def _beside(request: HttpRequest, need: Need) -> dict[str, Any]:
    return {"call": calls.due_about(need), "contact": getattr(need, "contact", None), "crumbs": _crumbs()}


COUNTER = Counter(
    name="calls",
    forms=STEPS,
    page="requests_flow/call.html",
    part="requests_flow/call.html",
    home=lambda need: reverse("requests_flow:calls"),
    facts=_beside,
)
