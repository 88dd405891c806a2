"""One park with one need in hand, and one person for each role of domain.md 3."""

from http import HTTPStatus

import pytest
from django.test import Client

from enterprises.roles import Line, Role
from parkdesk.core import states
from requests_flow.words import State
from tests.factories import CouncilFactory, MembershipFactory, PersonFactory
from tests.requests_flow.conftest import *  # noqa: F403
from tests.requests_flow.conftest import somebody

PHONE, NAME = "+8615473912846", "欧阳鹤雏"
CONTACT = {"phone": PHONE, "name": NAME, "consent_version": "1"}
HIDDEN = (PHONE, PHONE.removeprefix("+86"), NAME)


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this happens on one morning."""


@pytest.fixture
def need(a_need, enterprise):
    """In hand at the operator of the park, for a firm of it, with a contact."""
    return a_need(State.IN_PROGRESS, enterprise=enterprise, **CONTACT)


@pytest.fixture
def guarded(a_need, enterprise):
    """One that alleges something: who it may concern does not read it."""
    return a_need(State.TRIAGED, enterprise=enterprise, is_protected=True, **CONTACT)


@pytest.fixture
def private(a_need):
    """A personal one, of somebody of the firm."""
    return a_need(State.TRIAGED, is_personal=True, **CONTACT)


@pytest.fixture
def council(park):
    return CouncilFactory(park=park)


class Door:
    """What somebody finds behind an address."""

    def __init__(self, person):
        self.person, self.browser = person, Client()
        if person is not None:
            self.browser.force_login(person)

    def opens(self, *addresses):
        """Whether all of these open."""
        return all(self.status(one) == HTTPStatus.OK for one in addresses)

    def knows_nothing_of(self, *addresses):
        """Whether none of these is there for them; a visitor is asked to sign in."""
        refused = {HTTPStatus.NOT_FOUND} if self.person else {HTTPStatus.NOT_FOUND, HTTPStatus.FOUND}
        return all(self.status(one) in refused for one in addresses)

    def status(self, address):
        return self.browser.get(address).status_code

    def text(self, address):
        return self.browser.get(address).content.decode()

    def reads_no_contact(self, *addresses):
        return not any(sign in self.text(one) for one in addresses for sign in HIDDEN)

    def may(self, need, *steps):
        """Whether the permission of each of these steps is theirs, whatever the state of the need."""
        found = states.steps(type(need))
        return all(found[one].may(need, self.person) for one in steps)

    def may_none(self, need, *steps):
        found = states.steps(type(need))
        return not any(found[one].may(need, self.person) for one in steps)


@pytest.fixture
def at_the_door():
    return Door


@pytest.fixture
def worn(park, operator_unit, governance_line, reception):
    """`worn(Role.SPECIALIST)`: somebody who wears that role, with the park, unit or line that belongs to it."""
    terms = {
        Role.OPERATOR_STAFF: {"unit": operator_unit},
        Role.WINDOW_CLERK: {"unit": reception},
        Role.SPECIALIST: {"unit": governance_line, "line": Line.COMPREHENSIVE_GOVERNANCE},
        Role.PARK_LEADER: {"park": park},
        Role.VOLUNTEER: {"park": park},
        Role.REPRESENTATIVE: {"park": park},
    }

    def wear(role, **more):
        return Door(somebody(f"{role.label}一", role, **terms.get(role, {}) | more))

    return wear


@pytest.fixture
def member(enterprise):
    """Somebody of the firm."""
    return Door(MembershipFactory(enterprise=enterprise, person=PersonFactory(name="乔晨遥")).person)
