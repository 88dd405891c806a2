"""An election in a park of 21 firms with a council of eight; `campaign` walks it to where a test wants it."""

import pytest

from enterprises.roles import Role
from tests.councils.elections.campaign import Campaign
from tests.requests_flow.conftest import MORNING, somebody


@pytest.fixture
def scrutineer(db):
    """Sees that the count is right; works neither for the office nor for a firm."""
    return somebody("顾知远", Role.DISCIPLINE_AUDITOR)


@pytest.fixture
def campaign(council, office, party_supervisor, leader, scrutineer, morning) -> Campaign:
    now = morning(MORNING)
    return Campaign(council, office, party_supervisor, leader, scrutineer, now)
