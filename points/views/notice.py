"""The public notice: awards above the threshold, for three working days, and the objection of whoever knows better."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import clock, flow, idempotency, states
from points import awards
from points.forms.review import ReasonForm
from points.models import Award

SHOWN = 100


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """For what, how many points, until when; of names only as much as the public needs."""
    return render(request, "points/notice.html", {"awards": _on_notice()[:SHOWN]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection sends the award back to review."""
    award = get_object_or_404(_on_notice(), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        key, reason = form.cleaned_data["key"], form.cleaned_data["reason"]
        press = f"{request.user.pk}:{award.pk}:{key}" if key else ""
        idempotency.once(
            "points:object", press, lambda: str(awards.object_to(award, reason=reason, by=request.user).pk)
        )
        messages.success(request, _("Your objection is with the desk. The award is reviewed once more."))
        return redirect("points:notice")
    if not form.is_bound:
        _refuse_unless_open(award, request)
    facts = {"award": award, "form": form, "crumbs": [(_("On public notice"), reverse("points:notice"))]}
    return render(request, "points/objection.html", facts, status=422 if form.errors else 200)


def _on_notice() -> QuerySet[Award]:
    """By the clock: a notice that is over waits for its posting and shows no longer."""
    return Award.objects.on_notice().filter(notice_until__gt=clock.now()).select_related("person", "rule_version")


def _refuse_unless_open(award: Award, request: HttpRequest) -> None:
    step = states.find(award, "object")
    if not step.may(award, request.user):
        raise flow.NotYours(award, "object")
    flow.refuse_unless_open(award, step)
