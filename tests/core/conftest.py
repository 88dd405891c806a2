"""One need and the people around it, for the tests of the floor."""

from collections.abc import Callable

import pytest

from enterprises.models import Park, Person
from enterprises.roles import Role
from parkdesk.core import outbox
from requests_flow.intake import Report, hand_in
from requests_flow.models import Need
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory

MORNING = "2026-11-24 09:30"


@pytest.fixture
def morning(at):
    """It is Tuesday 24 November 2026, 9:30; call it to go on."""
    at(MORNING)
    return at


@pytest.fixture
def park(db) -> Park:
    return ParkFactory()


@pytest.fixture
def need(morning, db) -> Need:
    return hand_in(Report("打印机连不上网，能不能派人看看"))[0]


@pytest.fixture
def clerk(db) -> Person:
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


@pytest.fixture
def tenant(db) -> Person:
    return PersonFactory()


@pytest.fixture
def follow(monkeypatch) -> Callable:
    """Register listeners of one test; nobody else hears anything meanwhile."""
    monkeypatch.setattr(outbox, "_listeners", {})
    return outbox.follow
