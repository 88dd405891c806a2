"""The gate at each view: asks the role table before anything else happens."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from enterprises.signing_in import second_factor, sessions
from parkdesk import routes
from parkdesk.admission import OPEN_AT_THE_GATE
from parkdesk.core.actors import is_person

log = logging.getLogger(__name__)


def role_gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let through whom the role table admits; a visitor is asked to sign in, others learn of nothing (404)."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_view = _ask  # type: ignore[attr-defined]
    return answer


def _ask(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
    match = request.resolver_match
    route = routes.route_of(match.view_name, request.path) if match else None
    if route is None:
        log.error("no role is declared for %s", match.view_name if match else request.path)
        raise Http404
    if route.who in OPEN_AT_THE_GATE or route.admits(request.user):
        return None
    if not is_person(request.user):
        return redirect_to_login(request.get_full_path())
    raise Http404


# What somebody may do before the second factor is shown: set one up, show one, read about the house, leave.
BEFORE_THE_FACTOR = frozenset(
    {
        "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index",
        "preferences", "privacy", "accessibility", "healthz", "readyz", "robots", "demo", "demo_enter",
    }
)  # fmt: skip
# Setting one up shows it as well, so only whoever has none may: else a password alone would add a factor of its own.
SETTING_UP = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})


def second_factor_gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever must show a second factor and has not, in this session, is led to it and does nothing else (quality 16).

    It is asked at every address, also those open to everybody: a page that shows staff more must not do so yet. No
    setting switches it off; the invented people of a demonstration alone are let by (contracts).
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_view = _ask_for_the_factor  # type: ignore[attr-defined]
    return answer


def _ask_for_the_factor(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
    # A visitor without a session is nobody yet, and the session is not even looked at.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not is_person(request.user):
        return None
    sessions.note_seen(request)
    match = request.resolver_match
    if (match and match.view_name in BEFORE_THE_FACTOR) or _is_let_by(request):
        return None
    has_any = second_factor.has_any(request.user)
    if match and match.view_name in SETTING_UP and not has_any:
        return None
    way = reverse("mfa_reauthenticate" if has_any else "mfa_index")
    url = redirect_to_login(request.get_full_path(), way).url if has_any and request.method == "GET" else way
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else HttpResponseRedirect(url)


def _is_let_by(request: HttpRequest) -> bool:
    return second_factor.has_shown(request) or not second_factor.must_show(request.user)  # type: ignore[arg-type]
