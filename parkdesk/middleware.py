"""What stands on every answer, and what a refusal looks like to the person who met it."""

import re
from collections.abc import Callable

from csp.constants import HEADER as POLICY
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from parkdesk import routes
from parkdesk.admission import EVERYBODY
from parkdesk.core.actors import is_person
from parkdesk.core.flow import NotNow
from parkdesk.core.gone import Gone
from parkdesk.core.limits import TooMany
from parkdesk.views import errors

Answer = Callable[[HttpRequest], HttpResponse]

# An optional language before the path: the same page in English is as private as in Chinese.
_AT = r"^/(?:[a-z]{2}(?:-[a-z]+)?/)?"
TRACKING = re.compile(_AT + r"(?:needs/track/|notices/.)")
# Open to everybody by the role table, and yet for whoever holds the link alone.
HELD = re.compile(_AT + r"(?:needs/track/|notices/.|forms/.|files/)")
CMS = "/cms/"
# Nothing here needs a camera by script: a photo comes through the file picker.
PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"


def cms_policy(get_response: Answer) -> Answer:
    """Headers of every answer; under /cms/ the relaxed policy that Wagtail's admin needs (decisions 20)."""
    relaxed = build_policy(config=settings.CMS_SECURITY_POLICY)

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(CMS):
            response[POLICY] = relaxed
            response["X-Frame-Options"] = "SAMEORIGIN"  # the preview stands in a frame of its own editor
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])  # scheme and type size stand in the page itself
        _keep_private(request, response)
        return response

    return answer


def behind_proxies(get_response: Answer) -> Answer:
    """Who asked, as the outermost of our own proxies saw it. What a caller wrote into the header before is ignored."""

    def answer(request: HttpRequest) -> HttpResponse:
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if 0 < settings.PROXIES <= len(seen):
            request.META["REMOTE_ADDR"] = seen[-settings.PROXIES].strip() or request.META.get("REMOTE_ADDR", "")
        return get_response(request)

    return answer


def _keep_private(request: HttpRequest, response: HttpResponse) -> None:
    """Tracking pages are in no index and send no referrer; what is not for everybody is kept by no cache."""
    if TRACKING.match(request.path):
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"  # "no-referrer" would make our own forms arrive from nowhere
    if HELD.match(request.path) or _is_for_some(request) or _is_for_one(request):
        response.headers.setdefault("Cache-Control", "private, no-store")


def _is_for_some(request: HttpRequest) -> bool:
    """Whether the role table opens this address to some people only; one that it does not name is closed."""
    match = request.resolver_match
    if match is None:
        return False
    route = routes.route_of(match.view_name, request.path)
    return route is None or route.who != EVERYBODY


def _is_for_one(request: HttpRequest) -> bool:
    """Whether this answer knows a person who signed in. Where nothing has looked at the session, it cannot."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and is_person(request.user)


def plain_answers(get_response: Answer) -> Answer:
    """Turn refusals of views into pages that say what happened and where to go on."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    # Django looks for this attribute; a try around get_response would come too late (the exception is a 500 by then).
    answer.process_exception = _in_plain_words  # type: ignore[attr-defined]
    return answer


def _in_plain_words(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if isinstance(exception, PermissionDenied):
        return errors.not_yours(request, exception)
    if isinstance(exception, NotNow):
        return errors.not_now(request, exception)
    if isinstance(exception, Gone):
        return errors.gone(request, exception)
    if isinstance(exception, TooMany):
        return errors.too_many(request, exception)
    return None
