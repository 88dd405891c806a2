"""At the door of the editors' house."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

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
    if request.path.startswith(EDITING) and isinstance(request.user, Person) and is_person(request.user):
        editors.keep_in_step(request.user)
