"""What a text says, as weighted features: the search segmenter's tokens, English stems, concepts, single characters.

A concept (`@lift`) stands for words of both languages that mean one thing; it lets "elevator" find "电梯". Single
characters (`'梯`) catch wordings that share no pair of characters with what is known; they weigh half.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from parkdesk.core.search import segment

Features = Mapping[str, float]

CONCEPTS = Path(__file__).parent.parent / "seed" / "concepts.txt"
LONGEST = 4000
CHARACTER = "'"
CONCEPT = "@"
WEIGHT_OF_CHARACTER = 0.5
_HAN = re.compile(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e")
_EMPTY = frozenset(
    """
    the a an is are was were be been to of in on at for and or we our us i my me you your it its this
    that with from by as can could would should do does did not no have has had how what when where who
    which there they them their please will about any some so if but out up just get got need want
    """.split()  # noqa: SIM905
)


def is_han(token: str) -> bool:
    return bool(_HAN.match(token))


def stem(word: str) -> str:
    """An English word without its commonest endings; at least three letters stay."""
    if len(word) == 4 and word.endswith("s"):
        return word[:3]
    if len(word) > 4:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return word[: -len(ending)]
    return word


def tokens(text: str) -> list[str]:
    """The tokens of a text (its first 4,000 characters) that carry meaning, in their order."""
    return meaningful(segment(text[:LONGEST]).split())


def meaningful(segmented: Iterable[str]) -> list[str]:
    """Tokens of the search text without empty words and plain numbers, English ones as stems."""
    return [
        token if is_han(token) else stem(token)
        for token in segmented
        if token not in _EMPTY and not (token.isdigit() and len(token) != 3)
    ]


def features(text: str) -> dict[str, float]:
    """Feature -> how often it is said (concepts count once)."""
    return features_of(tokens(text))


def features_of(said: list[str]) -> dict[str, float]:
    """The same, from tokens."""
    found: dict[str, float] = {}
    for token in said:
        found[token] = found.get(token, 0) + 1
    for concept, _ in concepts_in(found):
        found[concept] = 1.0
    for character in _characters(said):
        name = CHARACTER + character
        found[name] = found.get(name, 0) + WEIGHT_OF_CHARACTER
    return found


def concepts_in(said: Mapping[str, float]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each concept with the tokens that stand for it here; one concept may come several times."""
    single, several = _concepts()
    for token in list(said):
        for concept in single.get(token, ()):
            yield concept, frozenset((token,))
        for wanted, concept in several.get(token, ()):
            if all(one in said for one in wanted):
                yield concept, wanted


def _characters(said: list[str]) -> Iterator[str]:
    """The Chinese characters of a run once each: bigrams overlap by one."""
    before = ""
    for token in said:
        if not is_han(token):
            before = ""
            continue
        if token[0] != before:
            yield token[0]
        if len(token) > 1:
            yield token[1]
        before = token[-1]


@cache
def _concepts() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[tuple[frozenset[str], str], ...]]]:
    """The list of concepts: by single token, and by the first token of those that need several."""
    single: dict[str, tuple[str, ...]] = {}
    several: dict[str, tuple[tuple[frozenset[str], str], ...]] = {}
    for line in CONCEPTS.read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(":")
        for word in () if line.startswith("#") else words.split():
            wanted = tokens(word.replace("_", " "))
            concept = CONCEPT + name
            if len(wanted) == 1:
                single[wanted[0]] = (*single.get(wanted[0], ()), concept)
            elif wanted:
                several[wanted[0]] = (*several.get(wanted[0], ()), (frozenset(wanted), concept))
    return single, several
