"""What search engines should leave alone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

CLOSED = ("/q/", "/needs/track/", "/desk/", "/tasks/", "/visits/", "/me/", "/files/", "/cms/", "/admin/", "/accounts/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages only, in both languages."""
    lines = ["User-agent: *", *(f"Disallow: {at}{path}" for path in CLOSED for at in ("", "/en"))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
