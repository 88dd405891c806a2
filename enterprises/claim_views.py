"""Claiming a firm: find it, prove it or ask, and the list of those who answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises import belonging, claiming, finding
from enterprises.claim_forms import (
    AskAdministratorForm,
    AskPeopleForm,
    ConfirmClaimForm,
    DigitsForm,
    RefuseClaimForm,
    SaidForm,
    WithdrawClaimForm,
    shown_in_demonstration,
)
from enterprises.models import Enterprise, FirmClaim
from parkdesk.core import codes, limits
from parkdesk.core.actors import is_person
from parkdesk.core.flow import advance, refuse_unless_open
from parkdesk.core.states import find as find_step

Way = FirmClaim.Way
SHOWN = 8
KEPT = "claim_asked"
LOOKS_AN_HOUR, LOOKS_AN_ADDRESS, FIRMS_AN_HOUR, HOUR = 60, 600, 120, timedelta(hours=1)
COMPANY = "company"


@require_safe
def claim(request: HttpRequest) -> HttpResponse:
    """Find the own firm by any part of its name, its initials or its credit code; at most SHOWN are named."""
    query = request.GET.get("q", "").strip()
    found: list[Enterprise] = []
    if len(query) >= finding.SHORTEST_NAME:
        _count_look(request)
        found = list(finding.firms(query)[: SHOWN + 1])
    waiting = FirmClaim.objects.visible_to(request.user).open().filter(person=request.user.pk)
    facts = {"query": query, "found": found[:SHOWN], "is_more": len(found) > SHOWN}
    return render(request, "enterprises/claim.html", facts | {"waiting": waiting.select_related("enterprise__park")})


def _count_look(request: HttpRequest) -> None:
    """Nobody leafs through the directory here."""
    address = request.META.get("REMOTE_ADDR", "")
    mine = {f"claimlook:{request.user.pk}": LOOKS_AN_HOUR} if is_person(request.user) else {}
    limits.hit_each(mine | {f"claimlook:at:{address}": LOOKS_AN_ADDRESS}, window=HOUR)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_firm(request: HttpRequest, pk: int) -> HttpResponse:
    """How this firm can be claimed, or how my claim stands."""
    firm = get_object_or_404(Enterprise.objects.select_related("park").exclude(status="moved_out"), pk=pk)
    elsewhere = _elsewhere(request, firm)
    if elsewhere:
        return redirect(elsewhere)
    # Its address is a number: whoever counts upwards would read all names, and half of each contact's number.
    limits.hit(f"claimfirm:{request.user.pk}", limit=FIRMS_AN_HOUR, window=HOUR)
    if request.method == "POST":
        return _asked(request, firm)
    return render(request, "enterprises/claim_firm.html", _ways(request, firm, None))


def _elsewhere(request: HttpRequest, firm: Enterprise) -> str:
    """Where this page is not for its reader: to an account first, to the own firm, to the claims one answers."""
    if not is_person(request.user):
        return f"{reverse('enterprises:claim_account')}?{urlencode({'next': request.path})}"
    if belonging.membership_of(request.user, firm):
        return COMPANY
    answers = FirmClaim.objects.to_answer(request.user).filter(enterprise=firm).exists()
    return "enterprises:claims" if answers else ""


def _ways(request: HttpRequest, firm: Enterprise, form: Any) -> dict[str, Any]:
    """What the page offers: the way that is open, and the one by people beside a code."""
    way, address = claiming.way_open_to(firm), claiming.address_of(firm)
    mine = FirmClaim.objects.filter(person=request.user, enterprise=firm).first()
    return {
        "firm": firm,
        "mine": mine,
        "way": way,
        "hint": claiming.hint_of(address) if address else "",
        "form": form or _kind(way)(by=request.user),
        "is_waiting": bool(mine and mine.state == mine.State.ASKED and mine.way != Way.CODE),
        "crumbs": [(_("Claim your firm"), reverse("enterprises:claim"))],
    }


def _asked(request: HttpRequest, firm: Enterprise) -> HttpResponse:
    """`way=code` sends the digits; every other way wants a sentence for those who decide."""
    if request.POST.get("way") == Way.CODE:
        return _send(request, claiming.ask(firm, way=Way.CODE, by=request.user))
    way = _people(firm)
    form = _kind(way)(request.POST, by=request.user)
    if not form.is_valid():
        return render(request, "enterprises/claim_firm.html", _ways(request, firm, form))
    claiming.ask(firm, way=way, said=form.cleaned_data["said"], by=request.user)
    messages.success(request, _("Asked. The answer comes to your page."))
    return redirect("enterprises:claim_firm", firm.pk)


def _kind(way: str) -> type[SaidForm]:
    return AskAdministratorForm if way == Way.ADMINISTRATOR else AskPeopleForm


def _people(firm: Enterprise) -> str:
    return Way.ADMINISTRATOR if belonging.administrators(firm).exists() else Way.PEOPLE


def _send(request: HttpRequest, one: FirmClaim) -> HttpResponse:
    if one.way != Way.CODE:
        return redirect("enterprises:claim_firm", one.enterprise_id)
    digits = codes.new_digits()
    try:
        request.session[KEPT] = claiming.send_code(one, digits).keep()
    except codes.NotSent:
        messages.error(request, _("The message did not go out. Try again later, or ask the desk."))
        return redirect("enterprises:claim_firm", one.enterprise_id)
    if codes.is_shown_here():
        messages.info(request, shown_in_demonstration(digits))
    return redirect("enterprises:claim_code", one.enterprise_id)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the digits that the firm's contact read out."""
    mine = FirmClaim.objects.open().select_related("enterprise", "person")
    one = get_object_or_404(mine, person=request.user, enterprise=pk, way=Way.CODE)
    asked = codes.Asked.read(request.session.get(KEPT), claiming.purpose_of(one))
    if asked is None:
        messages.error(request, _("The code has run out. Ask for a new one."))
        return redirect("enterprises:claim_firm", pk)
    form = DigitsForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        done = claiming.try_code(one, asked, form.cleaned_data["code"], by=request.user)
        if done:
            return _entered(request, done)
        form.add_error("code", _("This is not the code that was sent."))
    facts = {"form": form, "home": reverse("enterprises:claim_firm", args=[pk]), "over": one.enterprise.name}
    return render(request, "enterprises/act.html", facts)


