"""A volunteer looks on site in the own park and reads no contact (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_a_volunteer_confirms_facts_and_reads_no_contact(worn, need):
    volunteer = worn(Role.VOLUNTEER)
    assert volunteer.opens("/visits/", f"/visits/{need.reference}/")
    assert volunteer.may(need, "confirm_facts")
    assert volunteer.reads_no_contact(f"/visits/{need.reference}/", "/visits/")


def test_a_volunteer_does_nothing_else(worn, need, guarded, private):
    volunteer = worn(Role.VOLUNTEER)
    assert volunteer.knows_nothing_of(f"/visits/{guarded.reference}/", f"/visits/{private.reference}/", "/desk/")
    assert volunteer.knows_nothing_of("/tasks/", "/supervision/", "/desk/notices/", "/points/review/")
    assert volunteer.may_none(need, "triage", "accept", "resolve", "note", "confirm", "close")
