"""docs/journey.md and the code hold the same transition table (decisions 25)."""

import re
from pathlib import Path

import pytest

from parkdesk.core.states import Step, steps
from requests_flow.models import Need

PAGE = Path(__file__).resolve().parents[2] / "docs" / "journey.md"
# In the state machine a step without a target stays, one with many goes back to where the clock was stopped.
STAYS, BACK = "stays", "where it was"


def rows_below(title: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    text = PAGE.read_text().partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def names(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def written() -> dict[str, list[str]]:
    return {names(row[0])[0]: row for row in rows_below("Every step")}


def target(step: Step) -> str:
    if not step.targets:
        return STAYS
    return BACK if len(step.targets) > 1 else f"`{step.targets[0]}`"


def test_every_step_in_code_stands_in_the_document_in_the_same_order():
    assert list(written()) == list(steps(Need))


@pytest.mark.parametrize("name", steps(Need))
def test_a_step_leads_from_and_to_what_is_written(name):
    _, chinese, sources, to, who, guards, clock = written()[name]
    step = steps(Need)[name]
    assert set(names(sources)) == step.sources
    assert to == target(step)
    assert names(who) == [step.permission.__name__]
    assert names(guards) == [guard.__name__ for guard in step.guards]
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert clock


def test_everybody_who_takes_a_step_and_every_guard_is_explained():
    said = {names(row[0])[0] for title in ("Who", "Guards") for row in rows_below(title)}
    used = {step.permission.__name__ for step in steps(Need).values()}
    used |= {guard.__name__ for step in steps(Need).values() for guard in step.guards}
    assert used <= said
