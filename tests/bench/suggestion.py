"""The suggestion against plain BM25: how often it is right, and how long it takes among 10,000 open needs.

Two sets side by side: the corpus, each need left out of what is known while it is judged, and paraphrases worded by
somebody who had not seen the keywords. No server: the engine alone, on the seed of the package.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import django

PARAPHRASES = Path(__file__).parent / "paraphrases.jsonl"
# Worded after everything was chosen: nothing was chosen by it (docs/adr/0020).
FRESH = Path(__file__).parent / "paraphrases_fresh.jsonl"
# Worded before the tiers' words were read, by the same hand that then changed them (docs/adr/0020).
THIRD = Path(__file__).parent / "paraphrases_third.jsonl"
OPEN_NEEDS = 10_000
TIMED = 60
PROMISED = {"service first": 80.0, "service in three": 92.0, "category": 85.0, "tier": 80.0}
RELATED = {"related, precision": 90.0, "related, recall": 70.0}
MOST_TIMES = 20.0
POSITIVE = ("duplicate", "same_incident")


@dataclass(frozen=True)
class Judged:
    """Shares in per cent, by measure, over so many needs."""

    shares: dict[str, float]
    n: int


def corpus_rows() -> list[dict[str, Any]]:
    from requests_flow.suggestion import seed

    return seed.corpus()


def paraphrased_rows(source: Path = PARAPHRASES) -> list[dict[str, Any]]:
    return [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]


def judged(rows: list[dict[str, Any]], *, is_known: bool) -> Judged:
    """What the engine gets right; needs that it knows are each left out while they are judged."""
    from parkdesk.core.search import fold
    from requests_flow.suggestion import seed, versions
    from requests_flow.suggestion.learning import Sorted, measured

    exam = [Sorted(seed.example_of(row), fold(f"{row['title']} {row['text']}")) for row in rows]
    found = measured(versions.packaged(), exam, without=exam if is_known else [])
    names = zip(PROMISED, ("service", "top_three", "category", "tier"), strict=True)
    return Judged({case: 100 * found[name] for case, name in names}, len(rows))


def judged_plainly(rows: list[dict[str, Any]]) -> dict[str, float]:
    """What plain BM25 over names, keywords and questions gets right; its tier is that of most needs."""
    from tests.bench.plain import BM25

    catalogue = BM25(_documents())
    asked = [row for row in rows if row["services"]]
    found = [catalogue.best(f"{row['title']} {row['text']}") for row in asked]
    categories = [catalogue.best(f"{row['title']} {row['text']}", 1) for row in rows]
    return {
        "service first": _share(best[:1] == row["services"][:1] for best, row in zip(found, asked, strict=True)),
        "service in three": _share(row["services"][0] in best for best, row in zip(found, asked, strict=True)),
        "category": _share(
            best[:1] and best[0][:3] == row["category"] for best, row in zip(categories, rows, strict=True)
        ),
        "tier": _share(row["tier"] == "simple" for row in rows),
    }


def related(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Precision of the links to earlier needs, and the share of needs with such a link that got a right one."""
    from requests_flow.suggestion.answering import Desk
    from requests_flow.suggestion.versions import packaged

    ordered = sorted(rows, key=lambda row: row["submitted_at"])
    matter, desk = _matters(rows), Desk(packaged())
    right = wrong = 0
    found = set()
    for row in ordered:
        for link in desk.answer(_told(row))["related"]:
            is_right = matter[link["ref"]] == matter[row["id"]]
            right, wrong = right + is_right, wrong + (not is_right)
            if is_right:
                found.add(row["id"])
    wanted = [row["id"] for row in rows if row["relation"] in POSITIVE]
    recall = _share(key in found for key in wanted)
    return {"related, precision": 100 * right / max(1, right + wrong), "related, recall": recall}


def seconds_of(work: Callable[[int], object]) -> list[float]:
    """How long each of some calls takes."""
    taken = []
    for number in range(TIMED):
        start = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - start)
    return taken


