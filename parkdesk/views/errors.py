"""Pages for what did not work: what happened, what was typed, and the way on, in both languages."""

from math import ceil

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from parkdesk.core.flow import NotNow
from parkdesk.core.gone import Gone
from parkdesk.core.limits import TooMany

# Never shown back: what proves who somebody is, and what only machines read.
SECRET = ("csrfmiddlewaretoken", "key", "next", "password", "pin", "phone", "email", "login", "code", "token")
KEPT_AT_MOST = 20_000
_UNREADABLE = (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest, OSError)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came cannot be read; 413: it is more text than any form takes."""
    is_too_long = isinstance(exception, RequestDataTooBig)
    return render(request, "errors/400.html", {"is_too_long": is_too_long}, status=413 if is_too_long else 400)


def not_yours(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: it is somebody else's to do. Says nothing of what it is."""
    return render(request, "errors/403.html", {"kept": what_was_typed(request)}, status=403)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none that this person may know of."""
    return render(request, "errors/404.html", status=404)


def not_now(request: HttpRequest, exception: NotNow) -> HttpResponse:
    """409: yours, but not now: somebody was quicker, or something is missing."""
    facts = {"reason": exception.reason, "kept": what_was_typed(request), "thing_url": page_above(request.path)}
    return render(request, "errors/409.html", facts, status=409)


def gone(request: HttpRequest, exception: Gone) -> HttpResponse:
    """410: it was here; the link has ended or the code was taken down."""
    return render(request, "errors/410.html", {"reason": str(exception)}, status=410)


def too_many(request: HttpRequest, exception: TooMany) -> HttpResponse:
    """429 with Retry-After in seconds; the page says it in minutes or hours."""
    minutes = max(1, ceil(exception.retry_after / 60))
    facts = {"minutes": minutes, "hours": ceil(minutes / 60), "kept": what_was_typed(request)}
    response = render(request, "errors/429.html", facts, status=429)
    response["Retry-After"] = str(exception.retry_after)
    return response


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the CSRF check: the form lay too long, or its cookie was lost. What was typed can be taken along."""
    facts = {"kept": what_was_typed(request), "form_url": request.get_full_path()}
    return render(request, "errors/csrf.html", facts, status=403)


def out_of_order(request: HttpRequest) -> HttpResponse:
    """500 without a context: nothing that may be broken (database, session, people) is asked on the way out."""
    facts = {
        "kept": what_was_typed(request),
        "community": settings.COMMUNITY,
        "sheet": _sheet(),
        "is_chinese": (get_language() or "zh").startswith("zh"),
    }
    return HttpResponse(render_to_string("errors/500.html", facts), status=500)


def _sheet() -> str:
    try:
        return static("parkdesk/parkdesk.css")
    except ValueError:  # a file that was not collected must not break the page that says so
        return ""


def what_was_typed(request: HttpRequest) -> list[str]:
    """The free text of a form that was refused, at most KEPT_AT_MOST characters of each; no secrets, no choices."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.POST.items())
    except _UNREADABLE:
        return []
    return [str(value)[:KEPT_AT_MOST] for name, value in fields if _is_words(name, str(value))]


def _is_words(name: str, value: str) -> bool:
    """Sentences have a space or a character beyond ASCII; choices, keys and numbers have neither."""
    is_secret = any(part in name for part in SECRET)
    return not is_secret and (not value.isascii() or " " in value.strip())


def page_above(path: str) -> str:
    """The address of the thing whose step was asked for; empty when none answers there."""
    above = path.rstrip("/").rsplit("/", 1)[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        return ""
    return above
