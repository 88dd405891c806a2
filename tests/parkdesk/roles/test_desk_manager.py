"""The desk manager watches the list, gives more time, erases on request (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_the_manager_gives_more_time_and_makes_keys(worn, need):
    manager = worn(Role.DESK_MANAGER)
    assert manager.opens("/desk/", "/desk/keys/", f"/desk/needs/{need.reference}/erase/", "/cockpit/")
    assert manager.may(need, "extend", "refuse_extension", "uphold")
    assert manager.reads_no_contact(f"/desk/needs/{need.reference}/")


def test_the_manager_neither_declines_nor_lowers(worn, need):
    manager = worn(Role.DESK_MANAGER)
    assert manager.may_none(need, "decline", "lower_tier", "confirm", "rate")
    assert manager.knows_nothing_of("/setup/", "/health/", "/merchant/", "/visits/")