def race(needs: int = OPEN_NEEDS) -> tuple[list[float], list[float]]:
    """The whole suggestion, and BM25 alone, each among so many open needs of one park."""
    from requests_flow.suggestion.answering import Desk
    from requests_flow.suggestion.versions import packaged
    from tests.bench.plain import BM25

    rows = corpus_rows()
    told = [replace(_told(rows[number % len(rows)]), id=f"{number}", park="P01") for number in range(needs)]
    desk = Desk(packaged())
    for one in told:
        desk.remember(one)
    plain = BM25((one.id, f"{one.title} {one.text}") for one in told)
    new = [replace(_told(row), id=row["id"], park="P01") for row in paraphrased_rows()]
    return (
        seconds_of(lambda number: desk.answer(new[number % len(new)])),
        seconds_of(lambda number: plain.best(f"{new[number % len(new)].title} {new[number % len(new)].text}")),
    )


def suggestion(_: Any, scale: str) -> Iterator[Any]:
    """The bench: figures with their promises."""
    from tests.bench.figures import Figure, Limit, ratio

    if not django.apps.apps.ready:
        _begin()
    for name, rows, is_known in _exams():
        ours, plain = judged(rows, is_known=is_known), judged_plainly(rows)
        for case, least in PROMISED.items():
            against = "tier of most" if case == "tier" else "BM25 alone"
            yield (
                _figure(f"{case}, {name}", ours.shares[case], (against, plain[case]), ours.n),
                Limit(value_at_least=least),
            )
        for case, share in related(rows).items():
            yield (
                _figure(f"{case}, {name}", share, ("all needs", 100.0), len(rows)),
                Limit(value_at_least=RELATED[case]),
            )
    ours_s, plain_s = race()
    middle = sorted(ours_s)[len(ours_s) // 2]
    figure = Figure("suggestion", f"time, {OPEN_NEEDS} open needs", "none", 1000 * middle, "ms p50", "BM25 alone",
                    ratio(ours_s, plain_s), 0, TIMED)  # fmt: skip
    yield figure, Limit(at_most=MOST_TIMES)


def _exams() -> Iterator[tuple[str, list[dict[str, Any]], bool]]:
    yield "corpus", corpus_rows(), True
    yield "paraphrases", paraphrased_rows(), False
    yield "fresh paraphrases", paraphrased_rows(FRESH), False
    yield "third paraphrases", paraphrased_rows(THIRD), False


def _begin() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parkdesk.settings.test")
    django.setup()


def _figure(case: str, value: float, against: tuple[str, float], n: int) -> Any:
    from tests.bench.figures import Figure

    name, other = against
    return Figure("suggestion", case, "none", value, "%", f"{name} ({other:.1f} %)", value / max(other, 0.1), 0, n)


def _documents() -> Iterator[tuple[str, str]]:
    from requests_flow.suggestion.seed import catalogue

    for code, row in catalogue().items():
        questions = [one[name] for one in row["faq"] for name in ("q_zh", "q_en", "a_zh", "a_en")]
        yield code, " ".join([row["name_zh"], row["name_en"], *row["keywords_zh"], *row["keywords_en"], *questions])


def _told(row: dict[str, Any]) -> Any:
    from requests_flow.suggestion.reading import Told

    at = datetime.fromisoformat(row["submitted_at"])
    return Told(row["id"], row["title"], row["text"], row["park_code"], row.get("building") or "", at)


def _matters(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Need -> the first need of its matter, along the links that are labelled."""
    first = {row["id"]: row["duplicate_of"] if row["relation"] in POSITIVE else row["id"] for row in rows}

    def root(key: str) -> str:
        return key if first[key] == key else root(first[key])

    return {key: root(key) for key in first}


def _share(answers: Iterable[object]) -> float:
    told = [bool(one) for one in answers]
    return 100 * sum(told) / max(1, len(told))
