"""My sessions: where I am signed in, and the end of each."""

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enterprises.signing_in import sessions


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Each device, since when, last seen when; this one is marked."""
    here = request.session.session_key
    rows = [
        {"one": one, "device": sessions.device_of(one.user_agent), "is_here": one.session_key == here}
        for one in sessions.running(request.user)
    ]
    facts = {"rows": rows, "crumbs": [(_("My page"), reverse("me"))]}
    return render(request, "enterprises/sessions.html", facts)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of mine; ending this one signs me out."""
    one = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    is_here = one.session_key == request.session.session_key
    one.end()
    if is_here:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("That session has ended."))
    return redirect("me_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    sessions.end_all(request.user, but=request.session.session_key)
    messages.success(request, _("You are now signed in on this device alone."))
    return redirect("me_sessions")
