"""Errors in the shape of GeoReport v2: code and description, as the specification names them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from parkdesk.core.limits import TooMany
from requests_flow.api import caller
from requests_flow.api.problems import Problem, out_of_scope_words, too_many_words
from requests_flow.keys import NoKey, OutOfScope, refuse_unless_for
from requests_flow.models import ApiKey
from requests_flow.models.key import Scope
from requests_flow.open311 import formats

View = Callable[..., HttpResponse]


class Refused(Exception):
    """A call that is not answered: its code and one sentence for each thing that is wrong."""

    def __init__(self, code: int, *descriptions: str) -> None:
        super().__init__(code)
        self.code, self.descriptions = code, descriptions


def open311(view: View) -> View:
    """What all calls share: no cookie, the caller's language, refusals in the form asked for."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, form: str, **more: Any) -> HttpResponse:
        caller.speak_to(request)
        try:
            _refuse_other_jurisdictions(request)
            return view(request, form=form, **more)
        except (Refused, Problem, NoKey, OutOfScope, TooMany) as refusal:
            return _said(form, refusal)

    return answer


def key_in(request: HttpRequest) -> ApiKey | None:
    """The key of a call, in the header or as `api_key`; None when there is none. Raises NoKey for a wrong one."""
    secret = caller.secret_in(request) or request.POST.get("api_key") or request.GET.get("api_key", "")
    if not secret:
        return None
    key = caller.key_of(request, secret)
    refuse_unless_for(key, Scope.OPEN311)
    return key


def jurisdiction() -> str:
    """The house has one, named by its host."""
    return urlsplit(settings.PUBLIC_URL).hostname or "parkdesk"


def _refuse_other_jurisdictions(request: HttpRequest) -> None:
    asked = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or jurisdiction()
    if asked != jurisdiction():
        raise Refused(404, _("This jurisdiction_id is not one of this house; leave it out."))


def _said(form: str, refusal: Exception) -> HttpResponse:
    known = refusal if isinstance(refusal, Refused) else _as_refused(refusal)
    said = [{"code": known.code, "description": text} for text in known.descriptions]
    response = formats.rows(form, ("errors", "error"), said, status=known.code)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _as_refused(refusal: Exception) -> Refused:
    if isinstance(refusal, Problem):
        return Refused(refusal.status, refusal.detail)
    if isinstance(refusal, TooMany):
        return Refused(429, too_many_words())
    if isinstance(refusal, OutOfScope):
        return Refused(403, out_of_scope_words())
    return Refused(403, _("The api_key is missing, or is none that runs today."))
