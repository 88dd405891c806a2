"""Personal data in free text: where it stands, and what it becomes when it is hidden.

One finder for all uses. Offsets count characters of the text as it was given, the end is exclusive. What stands first
in the table of shapes wins where two overlap.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from requests_flow.personal import SHAPES, Personal

# What names a person or reaches one. For those who work on a need without a right to the reporter's contact; a plate
# stays, because somebody has to find the car.
HIDDEN = frozenset({
    Personal.IDENTITY, Personal.MOBILE, Personal.EMAIL, Personal.CARD, Personal.PASSPORT, Personal.CHILD,
})  # fmt: skip
# What whoever writes it may want to hide; the landline of a firm is public.
OFFERED = frozenset(Personal) - {Personal.LANDLINE}


@dataclass(frozen=True)
class Found:
    """A piece of personal data: its kind, where it stands, and what it becomes when it is hidden."""

    kind: Personal
    start: int
    end: int
    hidden: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `found` where it is personal data."""

    text: str
    found: Found | None = None


def found(text: str, kinds: Collection[Personal] = frozenset(Personal)) -> list[Found]:
    """Personal data of these kinds in a text, in its order; no two pieces overlap."""
    taken: list[Found] = []
    for kind, shape in SHAPES:
        for hit in shape.finditer(text):
            start, end = hit.span("it")
            if all(end <= one.start or start >= one.end for one in taken):
                taken.append(Found(kind, start, end, _HIDE.get(kind, _rest(0))(text[start:end])))
    return sorted((one for one in taken if one.kind in kinds), key=lambda one: one.start)


def masked(text: str, kinds: Collection[Personal] = HIDDEN) -> str:
    """The text with personal data of these kinds made unreadable."""
    return "".join(one.found.hidden if one.found else one.text for one in pieces(text, kinds))


def pieces(text: str, kinds: Collection[Personal] = OFFERED) -> list[Piece]:
    """The text cut at what was found, nothing left out."""
    hits = found(text, kinds)
    edges = [0, *(edge for one in hits for edge in (one.start, one.end)), len(text)]
    stretches = [Piece(text[start:end]) for start, end in pairwise(edges)]
    for place, one in enumerate(hits):
        stretches[2 * place + 1] = Piece(text[one.start : one.end], one)
    return [one for one in stretches if one.text]


def _middle(first: int, stars: int) -> Callable[[str], str]:
    """Leaves that many signs in front and four at the end."""

    def hide(said: str) -> str:
        signs = "".join(sign for sign in said if sign.isalnum())
        return f"{signs[:first]}{'*' * stars}{signs[-4:]}"

    return hide


def _rest(shown: int) -> Callable[[str], str]:
    return lambda said: f"{said[:shown]}{'*' * (len(said) - shown)}"


def _mail(said: str) -> str:
    return f"{said[0]}***@{said.partition('@')[2]}"


_HIDE: dict[Personal, Callable[[str], str]] = {
    Personal.IDENTITY: _middle(6, 8),
    Personal.CARD: _middle(4, 4),
    Personal.MOBILE: _middle(3, 4),
    Personal.EMAIL: _mail,
    Personal.PASSPORT: _rest(1),
    Personal.PLATE: _rest(2),
    Personal.CHILD: _rest(1),
}
