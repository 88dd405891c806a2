"""Who is elected: the most votes, and a recorded lot where the last seat is tied. Pure: values in, values out.

Where there are no more candidates than seats each needs more than half of the ballots; otherwise the most votes count,
and nobody is elected without one. The lot orders the tied by SHA-256 of the seed and their key: anybody can redo it.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lot:
    """A lot that was drawn: its seed, among whom, in which order they came, for how many seats."""

    seed: str
    among: tuple[int, ...]
    order: tuple[int, ...]
    places: int

    def as_record(self) -> dict[str, object]:
        return {"seed": self.seed, "among": list(self.among), "order": list(self.order), "places": self.places}


@dataclass(frozen=True)
class Outcome:
    """Votes by candidate, who is elected, and the lot where one had to be drawn."""

    votes: Mapping[int, int]
    elected: frozenset[int]
    lot: Lot | None = None


def add_up(
    candidates: Iterable[int], papers: Iterable[Iterable[int]], more: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Votes of each candidate, those without any too; `more` are those read off paper."""
    found = Counter(one for picks in papers for one in picks) + Counter(more or {})
    return {one: found[one] for one in candidates}


def decide(votes: Mapping[int, int], seats: int, ballots: int, draw: Callable[[], str]) -> Outcome:
    """Fill `seats` from the votes of `ballots` valid ballots; `draw` gives a seed when a lot is needed."""
    if len(votes) <= seats:
        return Outcome(votes, frozenset(one for one, count in votes.items() if count * 2 > ballots))
    voted_for = {one: count for one, count in votes.items() if count}
    if len(voted_for) <= seats:
        return Outcome(votes, frozenset(voted_for))
    last = sorted(voted_for.values(), reverse=True)[seats - 1]
    sure = {one for one, count in voted_for.items() if count > last}
    tied = sorted(one for one, count in voted_for.items() if count == last)
    places = seats - len(sure)
    if len(tied) == places:
        return Outcome(votes, frozenset(sure | set(tied)))
    lot = draw_lot(draw(), tied, places)
    return Outcome(votes, frozenset(sure | set(lot.order[:places])), lot)


def draw_lot(seed: str, among: Iterable[int], places: int) -> Lot:
    tied = tuple(sorted(among))
    order = sorted(tied, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())
    return Lot(seed, tied, tuple(order), places)


def are_figures_shown(ballots: int, hide_below: int) -> bool:
    """Of fewer ballots than that only who is elected is said (council.md 6, 9)."""
    return ballots >= hide_below
