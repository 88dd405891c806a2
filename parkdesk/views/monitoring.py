"""`/metrics`: for monitors with the token, or on this machine and its network; for nobody else (404)."""

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from parkdesk import metrics

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        raise Http404
    return HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """With a token set: whoever has it. Without one: who asks this process itself, from a private address.

    What came through a proxy came from anywhere, whatever its address says.
    """
    if settings.METRICS_TOKEN:
        said = request.headers.get("Authorization", "")
        return secrets.compare_digest(said.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if any(request.headers.get(name) for name in FORWARDED):
        return False
    return _is_private(request.META.get("REMOTE_ADDR", ""))


def _is_private(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False
