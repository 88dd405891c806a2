"""Staff of the landlord: the orders of their unit, never a contact, never what is guarded (decisions 5)."""

import pytest

from enterprises.roles import Role
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def test_staff_of_the_operator_work_on_their_orders(worn, need):
    operator = worn(Role.OPERATOR_STAFF)
    assert operator.opens("/tasks/", f"/tasks/{need.reference}/")
    assert operator.may(need, "accept", "return", "ask", "resolve", "ask_extension", "inform")


def test_staff_of_the_operator_read_no_contact(worn, need):
    operator = worn(Role.OPERATOR_STAFF)
    assert operator.reads_no_contact("/tasks/", f"/tasks/{need.reference}/")
    assert operator.knows_nothing_of(f"/desk/needs/{need.reference}/contact/", f"/desk/needs/{need.reference}/")


def test_what_is_guarded_or_of_another_unit_is_not_there(worn, need, guarded, private):
    operator = worn(Role.OPERATOR_STAFF)
    assert operator.knows_nothing_of(f"/tasks/{guarded.reference}/", f"/tasks/{private.reference}/")
    other = worn(Role.OPERATOR_STAFF, unit=UnitFactory())
    assert other.knows_nothing_of(f"/tasks/{need.reference}/")
    assert other.may_none(need, "accept", "return", "ask", "resolve")


def test_staff_of_the_operator_neither_sort_nor_judge(worn, need):
    operator = worn(Role.OPERATOR_STAFF)
    assert operator.may_none(need, "triage", "dispatch", "follow_up", "close", "decline", "lower_tier", "extend")
    assert operator.knows_nothing_of("/desk/", "/cockpit/", "/points/review/", "/visits/")
