"""A representative deliberates; needs and contacts are not theirs to open (domain.md 3)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_a_representative_finds_the_own_councils(worn, council):
    assert worn(Role.REPRESENTATIVE).opens("/council/", f"/council/{council.park.code}/", "/me/")


def test_a_representative_opens_no_need_and_no_contact(worn, need):
    member = worn(Role.REPRESENTATIVE)
    assert member.knows_nothing_of(f"/desk/needs/{need.reference}/", f"/tasks/{need.reference}/", "/desk/", "/visits/")
    assert member.may_none(need, "triage", "dispatch", "resolve", "decline", "confirm", "close")
