"""One text judged: chances, category, services and tier, with the words that speak for them."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from parkdesk.core.search import fold
from requests_flow import tiers
from requests_flow.suggestion import tiering
from requests_flow.suggestion.features import CONCEPT, LONGEST, Features, concepts_in, features, is_han
from requests_flow.suggestion.model import Chances, Model, categories_in, services_in
from requests_flow.suggestion.seed import category_of

WORDS_SHOWN = 4


@dataclass
class Judgement:
    """What a model makes of a text."""

    model: Model
    said: str

    @cached_property
    def text(self) -> str:
        """Folded: half-width, lower case, simplified."""
        return fold(self.said[:LONGEST])

    @cached_property
    def features(self) -> Features:
        return features(self.said)

    @cached_property
    def chances(self) -> Chances:
        return self.model.chances(self.features)

    @cached_property
    def category(self) -> tuple[str, float] | None:
        """The likeliest category and its chance; None for a text that says nothing known."""
        return categories_in(self.chances)[0] if self.is_understood else None

    @cached_property
    def is_understood(self) -> bool:
        return any(name in self.model.postings for name in self.features)

    def services(self, known: Container[str] | None = None) -> list[tuple[str, float]]:
        return services_in(self.chances, known) if self.is_understood else []

    def tier(self, facts: tiers.Facts) -> tiers.Suggestion:
        return tiering.suggest(facts, self.chances, self.model)

    def best_label(self, category: str) -> str:
        """The likeliest label of a category."""
        of_it = [label for label in self.chances if category_of(label) == category]
        return max(of_it, key=lambda label: self.chances[label])

    def words_for(self, label: str) -> tuple[str, ...]:
        """The words of the text that speak for a label, as they stand in it (folded), the strongest first."""
        return as_written(self.text, self.model.speaking(self.features, label), self.features)


def as_written(text: str, names: Iterable[str], said: Features) -> tuple[str, ...]:
    """The stretches of a text behind features, overlapping ones joined, at most four."""
    stretches: list[tuple[int, int]] = []
    meant: dict[str, set[str]] = {}
    for concept, tokens in concepts_in(said):
        meant.setdefault(concept, set()).update(tokens)
    for name in _readable(list(names)):
        for token in sorted(meant.get(name, {name})):
            stretches = _joined(stretches, _places(text, token))
        if len(stretches) > WORDS_SHOWN:
            break
    return tuple(dict.fromkeys(text[start:end] for start, end in stretches))[:WORDS_SHOWN]


def _readable(names: list[str]) -> list[str]:
    """Concepts and whole words; pairs of characters, which may cut across words, only where there is nothing else."""
    return [name for name in names if name.startswith(CONCEPT) or not is_han(name)] or names


def _places(text: str, token: str) -> list[tuple[int, int]]:
    """Where a token stands first; an English stem with the rest of its word."""
    pattern = re.escape(token) if is_han(token) else rf"(?<![a-z0-9]){re.escape(token)}[a-z]*"
    hit = re.search(pattern, text)
    return [hit.span()] if hit else []


def _joined(stretches: list[tuple[int, int]], more: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with one more; where it overlaps one, that one grows in its place."""
    for start, end in more:
        for number, (left, right) in enumerate(stretches):
            if start < right and left < end:
                stretches[number] = (min(start, left), max(end, right))
                break
        else:
            stretches.append((start, end))
    return stretches
