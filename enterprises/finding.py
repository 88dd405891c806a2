"""Finding a firm or a place by what somebody calls it."""

import re

from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from enterprises.models import Building, Enterprise, Park
from parkdesk.core.search import fold

SHORTEST_NAME = 2
# Where the name of a firm ends; what stands before it in the text may still be "we are".
_NAME_OF_A_FIRM = re.compile(r"[\w（）()·&]{2,40}?(?:有限责任公司|股份有限公司|有限公司|合伙企业（有限合伙）|分公司)")
_FIRMS_TRIED = 5
OFFERED = 5
LETTERS = re.compile(r"[a-z0-9]{2,}")
INITIALS = re.compile(r"[a-z][a-z0-9]{1,30}")
SHORTEST_BEGINNING = 3
FIRMS_MEANT = 40
PART_OF_USCC = re.compile(r"[0-9A-Z]{6,18}")


def firms(query: str) -> QuerySet[Enterprise]:
    """The firms that somebody may mean: exactly that name or credit code, else every name with these words.

    Letters are also taken for the first letters of a part of the name (cq is 辰擎), six signs or more for a part of
    the credit code. Those that moved out are left out. Nothing for an empty query.
    """
    words = query.strip()
    here = _here()
    if not words:
        return here.none()
    exact = here.filter(Q(name=words) | Q(uscc=words.upper()))
    return exact if exact.exists() else here.filter(_meant(words)).order_by("name")


def matching(query: str) -> Q:
    """What a firm's name, the first letters of it, or its credit code has to hold; everything for an empty query."""
    return _meant(query.strip()) if query.strip() else Q()


def namesakes(query: str, park: Park | None = None) -> list[str]:
    """Names to offer to somebody who types one, without an account: at most OFFERED, of the park if one is given.

    By a part of the name, its first letters or the whole credit code. What is shorter than SHORTEST_NAME finds
    nothing, so that nobody leafs through the directory here.
    """
    words = fold(query)
    if len(words) < SHORTEST_NAME:
        return []
    here = Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT)
    here = here.filter(park=park) if park else here
    found = here.filter(_named(words) | Q(uscc=words.upper()))
    begins = Case(When(_beginning(words), then=0), default=1)
    return list(found.order_by(begins, "name").values_list("name", flat=True)[:OFFERED])


def by_initials(typed: str) -> list[int]:
    """Ids of the firms whose name or short name begins with these first letters; one query, none for other words.

    Two letters have to be the whole of a reading, or nearly every firm would be meant; for the same reason letters
    that more than FIRMS_MEANT firms begin with say nothing and find nothing. Firms that moved out keep their needs.
    """
    letters = fold(typed)
    if not INITIALS.fullmatch(letters):
        return []
    begins = f" {letters} " if len(letters) < SHORTEST_BEGINNING else f" {letters}"
    readings = Concat(Value(" "), "initials", Value(" "), output_field=TextField())
    meant = Enterprise.objects.annotate(readings=readings).filter(readings__contains=begins)
    found = list(meant.order_by("pk").values_list("pk", flat=True)[: FIRMS_MEANT + 1])
    return found if len(found) <= FIRMS_MEANT else []


def _named(words: str) -> Q:
    letters = "".join(fold(words).split())
    named = Q(search_text__finds=words)
    return named | Q(initials__contains=letters) if LETTERS.fullmatch(letters) else named


def _meant(words: str) -> Q:
    part = "".join(words.upper().split())
    return _named(words) | Q(uscc__contains=part) if PART_OF_USCC.fullmatch(part) else _named(words)


def _beginning(words: str) -> Q:
    letters = "".join(words.split())
    return Q(short_name__startswith=words) | Q(initials__startswith=letters) | Q(initials__contains=f" {letters}")


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
