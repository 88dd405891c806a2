"""A system administrator runs the house and reads no need by virtue of it (decisions 4)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_an_administrator_runs_the_house(worn):
    assert worn(Role.SYSTEM_ADMIN).opens("/setup/", "/health/", "/desk/keys/", "/desk/robots/")


def test_an_administrator_reads_no_need_no_contact_and_takes_no_step(worn, need, guarded, private):
    admin = worn(Role.SYSTEM_ADMIN)
    for one in (need, guarded, private):
        assert admin.knows_nothing_of(f"/desk/needs/{one.reference}/", f"/desk/needs/{one.reference}/contact/")
        assert admin.may_none(one, "triage", "dispatch", "resolve", "decline", "lower_tier", "close", "note", "confirm")
    assert admin.knows_nothing_of("/desk/", "/tasks/", "/visits/", "/cockpit/", "/supervision/", "/points/review/")
