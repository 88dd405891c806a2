"""The bar of a vote: one cell a seat, and the line of the quorum after the n-th. Pure geometry in SVG units."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, GAP = 360.0, 4.0
# How each kind of cell is drawn: the class of the box, and of the word within it.
INK = {"yes": "in", "no": "no-in", "abst": "no-in", "void": "void-in"}


@dataclass(frozen=True)
class Cell:
    """One seat: where it stands, how it is drawn, and its word."""

    x: float
    width: float
    middle: float
    kind: str
    label: str

    @property
    def ink(self) -> str:
        return INK[self.kind]


@dataclass(frozen=True)
class Bar:
    """The cells from left to right, and where the line of the quorum and its words stand."""

    cells: list[Cell]
    line: float
    label_at: float
    label_anchor: str


def bar(kinds: Sequence[tuple[str, str]], quorum: int) -> Bar:
    """Draw (kind, word) pairs as equal cells; the line stands after the `quorum`-th, at the end where that is more."""
    step = (WIDTH + GAP) / max(1, len(kinds))
    width = round(step - GAP, 1)
    cells = [
        Cell(round(n * step, 1), width, round(n * step + width / 2, 1), kind, label)
        for n, (kind, label) in enumerate(kinds)
    ]
    line = round(min(quorum, len(kinds)) * step - GAP / 2, 1)
    is_right = line > WIDTH / 2
    return Bar(cells, line, line - 6 if is_right else line + 6, "end" if is_right else "start")
