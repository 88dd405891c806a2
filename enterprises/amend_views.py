"""Correcting a firm's data, the desk's list of proposals, what changed when, and moves."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import amending, belonging, relocating
from enterprises.amend_forms import ApproveForm, CorrectForm, MoveForm, RefuseForm, WithdrawForm
from enterprises.contact_forms import ContactForm, ContactUnseenForm
from enterprises.models import Amendment, Enterprise, Person, Relocation
from enterprises.models.keeping import keeps
from enterprises.roles import DESK
from parkdesk.core.flow import NotNow, advance, refuse_unless_open
from parkdesk.core.states import find

COMPANY = "company"
SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """All fields of a firm; what differs is stored or proposed."""
    firm = get_object_or_404(belonging.kept_by(request.user), pk=pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, by=request.user, firm=firm)
    if form.is_bound and form.is_valid() and _stored(request, form, firm):
        return redirect("enterprises:history", firm.pk)
    return render(request, "enterprises/correct.html", _page(form, firm) | {"firm": firm})


def _stored(request: HttpRequest, form: CorrectForm, firm: Enterprise) -> bool:
    try:
        done = amending.correct(firm, form.values(), reason=form.cleaned_data["reason"], by=request.user)
    except NotNow as refused:
        form.add_error(None, refused.reason)
        return False
    waits = sum(one.state == Amendment.State.PROPOSED for one in done)
    if waits:
        messages.info(request, _("What is official waits for the desk; until then the old words stand."))
    elif done:
        messages.success(request, _("Saved."))
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The registered contact; only the firm's own administrator sees it unmasked."""
    firm = get_object_or_404(belonging.kept_by(request.user), pk=pk)
    kind = ContactForm if keeps(firm.pk, request.user) else ContactUnseenForm
    form = kind(request.POST if request.method == "POST" else None, by=request.user, firm=firm)
    if form.is_bound and form.is_valid():
        amending.correct_contact(firm, form.facts(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("enterprises:history", firm.pk)
    return render(request, "enterprises/act.html", _page(form, firm))


@login_required
@require_POST
def confirm_data(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it is still right."""
    firm = get_object_or_404(belonging.kept_by(request.user), pk=pk)
    amending.confirm_data(firm, by=request.user)
    messages.success(request, _("Confirmed. Thank you."))
    return redirect(COMPANY if firm.pk in request.user.firms else "enterprises:quality")


@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed in a firm's data, old and new, newest first; proposals with what became of them."""
    firm = get_object_or_404(belonging.readable_by(request.user), pk=pk)
    changes = Amendment.objects.visible_to(request.user).filter(enterprise=firm).select_related("by")
    moves = Relocation.objects.visible_to(request.user).filter(enterprise=firm)
    places = ("from_park", "from_building", "to_park", "to_building", "by")
    facts = {"firm": firm, "changes": changes[:SHOWN], "moves": moves.select_related(*places)[:SHOWN]}
    may_correct = belonging.kept_by(request.user).filter(pk=firm.pk).exists()
    facts |= {"members": belonging.members(firm) if request.user.wears(*DESK) else [], "may_correct": may_correct}
    return render(request, "enterprises/history.html", facts)


# --- the desk ----------------------------------------------------------------------------------------
@require_safe
def amendments(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for the desk, the oldest first, and what was decided lately."""
    seen = Amendment.objects.visible_to(request.user).select_related("enterprise__park", "by")
    decided = seen.filter(state__in=[Amendment.State.APPROVED, Amendment.State.REFUSED]).order_by("-ended_at")
    facts = {"waiting": seen.waiting().order_by("pk"), "decided": decided[:20], "me": request.user.pk}
    return render(request, "enterprises/amendments.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Approve, refuse with a reason, or take back; asks first."""
    if verb not in STEPS:
        raise Http404
    seen = Amendment.objects.visible_to(request.user).select_related("enterprise__park")
    one = get_object_or_404(seen, pk=pk)
    kind, act, home = STEPS[verb]
    form = kind(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        act(one, form.facts(), request.user)
        return redirect(home)
    if not form.is_bound:
        refuse_unless_open(one, find(one, verb))
    about = f"{one.get_field_display()}: {one.shown_old or '–'} → {one.shown_new or '–'}"
    facts = {"form": form, "home": reverse(home), "over": one.enterprise.name, "about": about}
    return render(request, "enterprises/act.html", facts)


Act = Callable[[Amendment, dict[str, Any], Person], Any]
STEPS: dict[str, tuple[Any, Act, str]] = {
    "approve": (ApproveForm, lambda one, said, by: amending.approve(one, by=by), "enterprises:amendments"),
    "refuse": (RefuseForm, lambda one, said, by: advance(one, "refuse", by=by, **said), "enterprises:amendments"),
    "withdraw": (WithdrawForm, lambda one, said, by: advance(one, "withdraw", by=by), COMPANY),
}


# --- moving ------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """The firm leaves, or sits elsewhere from today on."""
    firm = get_object_or_404(belonging.movable_by(request.user), pk=pk)
    form = MoveForm(request.POST if request.method == "POST" else None, by=request.user, firm=firm)
    if form.is_bound and form.is_valid() and _moved(request, form, firm):
        return redirect(COMPANY if firm.pk in request.user.firms else "enterprises:moves")
    return render(request, "enterprises/act.html", _page(form, firm))


def _moved(request: HttpRequest, form: MoveForm, firm: Enterprise) -> bool:
    said = form.facts()
    is_out, reason = said.pop("is_out"), said.pop("reason")
    try:
        if is_out:
            relocating.move_out(firm, reason=reason, by=request.user)
        else:
            relocating.move(firm, by=request.user, **said)
    except NotNow as refused:
        form.add_error(None, refused.reason)
        return False
    messages.success(request, _("Saved. It can be taken back for a day."))
    return True


@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """Who moved lately, with what can still be taken back."""
    seen = Relocation.objects.visible_to(request.user)
    places = ("enterprise", "from_park", "from_building", "to_park", "to_building", "by")
    return render(request, "enterprises/moves.html", {"moves": seen.select_related(*places)[:SHOWN]})


@login_required
@require_POST
def move_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """It was a mistake: everything as before."""
    one = get_object_or_404(Relocation.objects.visible_to(request.user).select_related("enterprise"), pk=pk)
    relocating.undo(one, by=request.user)
    messages.success(request, _("Taken back: everything is as it was."))
    is_ours = request.user.memberships.filter(enterprise=one.enterprise).exists()
    return redirect(COMPANY if is_ours else "enterprises:moves")


def _page(form: Any, firm: Enterprise) -> dict[str, Any]:
    return {"form": form, "over": firm.name, "home": reverse("enterprises:history", args=[firm.pk])}
