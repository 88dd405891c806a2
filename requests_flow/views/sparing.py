"""What the plan of visits is told: not today, please do not visit, a safety round."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.models import Person
from enterprises.roles import DESK
from parkdesk.core import clock
from requests_flow import spare
from requests_flow.forms.sparing import RoundForm, SpareForm
from requests_flow.forms.visiting import firms_of
from requests_flow.models import SetAside, Sparing, Visit
from requests_flow.models.sparing import SparingQuerySet
from requests_flow.rounds import running_rounds

SHOWN = 20


@login_required
@require_POST
def not_today(request: HttpRequest, pk: int) -> HttpResponse:
    """This person's plan leaves the firm out until tomorrow; `undo` takes that back."""
    firm = get_object_or_404(firms_of(request.user), pk=pk)
    facts = {"person": request.user, "enterprise": firm, "on": clock.today()}
    if "undo" in request.POST:
        SetAside.objects.filter(**facts).delete()
    else:
        SetAside.objects.get_or_create(**facts)
    return redirect("requests_flow:visits")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spared(request: HttpRequest) -> HttpResponse:
    """Firms that are left in peace: the desk sees all and adds any, people of a firm their own."""
    _visible_to(request.user)
    form = SpareForm(request.POST if "reason" in request.POST else None, by=request.user)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        spare.spare(said["firm"], until=said["until"], reason=said["reason"], by=request.user)
        messages.success(request, _("Nobody calls uninvited until that day."))
        return redirect("requests_flow:visits_spared")
    return render(request, "requests_flow/visits_spared.html", _facts(request, form=form))


@login_required
@require_POST
def welcome(request: HttpRequest, pk: int) -> HttpResponse:
    """The firm may be visited again."""
    wish = get_object_or_404(_visible_to(request.user), pk=pk)
    spare.welcome(wish, by=request.user)
    messages.success(request, _("The firm may be visited again."))
    return redirect("requests_flow:visits_spared")


@login_required
@require_POST
def call_round(request: HttpRequest) -> HttpResponse:
    """The desk asks for a look at every firm."""
    form = RoundForm(request.POST)
    if not form.is_valid():
        return render(request, "requests_flow/visits_spared.html", _facts(request, round_form=form))
    spare.call_round(**form.cleaned_data, by=request.user)
    messages.success(request, _("The round stands in every plan from now on."))
    return redirect("requests_flow:visits_spared")


def _facts(request: HttpRequest, **forms: Any) -> dict[str, Any]:
    """The wishes for everybody; rounds and the last visits for the desk."""
    wishes = _visible_to(request.user).select_related("enterprise", "enterprise__park").order_by("until", "pk")
    facts = {"wishes": wishes, "form": SpareForm(by=request.user)}
    if request.user.wears(*DESK):
        facts |= {
            "rounds": running_rounds(clock.today()),
            "round_form": RoundForm(),
            "visits": Visit.objects.visible_to(request.user).select_related("enterprise", "park")[:SHOWN],
        }
    return facts | forms


def _visible_to(person: Person) -> SparingQuerySet:
    """The wishes that stand and that this person may know of; a page for nobody else."""
    standing = Sparing.objects.on(clock.today())
    if person.wears(*DESK):
        return standing
    if not person.firms:
        raise Http404
    return standing.filter(enterprise__in=person.firms)
