"""Refusals in one shape (RFC 9457), in the caller's language: what is wrong, and what to do."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from parkdesk.core.limits import TooMany
from requests_flow.keys import NoKey, OutOfScope

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal: HTTP status, a code that programs compare, a sentence for people, and what is wrong in which field."""

    def __init__(self, status: int, code: str, detail: str, errors: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.errors = status, code, detail, list(errors)

    def response(self) -> HttpResponse:
        """The answer that says it."""
        said = {
            "type": f"urn:parkdesk:problem:{self.code}",
            "title": _titles().get(self.status, ""),
            "status": self.status,
            "detail": self.detail,
            "errors": [{"field": name, "message": text} for name, text in self.errors],
        }
        return JsonResponse(
            said, status=self.status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
        )


def answer(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """The answer to what a call raised: a Problem, or one of those that the house knows."""
    problem = refusal if isinstance(refusal, Problem) else _as_problem(refusal)
    response = problem.response()
    if isinstance(refusal, NoKey):
        response["WWW-Authenticate"] = 'Bearer realm="parkdesk"'
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def no_such_thing(_refusal: Exception | None = None) -> Problem:
    """404, for what is not there as well as for what this key may not know of."""
    return Problem(404, "not-there", _("There is no such thing here, or none that this key may know of."))


def too_many_words() -> str:
    return _("Too many calls in this hour. “Retry-After” says how many seconds to wait.")


def out_of_scope_words() -> str:
    return _("This key was not made for that. The desk can make another.")


def _no_key(_refusal: Exception) -> Problem:
    return Problem(401, "no-key", _("Send a running key in the header “Authorization: Bearer …”."))


def _does_not_fit(refusal: Any) -> Problem:
    errors = [(_field(one), _words(one)) for one in refusal.errors]
    return Problem(422, "does-not-fit", _("Some fields do not fit; nothing was stored."), errors)


_KNOWN: dict[type[Exception], Any] = {
    NoKey: _no_key,
    OutOfScope: lambda _refusal: Problem(403, "out-of-scope", out_of_scope_words()),
    TooMany: lambda _refusal: Problem(429, "too-many", too_many_words()),
    ValidationError: _does_not_fit,
    HttpError: lambda _refusal: Problem(400, "unreadable", _("The body cannot be read as JSON.")),
}


def _as_problem(refusal: Exception) -> Problem:
    return _KNOWN.get(type(refusal), no_such_thing)(refusal)


def _titles() -> dict[int, str]:
    return {
        400: _("Not readable"),
        401: _("No key"),
        403: _("Not for this key"),
        404: _("Not there"),
        409: _("Not like that"),
        413: _("Too large"),
        415: _("Not JSON"),
        422: _("Does not fit"),
        429: _("Too many calls"),
    }


def _field(error: dict[str, Any]) -> str:
    """`contact.phone` of ("body", "said", "contact", "phone"); a header by its name."""
    return ".".join(str(one) for one in error["loc"][1:] if one != "said")


def _words(error: dict[str, Any]) -> str:
    """One sentence in the reader's language for what pydantic found."""
    known = {
        "missing": _("Required."),
        "string_too_short": _("Too short: at least %(least)s characters."),
        "string_too_long": _("Too long: at most %(most)s characters. Nothing was cut off."),
        "extra_forbidden": _("There is no field of this name."),
        "string_type": _("Has to be a text."),
        "bool_type": _("Has to be true or false."),
        "literal_error": _("One of: %(expected)s"),
    }
    ctx = error.get("ctx", {})
    said = {"least": ctx.get("min_length"), "most": ctx.get("max_length"), "expected": ctx.get("expected")}
    return known.get(error["type"], _("This value does not fit here.")) % said
