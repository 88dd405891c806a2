"""What units are asked about cases: the page of one question, and every act on it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import advising
from councils.forms import advice as forms
from councils.models import Advice, Case
from councils.views.acts import Act, Place, buttons, take

ALONG = ("case__council__park", "case__need", "unit")
ACTS = {
    "give": Act(forms.GiveForm, advising.give, "give", is_main=True),
    "drop": Act(forms.DropForm, None, "drop"),
}


@login_required
@require_safe
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    """One question to one unit, and its answer; the way to the case for those alone who may read it."""
    one = _find(request, pk)
    may_read = Case.objects.visible_to(request.user).filter(pk=one.case_id).exists()
    facts = {"advice": one, "buttons": buttons(one, request.user, PLACE), "may_read": may_read, "crumbs": _crumbs()}
    return render(request, "councils/advice.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Answered, or taken back."""
    return take(request, _find(request, pk), verb, PLACE)


def _find(request: HttpRequest, pk: int) -> Advice:
    return get_object_or_404(Advice.objects.visible_to(request.user).select_related(*ALONG), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    home = (_("Park councils"), reverse("councils:mine"))
    return [home, (_("What is carried out"), reverse("councils:actions"))]


def _url(one: Advice, verb: str) -> str:
    return reverse("councils:advice_act", args=[one.pk, verb])


def _beside(one: Advice) -> dict[str, Any]:
    return {"crumbs": _crumbs(), "quote": one.question}


PLACE = Place("advice", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside)
