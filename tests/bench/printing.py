"""Figures of times and of speeds, as every bench says them."""

from dataclasses import replace
from statistics import median

from tests.bench import rounds
from tests.bench.figures import Figure, Rounds, ratio

DB = "postgresql"


def rate(bench: str, case: str, these: Rounds, queries: int, *, against: tuple[str, Rounds]) -> Figure:
    """The median speed of one batch, beside the name and the rounds of what it is compared with."""
    name, those = against
    return Figure(
        bench=bench,
        case=case,
        db=DB,
        value=median(these),
        unit="postings/s",
        against=name,
        ratio=ratio(these, those),
        queries=queries,
        n=rounds.ROUNDS * rounds.PIECES_OF_A_BATCH,
    )


def p50(bench: str, case: str, these: Rounds, queries: int, *, against: tuple[str, Rounds]) -> Figure:
    """The median time of one look, said like a rate."""
    figure = rate(bench, case, these, queries, against=against)
    return replace(figure, unit="ms p50", n=rounds.ROUNDS * rounds.LOOKS_OF_A_ROUND)
