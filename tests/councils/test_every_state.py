"""Invariant 14 of council.md: each state leads on or is an end, and somebody is named who takes it on."""

import pytest
from django.apps import apps

from councils import models
from parkdesk.core.states import StateField, steps

# Where a way is over; what is over stands in a list, for a new state is to be thought about.
ENDS = {
    models.Action: {"verified", "dropped"},
    models.Advice: {"answered", "dropped"},
    models.Candidacy: {"refused", "declined", "lapsed", "withdrawn"},
    models.Case: {"closed", "withdrawn"},
    models.CompositionAlarm: {"ended"},
    models.Election: {"certified", "annulled", "cancelled"},
    models.ElectionObjection: {"upheld", "dismissed"},
    models.Instruction: {"corrected"},
    models.Meeting: {"minuted", "cancelled"},
    models.Minutes: set(),
    models.Poll: {"closed"},
    models.QuarterAccount: set(),
    models.ReminderLetter: {"sent"},
    models.Representative: {"left"},
    models.Resolution: {"fulfilled", "lapsed", "dropped"},
    models.Round: {"closed", "cancelled"},
    models.SmallWork: {"not_agreed", "cancelled"},
    models.SupervisionOrder: {"archived", "dropped"},
    models.Voice: {"counted", "taken_back", "lapsed"},
}
NAMES = [model.__name__ for model in ENDS]


def states(model) -> set[str]:
    return {value for value, _ in model._meta.get_field("state").choices}


def test_everything_of_the_councils_that_has_states_is_looked_at():
    every = apps.get_app_config("councils").get_models()
    assert {one for one in every if any(isinstance(field, StateField) for field in one._meta.fields)} == set(ENDS)


@pytest.mark.parametrize("model", ENDS, ids=NAMES)
def test_every_state_leads_on_or_is_an_end(model):
    left_by = set().union(*(one.sources for one in steps(model).values()))
    assert states(model) - left_by == ENDS[model]


@pytest.mark.parametrize("model", ENDS, ids=NAMES)
def test_every_state_is_reached_by_a_step_or_is_where_it_begins(model):
    reached = {one for step in steps(model).values() for one in step.targets}
    unreached = states(model) - reached
    assert unreached <= {model._meta.get_field("state").get_default()}


@pytest.mark.parametrize("model", ENDS, ids=NAMES)
def test_every_step_says_who_takes_it(model):
    assert not [name for name, one in steps(model).items() if one.permission is None]
