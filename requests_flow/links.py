"""Ways to a need: the page where somebody reads it, and the link whose holder is the reporter, without an account."""

from collections.abc import Callable, Iterable, Iterator

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from enterprises.models import Person, PlaceCode
from enterprises.roles import DESK, ON_SITE, UNIT
from parkdesk.core.actors import Actor, Holder, is_person
from requests_flow import guards
from requests_flow.models import Need
from requests_flow.models.need import digest_token
from requests_flow.models.queries import NeedQuerySet

ALONG = ("park", "building", "unit", "owner", "handler", "merged_into", "incident")


def pages_of(person: Person, needs: Iterable[int]) -> dict[int, str]:
    """Where these needs open for a person, by id. What they may know of and have no page for is left out."""
    pages: dict[int, str] = {}
    left, doors = set(needs), _doors(person)
    while left and (door := next(doors, None)):
        seen, address = door
        pages |= {need.pk: address(need) for need in seen.filter(pk__in=left)}
        left -= pages.keys()
    return pages


def _doors(person: Person) -> Iterator[tuple[NeedQuerySet, Callable[[Need], str]]]:
    """What each page of a need shows to a person, with its address; the page they work on comes first."""
    if person.wears(*UNIT) and not person.wears(*DESK):
        yield Need.objects.of_units(person), lambda need: reverse("requests_flow:task", args=[need.reference])
    yield Need.objects.at_the_desk(person), Need.get_absolute_url
    yield Need.objects.of_firms(person), Need.get_tracking_url
    if person.wears(*ON_SITE):
        yield Need.objects.on_site(person), lambda need: reverse("requests_flow:visit", args=[need.reference])


def visit_at(user: object, code: PlaceCode | None) -> str:
    """Where somebody who walks the park of a scanned door puts a visit on record; empty for everybody else."""
    if code is None or not isinstance(user, Person) or code.park_id not in user.parks(*ON_SITE):
        return ""
    return f"{reverse('requests_flow:visit_new')}?{urlencode({'place': code.code})}"


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
