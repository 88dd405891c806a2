"""What the catalogue itself says of a service, as weighted features: the packaged row, and what editors made of it."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from requests_flow.models import Service
from requests_flow.suggestion.features import Features, features
from requests_flow.suggestion.seed import catalogue

# How much a place in the catalogue says of what the service is for.
NAME, KEYWORD, SUMMARY, QUESTION, ANSWER, REST = 3.0, 2.0, 1.0, 1.5, 0.5, 0.3
WEIGHT = 0.5


def packaged() -> dict[str, Features]:
    return {code: _features(tuple(_texts(row))) for code, row in catalogue().items()}


def described(services: Iterable[Service]) -> dict[str, Features]:
    """The same for the services of this house; what is not in the package speaks by its own words alone."""
    found = {one.code: _features(tuple(_texts(_row(one)))) for one in services}
    return found or packaged()


def _row(service: Service) -> dict[str, Any]:
    """The packaged row with the words that stand in the database now."""
    row = {"materials": [], "faq": [], **catalogue().get(service.code, {})}
    row |= {name: getattr(service, name) for name in ("name_zh", "name_en", "summary_zh", "summary_en")}
    return row | {"keywords_zh": service.keywords, "keywords_en": []}


def _texts(row: dict[str, Any]) -> Iterator[tuple[str, float]]:
    yield from ((row[name], NAME) for name in ("name_zh", "name_en"))
    yield from ((word, KEYWORD) for word in [*row["keywords_zh"], *row["keywords_en"]])
    yield from ((row[name], SUMMARY) for name in ("summary_zh", "summary_en"))
    for one in row["faq"]:
        yield from ((one[name], QUESTION) for name in ("q_zh", "q_en"))
        yield from ((one[name], ANSWER) for name in ("a_zh", "a_en"))
    for one in row["materials"]:
        yield from ((one[name], REST) for name in ("name_zh", "name_en"))
    yield from ((row.get(name) or "", REST) for name in ("eligibility_zh", "result_zh"))


@cache
def _features(texts: tuple[tuple[str, float], ...]) -> Features:
    found: dict[str, float] = {}
    for text, weight in texts:
        for name, count in features(text).items():
            found[name] = found.get(name, 0) + count * weight * WEIGHT
    return found
