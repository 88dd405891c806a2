"""The calls of /api/v1/ (contracts.md)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import Header, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from parkdesk.core import addresses
from parkdesk.core.limits import TooMany
from requests_flow import reference as references
from requests_flow.api import caller, catalogue, description, problems, shapes
from requests_flow.api.handing_in import parks_of, take
from requests_flow.api.problems import Problem, no_such_thing
from requests_flow.api.size import refuse_body
from requests_flow.keys import NoKey, OutOfScope, refuse_unless_for
from requests_flow.models import Need
from requests_flow.models.key import Scope

REFUSALS: dict[int, Any] = dict.fromkeys((401, 403, 404, 429), shapes.ProblemOut)
REFUSED_BODIES: dict[int, Any] = dict.fromkeys((400, 409, 413, 415, 422), shapes.ProblemOut)


class Key(HttpBearer):
    """A key of another system in the header, made for one of these scopes."""

    def __init__(self, *scopes: Scope) -> None:
        self.scopes = scopes
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        caller.speak_to(request)
        key = caller.key_of(request, caller.secret_in(request))
        refuse_unless_for(key, *self.scopes)
        refuse_body(request)
        return key

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """HttpBearer asks for it; `__call__` has done the work."""
        raise NotImplementedError


api = description.DescribedAPI(
    title="parkdesk", version="1.0.0", urls_namespace="api", docs_url=None, docs_decorator=require_safe,
    description="Needs of enterprises, handed in and followed by other systems. Keys are made at /desk/keys/.",
)  # fmt: skip
for _refusal in (Problem, NoKey, OutOfScope, TooMany, ValidationError, HttpError, Http404):
    api.add_exception_handler(_refusal, problems.answer)

_writes = Key(Scope.WRITE, Scope.DEVICE)
_reads = Key(Scope.READ)
_any = Key(*Scope)


@api.post(
    "/needs", auth=_writes, summary="Hand in a need",
    response={201: shapes.MadeOut, 200: shapes.MadeOut, **REFUSALS, **REFUSED_BODIES},
)  # fmt: skip
def needs(
    request: HttpRequest,
    response: HttpResponse,
    said: shapes.NeedIn,
    once_key: str = Header("", alias="Idempotency-Key", max_length=64, description=description.ONCE),
) -> Status:
    """201 when it was stored; 200 with the same answer when the same call came again within 24 hours."""
    need, is_new = take(said, by=request.auth, once_key=once_key)
    response["Location"] = f"{request.path}/{need.reference}"
    link = addresses.absolute(request, need.get_tracking_url())
    return Status(201 if is_new else 200, _standing(need) | {"pin": need.pin, "tracking_url": link})


@api.get("/needs/{reference}", auth=_reads, summary="How a need stands", response={200: shapes.NeedOut, **REFUSALS})
def need(request: HttpRequest, reference: str) -> dict[str, Any]:
    """For the key that handed it in, and no other."""
    found = Need.objects.of_key(request.auth).filter(reference=references.tidy(reference) or "-").first()
    if found is None:
        raise no_such_thing()
    return _standing(found)


@api.get("/services", auth=_any, summary="The catalogue", response={200: list[shapes.ServiceOut], **REFUSALS})
def services(request: HttpRequest) -> list[dict[str, Any]]:
    """Standard services with what is promised today, in the language asked for."""
    return catalogue.services()


@api.get("/parks", auth=_any, summary="Parks and buildings", response={200: list[shapes.ParkOut], **REFUSALS})
def parks(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that this key is for."""
    return catalogue.places(parks_of(request.auth))


def _standing(need: Need) -> dict[str, Any]:
    return {
        "reference": need.reference,
        "stage": need.state,
        "stage_words": str(need.get_state_display()),
        "is_open": need.is_open,
        "outcome": need.outcome,
        "received_at": need.submitted_at,
        "closed_at": need.closed_at,
        "promised": {
            "first_reply": need.reply_due_at,
            "completion": need.resolve_due_at,
            "next": need.promised_next_at or need.due_at if need.is_open else None,
        },
        "number": need.outside_number,
    }
