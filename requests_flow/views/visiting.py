"""Putting a visit on record, on a phone in the doorway; the firm says yes to it; a slip is taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import places
from enterprises.access import employers
from enterprises.models import PlaceCode
from enterprises.roles import ON_SITE
from parkdesk.core import addresses, files, idempotency, qr
from parkdesk.core.actors import Holder
from parkdesk.core.flow import NotNow, advance, open_steps
from requests_flow import planning, visiting
from requests_flow.forms.visiting import LogVisitForm, firm_at, firms_of, heard_set, wishes
from requests_flow.models import Need, Visit
from requests_flow.visit_sheet import firms_sheet, sheet
from requests_flow.who import hat_of, titled


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a visit; `?enterprise=` or a door's `?place=` chooses the firm. Each thing heard becomes a need."""
    sent = request.POST if request.method == "POST" else None
    is_tied, code = bool(employers(request.user)), _code(request)
    form = LogVisitForm(sent, request.FILES or None, by=request.user, code=code, initial=_initial(request, code))
    heard = heard_set(sent, is_tied=is_tied)
    if form.is_bound and form.is_valid() & heard.is_valid() and (visit := _stored(request, form, heard)):
        return redirect(visit)
    facts = {"form": form, "heard": heard, "is_tied": is_tied, "code": code, "crumbs": _crumbs()}
    if firm := form.initial.get("enterprise"):
        facts["last"] = planning.last_contact(firm)
    return render(request, "requests_flow/visit_new.html", facts)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """What opens the form of a visit without network, where a browser has service workers."""
    facts = {"form": reverse("requests_flow:visit_new"), "home": reverse("requests_flow:visits")}
    page = render(request, "requests_flow/visits_worker.js", facts, content_type="text/javascript; charset=utf-8")
    page["Cache-Control"] = "no-cache"
    return page


def _crumbs() -> list[tuple[str, str]]:
    return [(_("On site"), reverse("requests_flow:visits"))]


def _code(request: HttpRequest) -> PlaceCode | None:
    """The scanned door, as long as it is one of this person's parks."""
    text = request.GET.get("place", "").strip().upper()
    code = places.as_of_late(text) if text else None
    return code if code and code.park_id in request.user.parks(*ON_SITE) else None


def _initial(request: HttpRequest, code: PlaceCode | None) -> dict[str, Any]:
    number = request.GET.get("enterprise", "")
    asked = firms_of(request.user).filter(pk=number).first() if number.isdecimal() else None
    return {"enterprise": asked or firm_at(request.user, code), "purpose": request.GET.get("purpose", "")}


def _stored(request: HttpRequest, form: LogVisitForm, heard: Any) -> Visit | None:
    """Store it once per press; a second visit to the same firm that day is said at the form."""
    call = form.call(wishes(heard))
    scope = f"visit:{request.user.pk}"
    try:
        number, _is_new = idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(visiting.log(call, by=request.user)[0].pk)
        )
    except NotNow as not_now:
        form.add_error("enterprise", not_now.reason)
        return None
    return Visit.objects.get(pk=number)


@login_required
@require_safe
def made(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit as it was put on record, the needs that it became, and the code by which the firm confirms it."""
    rows = Visit.objects.visible_to(request.user).select_related("enterprise", "park", "leader")
    visit = get_object_or_404(rows, pk=pk)
    link = addresses.absolute(request, visit.get_confirmation_url())
    facts = {
        "visit": visit,
        "is_own": visit.leader_id == request.user.pk,
        "lines": sheet(visit, request.user),
        "is_told": visit.is_told_to(request.user),
        "needs": _needs(visit),
        "photos": files.shown(files.of(visit)),
        "may_withdraw": "withdraw" in open_steps(visit, request.user, among=["withdraw"]),
        "link": link,
        "qr": qr.data_uri(link),
        "crumbs": _crumbs()
        if request.user.wears(*ON_SITE)
        else [(_("Visits"), reverse("requests_flow:visits_spared"))],
    }
    return render(request, "requests_flow/visit_made.html", facts)


def _needs(visit: Visit) -> list[Need]:
    return list(Need.objects.filter(heard__visit=visit).order_by("pk"))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It was another firm or another day: the visit is taken back with its points; what was heard stays."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    advance(visit, "withdraw", by=request.user)
    messages.success(request, _("The visit is taken back. What you heard stays on record."))
    return redirect("requests_flow:visits")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The firm says that the visit took place: on the visitor's screen, or by the link it was sent."""
    visit = Visit.objects.behind(token).select_related("enterprise", "park", "leader").first()
    if visit is None:
        raise Http404
    holder = Holder("confirmation", f"visit:{visit.pk}")
    if request.method == "POST":
        if visit.state == Visit.State.LOGGED:
            advance(visit, "confirm", by=holder)
        return redirect(visit.get_confirmation_url())
    # What somebody told for themselves, or in confidence, is not shown to their firm (decisions 5, 6).
    shown = [need for need in _needs(visit) if not need.is_personal and not need.is_protected]
    hat = hat_of(visit.leader)
    facts = {
        "visit": visit,
        "needs": shown,
        "lines": firms_sheet(visit, titled(visit.leader, hat) if hat else visit.park.name),
        "may_confirm": "confirm" in open_steps(visit, holder, among=["confirm"]),
    }
    return render(request, "requests_flow/visit_confirm.html", facts)
