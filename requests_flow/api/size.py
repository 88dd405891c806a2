"""Bodies that are not read at all: too large, or not what is asked for."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from requests_flow.api.problems import Problem

MOST_BYTES = 1024 * 1024
JSON = "application/json"


def refuse_body(request: HttpRequest) -> None:
    """Raise Problem for a body that is too large (413) or not JSON (415), before it is read."""
    if request.method != "POST":
        return
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Problem(413, "too-large", _("The body is larger than 1 MB; nothing was stored."))
    if request.content_type != JSON:
        raise Problem(415, "not-json", _("Send the body as application/json."))