def _entered(request: HttpRequest, one: FirmClaim) -> HttpResponse:
    del request.session[KEPT]
    if one.state != FirmClaim.State.CONFIRMED:
        messages.info(request, _("Somebody became administrator meanwhile; they are asked about you."))
        return redirect("enterprises:claim_firm", one.enterprise_id)
    messages.success(request, _("The page of %(firm)s is yours to keep.") % {"firm": one.enterprise})
    return redirect(COMPANY)


# --- those who answer --------------------------------------------------------------------------------
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Claims that wait for this person's word, and what was answered lately."""
    seen = FirmClaim.objects.visible_to(request.user).select_related("enterprise__park", "person")
    answered = seen.filter(state__in=[FirmClaim.State.CONFIRMED, FirmClaim.State.REFUSED])
    waiting = FirmClaim.objects.to_answer(request.user).select_related("enterprise__park", "person")
    facts = {"waiting": waiting.order_by("answer_by", "pk"), "answered": answered.order_by("-ended_at")[:20]}
    return render(request, "enterprises/claims.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm, refuse with a reason, or take one's own back; asks first."""
    if verb not in STEPS:
        raise Http404
    seen = FirmClaim.objects.visible_to(request.user).select_related("enterprise__park", "person")
    one = get_object_or_404(seen, pk=pk)
    kind, act, home = STEPS[verb]
    form = kind(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        done = act(one, form.facts(), request.user)
        if verb == "confirm" and done.state == FirmClaim.State.ASKED:
            messages.info(request, _("The firm has an administrator meanwhile, who is asked now."))
        return redirect(home)
    if not form.is_bound:
        refuse_unless_open(one, find_step(one, verb))
    facts = {"form": form, "home": reverse(home), "over": f"{one.person} · {one.enterprise}", "about": one.said}
    return render(request, "enterprises/act.html", facts)


Act = Callable[[FirmClaim, dict[str, Any], Any], Any]
STEPS: dict[str, tuple[Any, Act, str]] = {
    "confirm": (ConfirmClaimForm, lambda one, said, by: claiming.confirm(one, by=by), "enterprises:claims"),
    "refuse": (RefuseClaimForm, lambda one, said, by: advance(one, "refuse", by=by, **said), "enterprises:claims"),
    "withdraw": (WithdrawClaimForm, lambda one, said, by: advance(one, "withdraw", by=by), "enterprises:claim"),
}
