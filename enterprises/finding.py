"""Finding a firm or a place by what somebody calls it."""

from django.db.models import Q, QuerySet

from enterprises.models import Building, Enterprise, Park
from parkdesk.core.search import fold

SHORTEST_NAME = 2


def firms(query: str) -> QuerySet[Enterprise]:
    """The firms that somebody may mean: exactly that name or credit code, else every name with these words.

    Those that moved out are left out. Nothing for an empty query.
    """
    words = query.strip()
    here = Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT).select_related("park", "building")
    if not words:
        return here.none()
    exact = here.filter(Q(name=words) | Q(uscc=words.upper()))
    return exact if exact.exists() else here.filter(search_text__finds=words).order_by("name")


def left(query: str) -> Enterprise | None:
    """The firm of exactly this name or credit code that has moved out."""
    words = query.strip()
    gone = Enterprise.objects.filter(status=Enterprise.Status.MOVED_OUT)
    return gone.filter(Q(name=words) | Q(uscc=words.upper())).first() if words else None


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
