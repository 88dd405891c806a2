"""Figures of what a council writes: a vote counted, a meeting ended with its minutes, each beside its bare rows."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

from tests.bench import rounds
from tests.bench.figures import Limit, Outcome
from tests.bench.printing import p50
from tests.bench.stage import House

PIECES = 20
ROWS = "the bare INSERTs of its rows"
# Work, its case, and whose rows it is compared with.
COUNTED = (("named", "by name, with its outcome", "named"), ("secret", "in secret, with its outcome", "secret"))
DRAFTED = (("draft", "six items", "draft"), ("read", "six items, and read as the page shows them", "draft"))


def close(house: House) -> Iterator[Outcome]:
    """A vote in which every seat has voted is counted; the case is decided."""
    return _beside_their_rows(house, "council_close", COUNTED)


def draft(house: House) -> Iterator[Outcome]:
    """A meeting is ended, and its minutes are drafted in the same transaction."""
    return _beside_their_rows(house, "minutes_draft", DRAFTED)


def _beside_their_rows(house: House, bench: str, cases: tuple[tuple[str, str, str], ...]) -> Iterator[Outcome]:
    with ExitStack() as stack:
        hand = house.hand(stack, "rows")
        names = {name for work, _case, of in cases for name in (work, f"{of}_rows")}
        found = rounds.rates({name: partial(hand.does, name) for name in names}, pieces=PIECES)
        took = {name: [1000 / speed for speed in these] for name, these in found.items()}
        for work, case, of in cases:
            against, queries = (ROWS, took[f"{of}_rows"]), hand.queries_of(work)
            figure = p50(bench, case, took[work], queries, against=against)
            yield replace(figure, unit="ms each", n=rounds.ROUNDS * PIECES), Limit()
