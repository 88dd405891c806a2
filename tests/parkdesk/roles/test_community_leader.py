"""The community leader lowers tiers and declines; each look at a contact is on record (domain.md 3)."""

import pytest

from enterprises.roles import Role
from parkdesk.core.models import AccessLog

pytestmark = pytest.mark.django_db


def test_the_leader_declines_and_lowers(worn, need):
    leader = worn(Role.COMMUNITY_LEADER)
    assert leader.opens("/desk/", f"/desk/needs/{need.reference}/", "/supervision/", "/points/review/")
    assert leader.may(need, "decline", "lower_tier", "extend")


def test_the_look_of_the_leader_is_on_record(worn, need):
    leader = worn(Role.COMMUNITY_LEADER)
    address = f"/desk/needs/{need.reference}/contact/"
    assert leader.reads_no_contact(f"/desk/needs/{need.reference}/")
    assert need.contact.phone in leader.browser.post(address, {"why": "ask"}).content.decode()
    assert AccessLog.objects.get().actor == leader.person


def test_the_leader_runs_no_machines_and_judges_no_own_work(worn, need):
    leader = worn(Role.COMMUNITY_LEADER)
    assert leader.knows_nothing_of("/setup/", "/health/", "/merchant/", "/visits/")
    assert leader.may_none(need, "confirm", "rate")
