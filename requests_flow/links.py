"""The tracking link: whoever holds it is the reporter, without an account."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest

from parkdesk.core.actors import Actor, Holder, is_person
from requests_flow import guards
from requests_flow.models import Need
from requests_flow.models.need import digest_token

ALONG = ("park", "building", "unit", "owner", "handler", "merged_into")
OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def by_token(token: str) -> Need:
    """The need behind a tracking link. Raises Http404 for any other text."""
    need = Need.objects.handed_in().select_related(*ALONG).filter(token_digest=digest_token(token)).first()
    if need is None:
        raise Http404
    return need


def holder_of(need: Need, user: object) -> Actor:
    """Who acts on a tracking page: somebody signed in whose need it is under their name, else the link's holder."""
    if is_person(user) and guards.reported_it(need, user):
        return user  # type: ignore[return-value]
    return Holder("link", f"need:{need.pk}")


def absolute(request: HttpRequest, path: str) -> str:
    """An address to take along: under the public host, or under the one that was asked where none is set."""
    is_set = urlsplit(settings.PUBLIC_URL).hostname not in OWN_MACHINE
    return f"{settings.PUBLIC_URL}{path}" if is_set else request.build_absolute_uri(path)
