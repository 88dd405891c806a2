"""People of a firm: their own firm's needs and their own, nobody else's (domain.md 3; decisions 6)."""

import pytest

from tests.factories import EnterpriseFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_member_reads_the_needs_of_the_own_firm_and_not_what_is_personal(member, need, private, guarded):
    page = member.text("/needs/?all=1")
    assert need.reference in page
    assert private.reference not in page
    assert guarded.reference not in page


def test_a_member_speaks_for_the_own_firm_alone(member, need, private, guarded):
    assert member.may(need, "reply", "confirm", "rate", "reopen", "withdraw", "add")
    for other in (private, guarded):
        assert member.may_none(other, "reply", "confirm", "rate", "reopen", "withdraw", "add")


def test_another_firm_finds_nothing(at_the_door, need):
    other = at_the_door(MembershipFactory(enterprise=EnterpriseFactory()).person)
    assert need.reference not in other.text("/needs/?all=1")
    assert other.may_none(need, "reply", "confirm", "rate", "reopen", "withdraw", "add", "accept", "triage")


def test_a_member_has_no_place_at_the_desk(member, need):
    behind = (f"/desk/needs/{need.reference}/", f"/desk/needs/{need.reference}/contact/", "/desk/", "/tasks/")
    assert member.knows_nothing_of(*behind, "/visits/", "/supervision/", "/points/review/", "/cockpit/", "/setup/")
