"""A specialist works on needs, raises tiers, proposes points; no settings (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_a_specialist_sorts_and_writes_to_firms(worn, need):
    specialist = worn(Role.SPECIALIST)
    assert specialist.opens("/desk/", f"/desk/needs/{need.reference}/", "/desk/notices/new/", "/points/review/")
    assert specialist.may(need, "triage", "retier", "deliberate", "mark_mistaken")


def test_a_contact_is_masked_for_a_specialist_too(worn, need):
    assert worn(Role.SPECIALIST).reads_no_contact(f"/desk/needs/{need.reference}/", "/desk/")


def test_a_specialist_neither_declines_nor_lowers_nor_sets_up(worn, need):
    specialist = worn(Role.SPECIALIST)
    assert specialist.may_none(need, "decline", "lower_tier", "extend", "confirm", "rate")
    assert specialist.knows_nothing_of("/setup/", "/health/", "/desk/keys/", "/visits/", "/merchant/")
