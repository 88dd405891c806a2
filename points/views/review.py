"""Awards that a second person reviews: the list, one award, and writing one down by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import flow, idempotency
from parkdesk.core.act_forms import KeyForm
from parkdesk.core.models import Entry
from points import awards
from points.forms.review import ProposalForm, ReasonForm
from points.models import Award
from points.refusals import Refused

SHOWN = 50
ALONG = ("person", "rule_version", "rule", "proposed_by", "entry__actor", "entry__text")
# What may be asked for here: its form and the deed. What is reviewed goes on notice, or is posted when it is small.
DEEDS: dict[str, tuple[type[KeyForm], Callable[..., Award]]] = {
    "review": (KeyForm, awards.review),
    "refuse": (ReasonForm, awards.refuse),
}
OPEN_HERE = ("pass_on", "post", "refuse")


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
    """One award with what shows it; POST finds it right, or refuses it with a reason."""
    award = get_object_or_404(Award.objects.visible_to(request.user).select_related(*ALONG), pk=pk)
    verb = request.POST.get("verb", "")
    form = ReasonForm()
    if request.method == "POST" and verb in DEEDS:
        form = DEEDS[verb][0](request.POST)
        if form.is_valid():
            _take(award, verb, form, request)
            messages.success(request, _("Reviewed.") if verb == "review" else _("Refused."))
            return redirect("points:review")
    return render(request, "points/claim.html", _facts(request, award, form), status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """What no step of the house records is written down by one person and reviewed by another."""
    form = ProposalForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            _write_down(form, request)
        except Refused as refused:
            form.add_error("on", refused.reason)
        else:
            messages.success(request, _("Written down. Somebody else at the desk reviews it."))
            return redirect("points:review")
    facts = {"form": form, "crumbs": _crumbs()}
    return render(request, "points/proposal.html", facts, status=422 if form.errors else 200)


def _facts(request: HttpRequest, award: Award, form: KeyForm) -> dict[str, Any]:
    open_here = flow.open_steps(award, request.user, among=OPEN_HERE)
    said = Entry.objects.about(award).select_related("text", "actor")
    return {
        "award": award,
        "form": form,
        "may_review": bool({"pass_on", "post"} & set(open_here)),
        "may_refuse": "refuse" in open_here,
        "said": [one for one in said if one.words.get("evidence") or one.words.get("reason")],
        "key": idempotency.new_key(),
        "crumbs": _crumbs(),
    }


def _take(award: Award, verb: str, form: KeyForm, request: HttpRequest) -> None:
    """The deed, once for each press."""
    facts = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    key = form.cleaned_data["key"]

    def deed() -> str:
        return str(DEEDS[verb][1](award, by=request.user, **facts).pk)

    idempotency.once(f"points:award:{verb}", f"{award.pk}:{key}" if key else "", deed)


def _write_down(form: ProposalForm, request: HttpRequest) -> None:
    said = form.cleaned_data

    def deed() -> str:
        rule, how = said["rule"], {"on": said["on"], "evidence": said["evidence"]}
        return str(awards.propose(said["person"], rule, by=request.user, **how).pk)

    idempotency.once("points:propose", f"{request.user.pk}:{said['key']}" if said["key"] else "", deed)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Points to review"), reverse("points:review"))]
