"""docs/journey.md and the code hold the same table of a case's steps."""

import re

import pytest

from councils.models import Case, QuarterAccount, Round, SmallWork, Voice
from parkdesk.core.states import Step, steps
from tests.requests_flow.test_the_table import names, rows_below

STAYS, BACK = "stays", "where it was"
TABLES = {
    Case: "Every step of a case",
    Round: "Every step of a vote",
    Voice: "Every step of a voice",
    SmallWork: "Every step of a small work",
    QuarterAccount: "Every step of shared accounts",
}
ROWS = [(model, name) for model in TABLES for name in steps(model)]


def written(model) -> dict[str, list[str]]:
    return {names(row[0])[0]: row for row in rows_below(TABLES[model])}


def target(step: Step) -> str:
    if not step.targets:
        return STAYS
    return BACK if len(step.targets) > 1 else f"`{step.targets[0]}`"


@pytest.mark.parametrize("model", TABLES)
def test_every_step_in_code_stands_in_the_document_in_the_same_order(model):
    assert list(written(model)) == list(steps(model))


@pytest.mark.parametrize(("model", "name"), ROWS, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_a_step_leads_from_and_to_what_is_written(model, name):
    _, chinese, sources, to, who, guards, then = written(model)[name]
    step = steps(model)[name]
    assert set(names(sources)) == step.sources
    assert to == target(step)
    assert names(who) == [step.permission.__name__]
    assert names(guards) == [guard.__name__ for guard in step.guards]
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert then


def test_everybody_who_takes_a_step_and_every_guard_is_explained():
    titles = ("Who, in a council", "Guards of a council", "Who, in shared accounts", "Guards of shared accounts")
    said = {names(row[0])[0] for title in titles for row in rows_below(title)}
    every = [step for model in TABLES for step in steps(model).values()]
    used = {step.permission.__name__ for step in every} | {guard.__name__ for step in every for guard in step.guards}
    assert used <= said
