"""A liaison of a department: what was given to the own unit (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_a_liaison_has_the_list_of_the_own_unit_and_no_other_order(worn, need):
    liaison = worn(Role.DEPT_LIAISON)
    assert liaison.opens("/tasks/", "/supervision/")
    assert liaison.knows_nothing_of(f"/tasks/{need.reference}/", f"/desk/needs/{need.reference}/", "/desk/", "/visits/")
    assert liaison.may_none(need, "accept", "resolve", "triage", "close", "decline", "extend")
