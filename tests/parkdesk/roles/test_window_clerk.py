"""A window clerk receives, sorts and works; tiers go down and needs are declined elsewhere (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_a_clerk_receives_sorts_and_works(worn, need):
    clerk = worn(Role.WINDOW_CLERK)
    assert clerk.opens("/desk/", "/desk/new/", f"/desk/needs/{need.reference}/", "/tasks/", "/supervision/")
    assert clerk.may(need, "acknowledge", "triage", "dispatch", "retier", "note")


def test_a_contact_is_masked_until_a_reason_is_given(worn, need):
    clerk = worn(Role.WINDOW_CLERK)
    assert clerk.reads_no_contact(f"/desk/needs/{need.reference}/", "/desk/")
    assert clerk.opens(f"/desk/needs/{need.reference}/contact/")


def test_a_clerk_neither_declines_nor_lowers_nor_extends_nor_erases(worn, need):
    clerk = worn(Role.WINDOW_CLERK)
    assert clerk.may_none(need, "decline", "lower_tier", "extend", "refuse_extension", "uphold", "confirm", "rate")
    assert clerk.knows_nothing_of(f"/desk/needs/{need.reference}/erase/", "/setup/", "/health/", "/merchant/")
