"""The party committee supervises; simple needs and contacts are not its business (domain.md 3)."""

from http import HTTPStatus

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_the_party_committee_supervises(worn):
    assert worn(Role.PARTY_COMMITTEE).opens("/supervision/", "/cockpit/")


def test_the_party_committee_reads_no_need_at_the_desk_and_no_contact(worn, need):
    party = worn(Role.PARTY_COMMITTEE)
    assert party.knows_nothing_of(f"/desk/needs/{need.reference}/", f"/desk/needs/{need.reference}/contact/", "/desk/")
    assert party.may_none(need, "triage", "resolve", "decline", "lower_tier", "close")


@pytest.mark.parametrize("role", [Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR, Role.SUBDISTRICT])
def test_who_only_reads_along_in_a_council_opens_no_case(worn, council, role):
    reader = worn(role)
    assert reader.status(f"/council/{council.park.code}/cases/new/") == HTTPStatus.FORBIDDEN
