"""What is known before anybody sorted anything: the catalogue, everyday phrases, and labelled examples.

Labels are service codes, and `-CAT` for needs of a category that no service of the catalogue fits.
All of it is original and invented for this house (see requests_flow/seed/README.md).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from requests_flow.suggestion.features import Features, features
from requests_flow.words import Category

PHRASES = Path(__file__).parent.parent / "seed" / "phrases.tsv"
PACKAGED = Path(settings.ROOT) / "parkdesk" / "data"
NO_SERVICE = "-"


@dataclass(frozen=True)
class Example:
    """A text with the label that fits it; `tier` and `group` where they are known (one group is one matter)."""

    key: str
    label: str
    features: Features
    category: str = ""
    tier: str = ""
    group: str = ""


def label_of(service: str, category: str) -> str:
    return service or NO_SERVICE + category


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """The rows of the packaged catalogue by code."""
    rows = json.loads((PACKAGED / "services.json").read_text(encoding="utf-8"))["services"]
    return {row["code"]: row for row in rows}


@cache
def corpus() -> list[dict[str, Any]]:
    """The labelled needs of the package, as they stand in its file."""
    lines = (PACKAGED / "needs_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@cache
def examples() -> tuple[Example, ...]:
    """The labelled needs as examples."""
    return tuple(example_of(row) for row in corpus())


def example_of(row: dict[str, Any]) -> Example:
    service = row["services"][0] if row["services"] else ""
    return Example(
        key=row["id"],
        label=label_of(service, row["category"]),
        features=features(f"{row['title']} {row['text']}"),
        category=row["category"],
        tier=row["tier"],
        group=row.get("cluster") or row.get("duplicate_of") or row["id"],
    )


@cache
def phrases() -> tuple[Example, ...]:
    """Everyday wordings of each service and of what no service fits."""
    return tuple(Example(f"{label} {number}", label, features(said)) for number, (label, said) in enumerate(_phrases()))


def _phrases() -> Iterator[tuple[str, str]]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        label, _, said = line.partition("\t")
        for phrase in said.split("|"):
            yield label, phrase


def category_of(label: str) -> str:
    """The need category of a label: its own, or that of the packaged service."""
    if label.startswith(NO_SERVICE):
        return label[len(NO_SERVICE) :]
    row = catalogue().get(label)
    return row["default_need_category"] if row else label.partition("-")[0]


CATEGORIES = frozenset(Category.values)
