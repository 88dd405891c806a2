"""Ways to look at a page. Seven rows hold every pair of two choices; `make deep` takes all combinations."""

import os
from dataclasses import dataclass
from itertools import combinations, product

CHOICES = {
    "locale": ("zh", "en"),
    "scheme": ("light", "dark"),
    "type": ("normal", "large"),
    "width": (360, 412, 1280),
}


@dataclass(frozen=True)
class Look:
    """One way to look: language, colour scheme, size of type, width in CSS pixels."""

    locale: str
    scheme: str
    type: str
    width: int

    def __str__(self) -> str:
        return f"{self.locale}-{self.scheme}-{self.type}-{self.width}"


ALL = [Look(*values) for values in product(*CHOICES.values())]


def _pairs(look: Look) -> set[tuple[object, ...]]:
    return set(combinations(((name, getattr(look, name)) for name in CHOICES), 2))


def all_pairs() -> list[Look]:
    """A small table in which every two values of different choices meet (greedy)."""
    wanted, table = set().union(*map(_pairs, ALL)), []
    while wanted:
        best = max(ALL, key=lambda look: len(_pairs(look) & wanted))
        table.append(best)
        wanted -= _pairs(best)
    return table


def looks_at(number: int) -> list[Look]:
    """How the page with this number is looked at: in one look of the table, over all pages in every one."""
    if os.environ.get("PARKDESK_DEEP"):
        return ALL
    table = all_pairs()
    return [table[number % len(table)]]
