"""Pages about the house itself, and the two reading choices."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from parkdesk.context import SCHEME_COOKIE, SCHEMES, TYPE_COOKIE, TYPES
from parkdesk.privacy import HOLDINGS

A_YEAR = 365 * 24 * 3600
# The notice that a reporter agrees to; a new text gets a new version.
PRIVACY_VERSION = settings.PRIVACY_VERSION


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who uses personal data, what for, how long, and how to object (PIPL 17; domain 11)."""
    return render(request, "parkdesk/privacy.html", {"version": PRIVACY_VERSION, "holdings": HOLDINGS})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, what does not yet, and whom to tell."""
    return render(request, "parkdesk/accessibility.html")


@csrf_exempt  # a colour and a type size: a forged press harms nobody, and public pages need no cookie for it
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the colour scheme or the type size for a year in a cookie, then go back; unknown means "as usual"."""
    response = HttpResponseRedirect(_safe_next(request))
    response.status_code = 303
    for field, cookie, known in (("scheme", SCHEME_COOKIE, SCHEMES), ("type", TYPE_COOKIE, TYPES)):
        if field in request.POST:
            _keep(response, cookie, request.POST[field], known)
    return response


def _keep(response: HttpResponse, cookie: str, value: str, known: tuple[str, ...]) -> None:
    if value in known:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True)
    else:
        response.delete_cookie(cookie, samesite="Lax")


def _safe_next(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith("/") else "/"
