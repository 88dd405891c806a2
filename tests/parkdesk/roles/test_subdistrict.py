"""The sub-district reads what is major or overdue, without contacts (domain.md 3)."""

import pytest

from enterprises.roles import Role
from requests_flow.words import State, Tier

pytestmark = pytest.mark.django_db


def test_the_sub_district_reads_no_simple_need_in_time(worn, need):
    office = worn(Role.SUBDISTRICT)
    assert office.opens("/desk/", "/supervision/", "/cockpit/")
    assert office.knows_nothing_of(f"/desk/needs/{need.reference}/")


def test_the_sub_district_reads_a_major_need_without_its_contact(worn, a_need):
    major = a_need(State.TRIAGED, tier=Tier.MAJOR, phone="+8615473912846", name="欧阳鹤雏", consent_version="1")
    office = worn(Role.SUBDISTRICT)
    assert office.opens(f"/desk/needs/{major.reference}/")
    assert office.reads_no_contact(f"/desk/needs/{major.reference}/", "/desk/")
    assert office.knows_nothing_of(f"/desk/needs/{major.reference}/contact/")


def test_the_sub_district_takes_no_step(worn, need):
    assert worn(Role.SUBDISTRICT).may_none(need, "triage", "dispatch", "resolve", "decline", "lower_tier", "close")
