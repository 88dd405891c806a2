"""What people of the park say, from parkdesk/data/demonstration: answers by topic, questions, comments."""

import json
import random
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from parkdesk.core.words_of_time import day as day_words
from parkdesk.demonstration.sources import Told


@cache
def of(name: str) -> Any:
    """The content of one file of the demonstration."""
    path = Path(settings.ROOT) / "parkdesk" / "data" / "demonstration" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def tongue(told: Told) -> str:
    """The language that this reporter is answered in: the key of the files."""
    return "en" if told.language == "en" else "zh"


def answer(told: Told, unit: str, moment: datetime) -> str:
    """What was done, in the words of its topic; the catalogue's own answer for a question of the catalogue."""
    if told.answer:
        done = of("phrases")["done"]["en" if told.language == "en" else told.category]
        return f"{told.answer}{' ' if told.language == 'en' else ''}{_filled(_one(told, done), told, unit, moment)}"
    return _filled(_one(told, _topic(told)[tongue(told)]), told, unit, moment)


def going(told: Told, unit: str, moment: datetime) -> str:
    """How it stands, before it is done."""
    return _filled(_one(told, of("phrases")["going"][told.category][tongue(told)]), told, unit, moment)


def question(told: Told) -> tuple[str, str]:
    """What is asked of a reporter, and what they answer."""
    asked = of("phrases")["ask"]
    key = "en" if told.language == "en" else told.category
    return tuple(_one(told, asked.get(key) or asked["*"]))


def one_of(told: Told, name: str) -> str:
    """One sentence of a list: comments of a grade are under `comments/5`."""
    content = of("phrases")
    for part in name.split("/"):
        content = content[part]
    return str(_one(told, content))


def dice(name: str) -> random.Random:
    """The same throws for the same name: the demonstration is the same everywhere."""
    return random.Random(f"parkdesk {name}")  # noqa: S311 (nothing secret is thrown here) # nosec B311


def _topic(told: Told) -> dict[str, Any]:
    return next(topic for topic in of("answers") if _fits(topic, told))


def _fits(topic: dict[str, Any], told: Told) -> bool:
    if not topic.get(tongue(told)):
        return False
    if told.service not in topic.get("services", [told.service]):
        return False
    if told.category not in topic.get("categories", [told.category]):
        return False
    return bool(re.search(topic.get("words", ""), f"{told.title} {told.text}", re.IGNORECASE))


def _one(told: Told, choices: list[Any]) -> Any:
    return dice(told.key).choice(choices)


def _filled(text: str, told: Told, unit: str, moment: datetime) -> str:
    with translation.override("en" if told.language == "en" else "zh-hans"):
        return text.replace("{unit}", unit).replace("{day}", day_words(moment))
