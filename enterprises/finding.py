"""Finding a firm or a place by what somebody calls it."""

import re

from django.db.models import Q, QuerySet

from enterprises.models import Building, Enterprise, Park
from parkdesk.core.search import fold

SHORTEST_NAME = 2
# Where the name of a firm ends; what stands before it in the text may still be "we are".
_NAME_OF_A_FIRM = re.compile(r"[\w（）()·&]{2,40}?(?:有限责任公司|股份有限公司|有限公司|合伙企业（有限合伙）|分公司)")
_FIRMS_TRIED = 5


def firms(query: str) -> QuerySet[Enterprise]:
    """The firms that somebody may mean: exactly that name or credit code, else every name with these words.

    Those that moved out are left out. Nothing for an empty query.
    """
    words = query.strip()
    here = _here()
    if not words:
        return here.none()
    exact = here.filter(Q(name=words) | Q(uscc=words.upper()))
    return exact if exact.exists() else here.filter(search_text__finds=words).order_by("name")


def left(query: str) -> Enterprise | None:
    """The firm of exactly this name or credit code that has moved out."""
    words = query.strip()
    gone = Enterprise.objects.filter(status=Enterprise.Status.MOVED_OUT)
    return gone.filter(Q(name=words) | Q(uscc=words.upper())).first() if words else None


def _here() -> QuerySet[Enterprise]:
    return Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT).select_related("park", "building")


def firm_in_text(text: str) -> Enterprise | None:
    """The first firm whose full name stands in a text; None when no name does. One query."""
    found = _NAME_OF_A_FIRM.findall(text)[:_FIRMS_TRIED]
    tails = [name[start:] for name in found for start in range(len(name) - SHORTEST_NAME)]
    known = {one.name: one for one in _here().filter(name__in=tails)} if tails else {}
    return next((known[name] for name in tails if name in known), None)


class Places:
    """All parks and buildings under all their names, read once for many texts."""

    def __init__(self) -> None:
        self._parks = list(Park.objects.prefetch_related("buildings"))

    def in_text(self, text: str) -> tuple[Park | None, Building | None]:
        """The park named in a text (by its longest name), and its building if that is named too, or its only one."""
        said = fold(text)
        park = _longest(self._parks, said)
        if park is None:
            return None, None
        buildings = list(park.buildings.all())
        found = _longest(buildings, said)
        return park, found or (buildings[0] if len(buildings) == 1 else None)


def _longest(places, said):
    names = [(fold(name), place) for place in places for name in (place.name, *place.aliases)]
    fitting = [(name, place) for name, place in names if len(name) >= SHORTEST_NAME and name in said]
    return max(fitting, key=lambda one: len(one[0]), default=("", None))[1]
