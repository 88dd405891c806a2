"""An auditor reads everything, leaves a mark at each look, changes nothing (domain.md 3)."""

import pytest

from enterprises.roles import Role
from parkdesk.core.models import AccessLog

pytestmark = pytest.mark.django_db


def test_an_auditor_reads_all_and_each_look_is_on_record(worn, need, guarded, private):
    auditor = worn(Role.DISCIPLINE_AUDITOR)
    read = [need, guarded, private]
    assert auditor.opens(*(f"/desk/needs/{one.reference}/" for one in read), "/supervision/", "/merchant/settlements/")
    looks = AccessLog.objects.filter(actor=auditor.person, action="need.read")
    assert set(looks.values_list("subject_id", flat=True)) == {one.pk for one in read}


def test_an_auditor_takes_no_step(worn, need):
    auditor = worn(Role.DISCIPLINE_AUDITOR)
    assert auditor.may_none(need, "triage", "dispatch", "resolve", "decline", "lower_tier", "close", "note", "confirm")
    assert auditor.reads_no_contact(f"/desk/needs/{need.reference}/")
    assert auditor.knows_nothing_of("/points/review/", "/setup/", "/desk/keys/", "/desk/new/")
