"""What the needs of the demonstration say: the corpus, and questions of the service catalogue."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from enterprises.seeds import catalogue
from requests_flow.words import Tier

# Every so many questions of the catalogue comes from somebody who writes English.
ENGLISH_EVERY = 6
# Two questions that nobody would hand in as a need.
NOT_ASKED = ("能不能只要盖章不演练？", "可以只招应届男生吗？")


@dataclass(frozen=True)
class Told:
    """A need as somebody tells it, with what the desk will find out about it. `answer` comes from the catalogue."""

    key: str
    language: str
    title: str
    text: str
    category: str
    tier: str
    service: str = ""
    urgency: str = ""
    channel: str = "qr"
    park: str = ""
    cluster: str = ""
    same_as: str = ""
    answer: str = ""


@cache
def corpus() -> dict[str, Told]:
    """The 350 needs of the corpus by their id, in its order."""
    path = Path(settings.ROOT) / "parkdesk" / "data" / "needs_corpus.jsonl"
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {row["id"]: _from_corpus(row) for row in rows}


@cache
def questions() -> dict[str, Told]:
    """110 questions of the catalogue as somebody would hand them in; a service guide answers them, so simple."""
    asked = [(service, entry) for service in catalogue()["services"] for entry in service["faq"]]
    kept = [(service, entry) for service, entry in asked if entry["q_zh"] not in NOT_ASKED]
    return {told.key: told for told in (_from_catalogue(number, *pair) for number, pair in enumerate(kept, 1))}


def _from_corpus(row: dict[str, Any]) -> Told:
    return Told(
        key=row["id"],
        language="en" if row["lang"] == "en" else "zh-hans",
        title=row["title"],
        text=row["text"],
        category=row["category"],
        tier=row["tier"],
        service=next(iter(row["services"]), ""),
        urgency=row["urgency"],
        channel=row["channel"],
        park=row["park_code"],
        cluster=row["cluster"] or "",
        same_as=row["duplicate_of"] or "" if row["relation"] == "duplicate" else "",
    )


def _from_catalogue(number: int, service: dict[str, Any], entry: dict[str, str]) -> Told:
    is_english = number % ENGLISH_EVERY == 0
    return Told(
        key=f"Q{number:03d}",
        language="en" if is_english else "zh-hans",
        title="",
        text=entry["q_en" if is_english else "q_zh"],
        category=service["default_need_category"],
        tier=Tier.SIMPLE,
        service=service["code"],
        urgency="low",
        channel=("web", "qr", "visit", "qr")[number % 4],
        answer=entry["a_en" if is_english else "a_zh"],
    )
