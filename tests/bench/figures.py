"""What a bench prints, and what it must not miss. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

Rounds = Sequence[float]


@dataclass(frozen=True)
class Figure:
    """One line of `make bench`, its fields in the order of contracts.md. `ratio` is this measure by `against`."""

    bench: str
    case: str
    db: str
    value: float
    unit: str
    against: str
    ratio: float
    queries: int
    n: int

    def __str__(self) -> str:
        shown = asdict(self) | {"value": round(self.value, 1), "ratio": round(self.ratio, 2)}
        return json.dumps(shown, ensure_ascii=False)


@dataclass(frozen=True)
class Limit:
    """What one figure promises (issue 2); None promises nothing."""

    queries: int | None = None
    at_least: float | None = None
    at_most: float | None = None
    value_at_least: float | None = None

    def missed_by(self, figure: Figure) -> list[str]:
        """A sentence for each promise that the figure breaks."""
        name = f"{figure.bench}, {figure.case}"
        missed = []
        if self.queries is not None and figure.queries > self.queries:
            missed.append(f"{name}: {figure.queries} queries, at most {self.queries} were promised")
        if self.at_least is not None and figure.ratio < self.at_least:
            missed.append(f"{name}: {figure.ratio:.3f} of {figure.against}, at least {self.at_least} was promised")
        if self.at_most is not None and figure.ratio > self.at_most:
            missed.append(f"{name}: {figure.ratio:.3f} times {figure.against}, at most {self.at_most} was promised")
        if self.value_at_least is not None and figure.value < self.value_at_least:
            missed.append(f"{name}: {figure.value:.1f} {figure.unit}, at least {self.value_at_least} was promised")
        return missed


Outcome = tuple[Figure, Limit]


def ratio(these: Rounds, those: Rounds) -> float:
    """The median over the rounds of this measure by that one: what slows a whole round down leaves it alone."""
    return median(one / other for one, other in zip(these, those, strict=True))
