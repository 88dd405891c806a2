"""At the door of the editors' house."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cms import editors
from enterprises.models import Person
from parkdesk.core.actors import is_person

EDITING = "/cms/"


def editors_in_step(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Rights in the editors' house are those of today's appointments: one that has ended opens nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_view = _in_step  # type: ignore[attr-defined]
    return answer


def _in_step(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
    if not request.path.startswith(EDITING) or not isinstance(request.user, Person) or not is_person(request.user):
        return
    editors.keep_in_step(request.user)
    # Wagtail would send them to the sign-in, and the sign-in back here.
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
