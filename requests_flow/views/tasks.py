"""Orders of a unit: to accept, in hand, waiting, done lately. A unit never reads who reported."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import clock
from requests_flow import checklist, outlook
from requests_flow import reference as references
from requests_flow.forms import handling
from requests_flow.forms import steps as forms
from requests_flow.models import Need
from requests_flow.timeline import Line, timeline
from requests_flow.views.buttons import buttons
from requests_flow.views.parts import parts_of
from requests_flow.views.steps import Counter, open_verbs, pictures_of, take_step
from requests_flow.words import STOPPED, State

STEPS: dict[str, type[forms.StepForm]] = {
    "accept": forms.AcceptForm,
    "return": forms.ReturnForm,
    "resolve": forms.ResolveForm,
    "resume": forms.ResumeForm,
    "inform": forms.InformForm,
    "ask": forms.AskForm,
    "correct": handling.CorrectForm,
    "wait": forms.WaitForm,
    "ask_extension": forms.AskExtensionForm,
    "explain": handling.ExplainForm,
    "ask_support": handling.AskSupportForm,
    "hand_down": handling.HandDownForm,
    "transfer": handling.TransferForm,
}
IN_ITS_PLACE = {"tick": handling.TickForm}
# What can be done from the list without opening the order.
ON_THE_LIST = frozenset({"accept", "return", "resolve", "resume"})
# Internal lines that are between the desk and the unit; the desk's own notes stay with the desk.
BETWEEN_US = frozenset(
    {"return", "ask_extension", "refuse_extension", "ask_support", "hand_down", "transfer", "explain"}
)
NOTED_BY_THE_DESK = frozenset({"triage", "follow_up", "call_back", "call_again"})
SHOWN = 100
DONE_SHOWN = 10
DONE_LATELY = timedelta(days=14)


@login_required
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The first page of a unit, red first."""
    mine = Need.objects.of_units(request.user).select_related("park", "building", "unit")
    orders = list(mine.open().filter(resolved_at__isnull=True).red_first()[: SHOWN + 1])
    done = mine.filter(resolved_at__gte=clock.now() - DONE_LATELY).order_by("-resolved_at")[:DONE_SHOWN]
    facts = {
        "heaps": [heap for heap in _heaps(request, orders[:SHOWN]) if heap["orders"]],
        "done": done,
        "parts": parts_of(request.user),
        "has_more": len(orders) > SHOWN,
    }
    return render(request, "requests_flow/tasks.html", facts)


@login_required
@require_safe
def task(request: HttpRequest, ref: str) -> HttpResponse:
    """One order as its unit may see it."""
    one = _find(request, ref)
    lines = timeline(one, public=False)
    facts = {
        "need": one,
        "buttons": _buttons(request, one, STEPS),
        "pill": outlook.pill_of(one),
        "pictures": pictures_of(lines),
        "checklist": checklist.of(one),
        "parts": one.parts_given,
        "tick_at": "requests_flow:task_step" if open_verbs(one, request.user, IN_ITS_PLACE) else "",
        "lines": _of_the_unit(lines),
        "crumbs": _crumbs(),
    }
    return render(request, "requests_flow/task.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_step(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Every step that a unit takes."""
    return take_step(request, _find(request, ref), verb, COUNTER)


def _heaps(request: HttpRequest, orders: list[Need]) -> list[dict[str, Any]]:
    heaps = {"accept": [], "hand": [], "wait": []}
    for one in orders:
        open_here = {verb: form for verb, form in STEPS.items() if verb in ON_THE_LIST}
        heaps[_heap_of(one)].append((one, _buttons(request, one, open_here)))
    words = {"accept": _("To accept"), "hand": _("In hand"), "wait": _("Waiting, the clock stands still")}
    return [{"name": name, "title": words[name], "orders": some} for name, some in heaps.items()]


def _heap_of(one: Need) -> str:
    if one.state == State.TRANSFERRED:
        return "accept"
    return "wait" if one.state in STOPPED else "hand"


def _buttons(request: HttpRequest, one: Need, forms_: dict[str, type[forms.StepForm]]) -> list[Any]:
    return buttons(one, open_verbs(one, request.user, forms_), forms_, route="requests_flow:task_step")


def _of_the_unit(lines: Iterable[Line]) -> list[Line]:
    """What a unit may read of what happened."""
    return [
        replace(line, words=[]) if line.step in NOTED_BY_THE_DESK else line
        for line in lines
        if not line.is_internal or line.step in BETWEEN_US
    ]


def _find(request: HttpRequest, ref: str) -> Need:
    """The order with this reference, if it lies with a unit of this person. Raises Http404."""
    along: QuerySet = Need.objects.of_units(request.user).select_related(
        "park", "building", "unit", "handler", "service"
    )
    return get_object_or_404(along, reference=references.tidy(ref))


def _home(one: Need) -> str:
    """The order while it lies with the unit, else the list: what was given back cannot be seen any more."""
    fresh = Need.objects.filter(pk=one.pk).values_list("unit", flat=True).first()
    return reverse("requests_flow:task", args=[one.reference]) if fresh else reverse("requests_flow:tasks")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Tasks"), reverse("requests_flow:tasks"))]


def _beside(request: HttpRequest, one: Need) -> dict[str, Any]:
    crumbs = [*_crumbs(), (one.reference, reverse("requests_flow:task", args=[one.reference]))]
    return {"is_masked": True, "crumbs": crumbs}


COUNTER = Counter(
    name="tasks",
    forms=STEPS | IN_ITS_PLACE,
    page="requests_flow/step.html",
    part="requests_flow/step.html",
    home=_home,
    facts=_beside,
)
