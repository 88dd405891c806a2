"""A park leader: the own park, masked, without what is guarded or personal (domain.md 3)."""

import pytest

from enterprises.roles import Role
from tests.factories import ParkFactory

pytestmark = pytest.mark.django_db


def test_a_leader_confirms_facts_in_the_own_park_and_reads_no_contact(worn, need):
    leader = worn(Role.PARK_LEADER)
    assert leader.opens("/visits/", f"/visits/{need.reference}/", "/supervision/", "/desk/notices/")
    assert leader.may(need, "confirm_facts")
    assert leader.reads_no_contact(f"/visits/{need.reference}/")


def test_what_is_guarded_or_personal_is_not_there_for_a_leader(worn, guarded, private):
    leader = worn(Role.PARK_LEADER)
    assert leader.knows_nothing_of(f"/visits/{guarded.reference}/", f"/visits/{private.reference}/")


def test_another_park_is_not_there(worn, need):
    other = worn(Role.PARK_LEADER, park=ParkFactory())
    assert other.knows_nothing_of(f"/visits/{need.reference}/")
    assert other.may_none(need, "confirm_facts")


def test_a_leader_does_no_work_of_the_desk(worn, need):
    leader = worn(Role.PARK_LEADER)
    assert leader.knows_nothing_of("/desk/", f"/desk/needs/{need.reference}/contact/", "/tasks/", "/points/review/")
    assert leader.may_none(need, "triage", "dispatch", "resolve", "decline", "lower_tier", "close", "note")
