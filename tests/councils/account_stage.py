"""A park whose council keeps shared accounts: people and a quarter that takes the real steps (`walk_to`)."""

from datetime import timedelta

import pytest

from councils import accounts
from councils.accounts import Written
from councils.models import QuarterAccount
from councils.quarters import Quarter
from enterprises.roles import Role
from parkdesk.core.flow import advance
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory
from tests.requests_flow.conftest import MORNING, somebody

State = QuarterAccount.State
FIRST = Quarter(2026, 2)
LINES = [
    Written("parking", 114_800_00, "地面停车"),
    Written("interest", 31_25),
    Written("repairs", 42_850_00, "雨水管"),
]
OPENING = 186_320_40
CLOSING = OPENING + 114_800_00 + 31_25 - 42_850_00


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def tenant(council, park):
    return MembershipFactory(person=PersonFactory(name="邵亦辰"), enterprise=EnterpriseFactory(park=park)).person


@pytest.fixture
def auditor(db):
    return somebody("严明", Role.DISCIPLINE_AUDITOR)


@pytest.fixture
def walk_to(council, operator_member, chair, office, auditor, now):
    """A quarter that takes the real steps up to a state."""

    def walk(state=State.DRAFT, lines=LINES):
        one = accounts.start(council, by=operator_member, first=FIRST, opening_fen=OPENING)
        one = accounts.write(one, lines=lines, by=operator_member)
        if state != State.DRAFT:
            one = advance(one, "present", by=chair)
        if state in (State.DISCLOSED, State.AUDITED):
            one = accounts.disclose(one, by=office)
        if state == State.AUDITED:
            now.shift(timedelta(days=10))
            one = advance(one, "audit", by=auditor, audit_note="收支与流水一致。")
        return one

    return walk
