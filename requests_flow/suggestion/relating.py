"""Earlier needs that may be about the same thing: the same request again, or other firms in one incident. Pure.

A score is the belief, between 0 and 1, that two needs of one park are about one matter. It weighs how alike the words
are, whether both would be sorted alike, the places they name, and the hours between them. The same subject alone is
no relation. What is protected or personal is never compared with anything (decisions 5, 6).
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from requests_flow.suggestion.features import CHARACTER, Features
from requests_flow.suggestion.model import Chances, Model, categories_in
from requests_flow.suggestion.places import Places, contradict, shared
from requests_flow.suggestion.pointing import NOWHERE, Pointing
from requests_flow.words import Category

DUPLICATE, SAME_INCIDENT = "duplicate", "same_incident"
# Facilities and surroundings: only there other firms are "in the same incident" (decisions 30).
INCIDENTS = frozenset({Category.PRO, Category.SAF, Category.ENV, Category.LIF})
SHOWN_FROM = 0.55
SHOWN_AT_MOST = 3
DAYS = 14
# The same words make it the same request again; so does the same reporter.
AS_ALIKE_AS_ONE = 0.3
# How much each sign adds to the belief. Words, subject and hours were fitted to the pairs of the corpus; it has no two
# matters of one subject in one park, so what places say, and what a text says of itself, is set by hand (docs/adr).
SIGNS = {
    "": -1.5,
    "words": 4.5,
    "subject": 3.6,
    "hours": -0.9,
    "place": 2.0,
    "elsewhere": -4.0,
    "tier": -1.2,
    "who": 1.0,
    "refers": 1.0,
    "denies": -4.0,
}
# A building that is only mentioned weighs less than one that was scanned or chosen.
MENTIONED = 0.9
HOURS_UNKNOWN = 2.0


@dataclass
class Report:
    """A need as it is compared: what it says, where, when and by whom."""

    ref: str
    park: str
    at: datetime | None
    features: Features
    think: Callable[[Features], Chances] = field(compare=False, repr=False)
    category: str = ""
    tier: str = ""
    building: str = ""
    places: Places = field(default_factory=dict)
    who: str = ""
    is_private: bool = False
    label: str = ""
    pointing: Pointing = NOWHERE

    @cached_property
    def label_or_guess(self) -> str:
        """What it was sorted under, else what is likeliest."""
        return self.label or max(self.chances, key=lambda label: self.chances[label])

    @cached_property
    def chances(self) -> Chances:
        """What the model makes of it; asked for only where the words are alike at all."""
        return self.think(self.features)

    @cached_property
    def category_or_guess(self) -> str:
        return self.category or categories_in(self.chances)[0][0]


@dataclass(frozen=True)
class Related:
    """An earlier need, how it is related, how sure that is, and what says so."""

    ref: str
    relation: str
    score: float
    words: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    hours: float | None
    is_same_reporter: bool
    who: str = ""


def ranked(found: Iterable[Related]) -> list[Related]:
    """What may be offered of it, the surest first."""
    offered = [match for match in found if match.relation]
    return sorted(offered, key=lambda match: (-match.score, match.ref))[:SHOWN_AT_MOST]


def matches(one: Report, others: Iterable[Report], model: Model) -> Iterator[Related]:
    """Every report that is believed to be about the same matter; `relation` is empty where none may be offered."""
    for other in others:
        if comparable(one, other):
            signs = signs_of(one, other, model)
            score = _belief(signs)
            if score >= SHOWN_FROM:
                yield _match(one, other, signs, score, model)


def _match(one: Report, other: Report, signs: Mapping[str, float], score: float, model: Model) -> Related:
    words = sorted(_common(one, other), key=lambda name: (-model.idf(name), name))
    places = tuple(shared(one.places, other.places))
    relation = _relation(one, other, signs)
    return Related(other.ref, relation, score, tuple(words), places, _hours(one, other), bool(signs["who"]), other.who)


def comparable(one: Report, other: Report) -> bool:
    """Two needs of one park within days of each other, none of them private."""
    if one.is_private or other.is_private or one.ref == other.ref or not one.park or one.park != other.park:
        return False
    hours = _hours(one, other)
    return hours is None or hours <= DAYS * 24


def signs_of(one: Report, other: Report, model: Model) -> dict[str, float]:
    """What speaks for one matter, and against it."""
    hours = _hours(one, other)
    are_placed = bool(one.building and other.building)
    is_same_building = are_placed and one.building == other.building
    is_elsewhere = are_placed and not is_same_building
    return {
        "": 1.0,
        "words": alike(one.features, other.features, model),
        "subject": _overlap(one.chances, other.chances),
        "hours": HOURS_UNKNOWN if hours is None else math.log1p(hours),
        "place": float(is_same_building or bool(shared(one.places, other.places))),
        "elsewhere": 1.0 if is_elsewhere else MENTIONED * contradict(one.places, other.places),
        "tier": float(bool(one.tier and other.tier) and one.tier != other.tier),
        "who": float(bool(one.who) and one.who == other.who),
        "refers": float(one.pointing.refers),
        "denies": float(one.pointing.denies),
    }


def alike(these: Features, those: Features, model: Model) -> float:
    """The cosine of two texts, rare words counting more; between 0 and 1."""
    both = sum(model.idf(name) ** 2 for name in these if name in those)
    return both / (_norm(these, model) * _norm(those, model)) if both else 0.0


def _norm(words: Features, model: Model) -> float:
    return math.sqrt(sum(model.idf(name) ** 2 for name in words))


def _overlap(these: Mapping[str, float], those: Mapping[str, float]) -> float:
    """How alike two spreads of belief are: 1 for the same, 0 for nothing in common."""
    return sum(math.sqrt(chance * those.get(label, 0.0)) for label, chance in these.items())


def _belief(signs: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(SIGNS[name] * value for name, value in signs.items())))


def _relation(one: Report, other: Report, signs: Mapping[str, float]) -> str:
    """Another firm is in the same incident only where a facility or the surroundings fail (decisions 30)."""
    is_incident = {one.category_or_guess, other.category_or_guess} <= INCIDENTS
    are_others = bool(one.who and other.who) and one.who != other.who
    if is_incident and not signs["who"] and (are_others or signs["words"] < AS_ALIKE_AS_ONE):
        return SAME_INCIDENT
    return "" if are_others else DUPLICATE


def _common(one: Report, other: Report) -> Iterator[str]:
    return (name for name in one.features if name in other.features and not name.startswith(CHARACTER))


def _hours(one: Report, other: Report) -> float | None:
    if one.at is None or other.at is None:
        return None
    return abs((one.at - other.at).total_seconds()) / 3600
