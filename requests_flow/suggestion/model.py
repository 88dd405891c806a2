"""How much each word speaks for each label: counts of words by label, scored like BM25 over one text for each label.

Counts can be added and taken away, so an example can be judged by what all others say (leave-one-out). Pure.
"""

import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from requests_flow.suggestion.features import CHARACTER, Features
from requests_flow.suggestion.seed import NO_SERVICE, Example, category_of
from requests_flow.words import Tier

# Chosen by leave-one-out over the corpus and the phrases (docs/adr, tests/bench/suggestion.py): saturation, length.
K, B = 3.0, 0.5
SHARPNESS = 3.0
# What no service fits is described by far fewer words than a service.
FOR_NO_SERVICE = 0.4
SHOWN_FROM = 0.005
NO_SERVICE_FITS = 8.0

Chances = Mapping[str, float]
_NOTHING = Example("", "", {})


@dataclass
class Model:
    """Words by label, and how often people sorted a label as simple or complex."""

    version: str = ""
    counts: dict[str, dict[str, float]] = field(default_factory=dict)
    tiers: dict[str, dict[str, int]] = field(default_factory=dict)
    said_in: dict[str, int] = field(default_factory=dict)
    texts: int = 0

    def describe(self, label: str, words: Features) -> None:
        """Add what is said of a label; not an example."""
        counts = self.counts.setdefault(label, {})
        for name, count in words.items():
            counts[name] = counts.get(name, 0) + count

    def learn(self, examples: Iterable[Example]) -> None:
        for one in examples:
            self.describe(one.label, one.features)
            self.texts += 1
            for name in one.features:
                self.said_in[name] = self.said_in.get(name, 0) + 1
            if one.tier:
                tiers = self.tiers.setdefault(one.label, {})
                tiers[one.tier] = tiers.get(one.tier, 0) + 1

    def absorb(self, weights: Mapping[str, Any]) -> None:
        """Add what was learned before (see `weights`)."""
        for label, words in weights.get("words", {}).items():
            self.describe(label, words)
        for label, tiers in weights.get("tiers", {}).items():
            mine = self.tiers.setdefault(label, {})
            for tier, count in tiers.items():
                mine[tier] = mine.get(tier, 0) + count
        for name, count in weights.get("said_in", {}).items():
            self.said_in[name] = self.said_in.get(name, 0) + count
        self.texts += weights.get("texts", 0)

    @property
    def weights(self) -> dict[str, Any]:
        """All counts, as JSON keeps them."""
        return {"words": self.counts, "tiers": self.tiers, "said_in": self.said_in, "texts": self.texts}

    @cached_property
    def lengths(self) -> dict[str, float]:
        return {label: sum(counts.values()) for label, counts in self.counts.items()}

    @cached_property
    def postings(self) -> dict[str, list[tuple[str, float]]]:
        found: dict[str, list[tuple[str, float]]] = {}
        for label, counts in self.counts.items():
            for name, count in counts.items():
                found.setdefault(name, []).append((label, count))
        return found

    @cached_property
    def mean_length(self) -> float:
        return sum(self.lengths.values()) / max(1, len(self.lengths)) or 1.0

    def rarity(self, name: str) -> float:
        """How few labels a word is said of; 0 for a word that was never heard."""
        holders = len(self.postings.get(name, ()))
        return math.log(1 + (len(self.counts) - holders + 0.5) / (holders + 0.5)) if holders else 0.0

    def idf(self, name: str) -> float:
        """How rarely a text says this at all."""
        return self._idf.get(name, self._idf_of_the_new)

    @cached_property
    def _idf(self) -> dict[str, float]:
        return {name: math.log(1 + (self.texts + 1) / (1 + count)) for name, count in self.said_in.items()}

    @cached_property
    def _idf_of_the_new(self) -> float:
        return math.log(2 + self.texts)

    def chances(self, words: Features, without: Example = _NOTHING) -> dict[str, float]:
        """Label -> its share of belief, together 1. `without` is left out of what is known."""
        rarity = {name: self.rarity(name) for name in words if name in self.postings}
        scale = SHARPNESS / (1 + math.sqrt(sum(rarity.values())))
        scores = {label: FOR_NO_SERVICE * label.startswith(NO_SERVICE) for label in self.counts}
        for name, weight in rarity.items():
            for label, count in self.postings[name]:
                scores[label] += scale * weight * self._pull(label, count, name, without)
        return _shares(scores)

    def _pull(self, label: str, count: float, name: str, without: Example) -> float:
        """BM25's saturated count of a word within what is said of a label."""
        length = self.lengths[label]
        if label == without.label:
            count -= without.features.get(name, 0)
            length -= sum(without.features.values())
        if count <= 1e-9:
            return 0.0
        return count * (K + 1) / (count + K * (1 - B + B * length / self.mean_length))

    def speaking(self, words: Features, label: str) -> list[str]:
        """The features that speak for a label, the strongest first, without single characters."""
        counts = self.counts.get(label, {})
        pulls = {
            name: self.rarity(name) * self._pull(label, counts[name], name, _NOTHING)
            for name in words
            if name in counts
        }
        ordered = sorted(pulls, key=lambda name: (-pulls[name], name))
        return [name for name in ordered if not name.startswith(CHARACTER)]

    def share_of_complex(self, chances: Chances, without: Example = _NOTHING) -> float:
        """How often needs under the likely labels were sorted as complex, between 0 and 1; 0.4 where nobody knows."""
        return sum(chance * self._complex(label, without) for label, chance in chances.items())

    def _complex(self, label: str, without: Example) -> float:
        tiers = dict(self.tiers.get(label, {}))
        if label == without.label and without.tier:
            tiers[without.tier] -= 1
        simple, complex_ = tiers.get(Tier.SIMPLE, 0), tiers.get(Tier.COMPLEX, 0)
        return (complex_ + 0.8) / (simple + complex_ + 2)


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    highest = max(scores.values(), default=0.0)
    powers = {label: math.exp(score - highest) for label, score in scores.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def services_in(chances: Chances, known: Container[str] | None = None) -> list[tuple[str, float]]:
    """The services (of those `known`) by their chance, the likeliest first.

    None when it is far likelier that no service fits: many needs match none (decisions 24).
    """
    ordered = sorted(chances, key=lambda label: (-chances[label], label))
    found = [label for label in ordered if not label.startswith(NO_SERVICE) and (known is None or label in known)]
    none = max((chance for label, chance in chances.items() if label.startswith(NO_SERVICE)), default=0.0)
    if not found or none >= NO_SERVICE_FITS * chances[found[0]]:
        return []
    return [(label, chances[label]) for label in found if chances[label] >= SHOWN_FROM]


def categories_in(chances: Chances) -> list[tuple[str, float]]:
    """The categories by the chances of their labels together, the likeliest first."""
    together: dict[str, float] = {}
    for label, chance in chances.items():
        category = category_of(label)
        together[category] = together.get(category, 0) + chance
    return sorted(together.items(), key=lambda one: (-one[1], one[0]))
