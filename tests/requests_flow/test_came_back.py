"""Beside the lights of a unit stands what came back: opened again, rated badly (domain.md 7)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import advance
from requests_flow import came_back
from requests_flow.models import Mending, Rating
from requests_flow.words import State
from tests.requests_flow.conftest import somebody

pytestmark = pytest.mark.django_db


def so_far():
    now = clock.now()
    return came_back.by_unit(now - timedelta(days=30), now + timedelta(minutes=1))


def test_a_rate_stands_with_its_two_numbers(morning, a_need, operator_unit):
    for state in (State.RESOLVED, State.CLOSED, State.REOPENED, State.IN_PROGRESS):
        a_need(state)
    found = so_far()[operator_unit.pk]
    assert (found.resolved, found.reopened) == (3, 1)
    assert found.reopened_words.startswith("1")
    assert "3" in found.reopened_words
    assert "33%" in found.reopened_words


def test_what_is_opened_after_the_time_shown_counts_later(morning, a_need, operator_unit):
    need = a_need(State.RESOLVED)
    morning("2026-11-25 09:30")
    advance(need, "reopen", by=somebody("贾一", Role.DESK_MANAGER), reason="又停了")
    day = clock.at(date(2026, 11, 25), clock.OPENING.min)
    assert came_back.by_unit(day - timedelta(days=9), day)[operator_unit.pk].reopened == 0
    assert so_far()[operator_unit.pk].reopened == 1


def test_nothing_completed_is_no_rate():
    assert "%" not in came_back.CameBack().reopened_words


def test_bad_ratings_say_what_became_of_them_and_leave_out_mistakes(morning, a_need, operator_unit, clerk):
    now = clock.now()
    for grade, verdict, mended in ((1, "upheld", now), (2, "", None), (2, "mistaken", None), (4, None, None)):
        need = a_need(State.RESOLVED)
        rating = Rating.objects.create(need=need, handling=1, grade=grade, at=now)
        if verdict is not None:
            Mending.objects.create(
                need=need, rating=rating, contact_due_at=now, due_at=now, verdict=verdict, mended_at=mended,
                examined_at=now if verdict else None, examined_by=clerk if verdict else None,
            )  # fmt: skip
    found = so_far()[operator_unit.pk]
    assert (found.bad, found.upheld, found.mended) == (2, 1, 1)


def test_the_cockpit_sets_it_beside_the_lights_in_a_fixed_number_of_queries(
    client, morning, a_need, manager, operator_unit, operator_person, django_assert_max_num_queries
):
    a_need(State.REOPENED)
    a_need(State.IN_PROGRESS)
    client.force_login(manager)
    client.get(reverse("cockpit_units"))
    with django_assert_max_num_queries(14) as few:
        (one,) = client.get(reverse("cockpit_units")).context["standings"]
    assert (one.unit, one.lights.total, one.conduct.reopened) == (operator_unit, 1, 1)
    for _ in range(4):
        a_need(State.IN_PROGRESS)
    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse("cockpit_units")).content.decode()
    assert "data-light=" in page
    client.force_login(operator_person)
    assert client.get(reverse("cockpit_units")).status_code == 404
