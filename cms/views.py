"""Pages below a section by their address: one query for the page, where Wagtail walks down from the site's root."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.models.page import Section


@require_safe
def leaf(request: HttpRequest, section: type[Section], slug: str) -> HttpResponse:
    """A service, a piece of news or minutes, in the reader's language or, where that lacks it, in Chinese."""
    page = section.leaf(slug)
    if page is None:
        raise Http404
    return page.serve(request)
