"""After erasure a number and a name are nowhere, while sums and hashes stand (quality 18; domain.md 11)."""

import logging

import pytest
from django.core.management import call_command
from django.test import TestCase

from enterprises.models import DirectoryImport
from enterprises.roles import Role
from parkdesk import erasing
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from requests_flow.models import Need
from tests.parkdesk.privacy import doors
from tests.parkdesk.privacy.conftest import MAIL, NAME, NUMBER, traces
from tests.requests_flow.conftest import link_of, somebody

pytestmark = pytest.mark.django_db


def end_all():
    """Every open need is withdrawn: an erasure waits for that."""
    for need in Need.objects.open():
        advance(need, "withdraw", by=link_of(need))


def test_after_erasure_number_name_and_address_are_nowhere(
    somebody_known, enterprise, place_code, clerk, specialist, park, call, settings, caplog
):
    caplog.set_level(logging.INFO)
    doors.by_code(place_code)
    doors.signed_in(somebody_known, enterprise)
    doors.at_the_desk(clerk)
    doors.by_mail()
    doors.by_key(call)
    doors.on_a_visit(enterprise, somebody("夏知行", Role.PARK_LEADER, park=park))
    doors.by_form(enterprise, somebody_known)
    doors.by_notice(specialist, park, enterprise)
    doors.in_the_directory(enterprise)
    doors.by_invitation(enterprise, somebody_known)
    doors.in_a_list(specialist)
    doors.as_a_volunteer(somebody_known, park)
    doors.in_the_session(somebody_known, settings)
    print(traces(NUMBER), traces(NAME))
    assert len(traces(NUMBER)) > 10
    end_all()
    needs, entries = Need.objects.count(), Entry.objects.count()

    with_commit(lambda: erasing.erase_person(somebody_known, by=somebody_known))

    assert traces(NUMBER, NAME, MAIL) == []
    assert not DirectoryImport.objects.exclude(file="").exists()
    assert NUMBER not in caplog.text
    assert NAME not in caplog.text
    assert Need.objects.count() == needs
    assert Entry.objects.count() > entries
    call_command("verify_trail")
    call_command("verify_ledger")


def with_commit(work):
    """Do it, and what waits for the end of the transaction."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return work()
