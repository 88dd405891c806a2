"""The people of a firm: invitations, joining, the delegate, handing over, leaving."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises import belonging, colleagues
from enterprises.colleague_forms import (
    AppointForm,
    CodeForm,
    DelegateForm,
    EndForm,
    HandOverForm,
    InviteForm,
    JoinForm,
    LeaveForm,
    WithdrawForm,
)
from enterprises.models import Invitation, Membership, Person
from parkdesk.core import clock, idempotency, limits, qr
from parkdesk.core.actors import is_person
from parkdesk.core.flow import advance, refuse_unless_open
from parkdesk.core.states import find

COMPANY = "company"
TRIES_AN_HOUR, HOUR = 20, timedelta(hours=1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation; its page shows link, code and picture."""
    firm = get_object_or_404(belonging.kept_by(request.user).filter(pk__in=request.user.firms), pk=pk)
    form = InviteForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        key, said = form.cleaned_data["key"], form.facts()
        made, _is_new = idempotency.once(
            f"invite:{firm.pk}", key, lambda: str(colleagues.invite(firm, by=request.user, **said).pk)
        )
        return redirect("enterprises:invitation", made)
    return render(request, "enterprises/act.html", _page(form, firm.name))


@login_required
@require_safe
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One open invitation, to be sent on or shown."""
    one = get_object_or_404(Invitation.objects.visible_to(request.user).select_related("enterprise"), pk=pk)
    link = settings.PUBLIC_URL + one.get_absolute_url()
    facts = {"one": one, "link": link, "picture": qr.data_uri(link), "is_open": one.until > clock.now()}
    return render(request, "enterprises/invitation.html", facts | {"crumbs": [_company()]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody is let in by it any more."""
    one = get_object_or_404(Invitation.objects.visible_to(request.user).select_related("enterprise"), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        advance(one, "withdraw", by=request.user)
        return redirect(COMPANY)
    refuse_unless_open(one, find(one, "withdraw"))
    return render(request, "enterprises/act.html", _page(form, one.meant_for or one.enterprise.name))


@require_http_methods(["GET", "HEAD", "POST"])
def join_by_code(request: HttpRequest) -> HttpResponse:
    """Type the code that a colleague read out."""
    form = CodeForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound:
        _count_try(request)
    if form.is_bound and form.is_valid():
        return redirect("enterprises:join", form.cleaned_data["code"])
    return render(request, "enterprises/act.html", {"form": form, "home": reverse("enterprises:claim")})


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """An invitation was opened: say which firm, then join. Used, withdrawn or run out, it is gone (404)."""
    _count_try(request)
    one = get_object_or_404(Invitation.objects.live().select_related("enterprise__park"), code=code)
    if not is_person(request.user):
        return redirect(f"{reverse('enterprises:claim_account')}?{urlencode({'next': request.path})}")
    form = JoinForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        colleagues.join(one, by=request.user)
        messages.success(request, _("You belong to %(firm)s now.") % {"firm": one.enterprise})
        return redirect(COMPANY)
    facts = _page(form, one.enterprise.park.name) | {"about": one.enterprise.name, "home": reverse("me")}
    return render(request, "enterprises/act.html", facts)


def _count_try(request: HttpRequest) -> None:
    """Codes are not to be guessed: 49 bits behind this many tries an hour."""
    who = str(request.user.pk) if is_person(request.user) else f"at:{request.META.get('REMOTE_ADDR', '')}"
    limits.hit(f"jointry:{who}", limit=TRIES_AN_HOUR if is_person(request.user) else TRIES_AN_HOUR * 10, window=HOUR)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act about one member: asks first, then does it."""
    if verb not in ACTS:
        raise Http404
    one = get_object_or_404(_members_seen_by(request.user), pk=pk)
    kind, act = ACTS[verb]
    form = kind(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        act(one, form.facts(), request.user)
        messages.success(request, _("Saved."))
        return redirect(_back(request.user, one))
    facts = _page(form, f"{one.person} · {one.enterprise}") | {"home": _back(request.user, one)}
    return render(request, "enterprises/act.html", facts)


def _back(person: Person, one: Membership) -> str:
    """The own firm's page; for the desk the firm that it looked at."""
    own = person.memberships.filter(enterprise=one.enterprise_id).exists()
    return reverse(COMPANY) if own else reverse("enterprises:history", args=[one.enterprise_id])


def _members_seen_by(person: Person) -> Any:
    """Members of the firms that this person keeps, and the own membership."""
    running = Membership.objects.running(clock.today()).select_related("person", "enterprise__park")
    return running.filter(Q(enterprise__in=belonging.kept_by(person)) | Q(person=person))


def _page(form: Any, over: str) -> dict[str, Any]:
    return {"form": form, "over": over, "home": reverse(COMPANY), "crumbs": [_company()]}


def _company() -> tuple[str, str]:
    return _("My firm"), reverse(COMPANY)


Act = Callable[[Membership, dict[str, Any], Person], Any]
ACTS: dict[str, tuple[Any, Act]] = {
    "delegate": (DelegateForm, lambda one, said, by: colleagues.name_delegate(one, by=by)),
    "hand-over": (HandOverForm, lambda one, said, by: colleagues.hand_over(one, by=by, **said)),
    "end": (EndForm, lambda one, said, by: colleagues.end(one, by=by)),
    "leave": (LeaveForm, lambda one, said, by: colleagues.leave(one, by=by)),
    "appoint": (AppointForm, lambda one, said, by: colleagues.appoint_administrator(one, by=by)),
}
