"""The story of three parks, told in parkdesk/data/demonstration/story.json: what every role finds to do today."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from parkdesk.demonstration import hours, roads, texts
from parkdesk.demonstration.lives import Act, Life, Office, Road
from parkdesk.demonstration.sources import corpus
from requests_flow.words import Outcome

SOLVING = "resolve"
UNDOING = "reopen"


def lives(office: Office) -> list[Life]:
    """All needs of the story with their dates relative to now, the oldest first."""
    return [_life(office, part) for part in texts.of("story")]


def _life(office: Office, part: dict[str, Any]) -> Life:
    acts = _acts(office, part)
    steps = [act.step for act in acts]
    is_solved = SOLVING in steps and UNDOING not in steps
    return Life(
        told=replace(corpus()[part["need"]], park=part["park"]),
        park=part["park"],
        acts=acts,
        unit=part.get("unit", ""),
        reporter=part.get("reporter", ""),
        outcome=Outcome.SOLVED if is_solved else "",
    )


def _acts(office: Office, part: dict[str, Any]) -> tuple[Act, ...]:
    """Minutes count back from now, or on from a moment that the part names; silence keeps its own dates."""
    acts: list[Act] = []
    for minutes, step, *facts in part["acts"]:
        if step == "remind":
            road = Road(office, acts[-1].at, None)
            return (*acts, *roads.silent(road).acts[1:])
        acts.append(Act(_moment(office, part.get("from", ""), minutes), step, facts[0] if facts else {}))
    return tuple(acts)


def _moment(office: Office, origin: str, minutes: int) -> datetime:
    if origin == "just now":
        return hours.just_now(office.now)
    if origin == "due tomorrow":
        return hours.forward(office.cal, hours.three_days_before_tomorrow(office.cal, office.now), minutes)
    return office.back(minutes)
