"""The gate at each view: asks the role table before anything else happens."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

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
