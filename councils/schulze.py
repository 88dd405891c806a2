"""Ranking votes by Schulze's method. Pure: rankings in, winners out.

Source: decisions 38; M. Schulze, “A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method”, Social Choice and Welfare 36 (2011). Strength of a link: winning votes.
"""

from collections.abc import Iterable, Sequence
from itertools import product

# One ballot: places from the best to the last; who shares a place is liked the same. Who is not named comes last.
Ranking = Sequence[Sequence[int]]
Links = dict[tuple[int, int], int]


def preferred(rankings: Iterable[Ranking], candidates: Sequence[int]) -> Links:
    """For each ordered pair of candidates: how many ballots prefer the first to the second."""
    found = dict.fromkeys(_pairs(candidates), 0)
    for ranking in rankings:
        place = {one: number for number, tied in enumerate(ranking) for one in tied}
        for better, worse in found:
            found[better, worse] += place.get(better, len(ranking)) < place.get(worse, len(ranking))
    return found


def strongest_paths(links: Links, candidates: Sequence[int]) -> Links:
    """How strong the strongest path is from one candidate to another: its weakest link, 0 where there is no path."""
    paths = {pair: votes if votes > links[pair[::-1]] else 0 for pair, votes in links.items()}
    for through, (start, end) in product(candidates, list(paths)):
        if through not in (start, end):
            detour = min(paths[start, through], paths[through, end])
            paths[start, end] = max(paths[start, end], detour)
    return paths


def winners(rankings: Iterable[Ranking], candidates: Sequence[int]) -> list[int]:
    """Whom no other beats, in the order of `candidates`: one, or several where only a lot can tell them apart."""
    paths = strongest_paths(preferred(rankings, candidates), candidates)
    return [
        one for one in candidates if all(paths[one, other] >= paths[other, one] for other in candidates if other != one)
    ]


def _pairs(candidates: Sequence[int]) -> list[tuple[int, int]]:
    return [(one, other) for one in candidates for other in candidates if one != other]
