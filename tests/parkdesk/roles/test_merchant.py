"""Somebody at a till takes vouchers and reads the own settlements (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_a_merchant_has_a_till_and_settlements(worn):
    assert worn(Role.MERCHANT).opens("/merchant/", "/merchant/settlements/")


def test_a_merchant_knows_of_nothing_else(worn, need):
    merchant = worn(Role.MERCHANT)
    assert merchant.knows_nothing_of(
        f"/desk/needs/{need.reference}/", "/desk/", "/tasks/", "/points/review/", "/setup/"
    )
    assert merchant.may_none(need, "triage", "resolve", "confirm", "note")
