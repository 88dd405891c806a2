"""The calls of /open311/ (contracts.md)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core.words_of_time import day_time
from requests_flow.api.handing_in import hand_in_once
from requests_flow.keys import NoKey
from requests_flow.open311 import asking, formats, posting, saying
from requests_flow.open311.refusals import Refused, key_in, open311
from requests_flow.outlook import outlook
from requests_flow.words import Category

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-22T00:00:00+08:00"
REQUESTS = ("service_requests", "request")


@require_safe
@open311
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the interface is, and whom to ask for a key."""
    house = settings.COMMUNITY
    ask = _("Ask %(desk)s for a key, telephone %(landline)s.") % {"desk": house["desk"], "landline": house["landline"]}
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{settings.PUBLIC_URL}/open311/v2",
        "changeset": CHANGED,
        "type": "test" if settings.PARKDESK_DEMO else "production",
        "formats": ["application/json", "text/xml"],
    }
    said = {"changeset": CHANGED, "contact": ask, "key_service": ask, "endpoints": [endpoint]}
    return formats.thing(form, "discovery", said)


@require_safe
@open311
def services(request: HttpRequest, form: str) -> HttpResponse:
    """What can be asked for: the 14 categories of needs."""
    return formats.rows(form, ("services", "service"), saying.services())


@require_safe
@open311
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """No category asks for more than the words and the place."""
    if code not in Category.values:
        raise Refused(404, _("This service_code was not found."))
    return formats.thing(form, "service_definition", {"service_code": code, "attributes": []})


@require_http_methods(["GET", "HEAD", "POST"])
@open311
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Read those of one's key, or hand one in."""
    if request.method == "POST":
        return _post(request, form)
    found = asking.asked_for(key_in(request), request.GET)
    return formats.rows(form, REQUESTS, [saying.request(one) for one in found])


def _post(request: HttpRequest, form: str) -> HttpResponse:
    key = key_in(request)
    if key is None:
        raise NoKey
    said = posting.understood(request.POST)
    need, is_new = hand_in_once(
        lambda: posting.report_of(said, key), by=key, once_key=request.headers.get("Idempotency-Key", "")[:200],
        digest=posting.digest_of(said), called=said["service_code"],
    )  # fmt: skip
    look = outlook(need)
    notice = _("%(over)s: %(moment)s.") % {"over": look.over, "moment": day_time(look.due)} if look.due else ""
    row = {"service_request_id": need.reference, "service_notice": notice, "account_id": said["account_id"]}
    return formats.rows(form, REQUESTS, [row], status=201 if is_new else 200)


@require_safe
@open311
def one(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """How one request stands, for the key that handed it in."""
    return formats.rows(form, REQUESTS, [saying.request(asking.one(key_in(request), number))])


@require_safe
@open311
def token(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Numbers are given at once, so a token is the number itself."""
    need = asking.one(key_in(request), number)
    return formats.rows(form, REQUESTS, [{"service_request_id": need.reference, "token": number}])
