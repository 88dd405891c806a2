"""What is old fades by itself: masked or gone when its time is over, once, and no earlier (domain.md 11)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.html import escape

from enterprises import registering
from enterprises.models import Registration
from parkdesk import retention
from parkdesk.core import access, files
from parkdesk.core.flow import advance
from parkdesk.core.models import AccessLog, Attachment, LookWords
from parkdesk.core.recipients import Recipient
from parkdesk.privacy import HOLDINGS
from requests_flow.models import Need, ReporterContact
from requests_flow.words import State
from tests.factories import PersonFactory
from tests.parkdesk.privacy.conftest import CONSENT, MAIL, NAME, NUMBER, PHONE, traces
from tests.requests_flow.test_need_pages import photo

pytestmark = pytest.mark.django_db
SAID = {"name": NAME, "phone": PHONE, "email": MAIL, "consent_version": CONSENT}


@pytest.fixture(autouse=True)
def not_yet_today():
    """No run of today is remembered."""
    cache.clear()


def anonymise(**said):
    out = StringIO()
    call_command("anonymise", stdout=out, stderr=StringIO(), **said)
    return dict(line.split(": ", 1) for line in out.getvalue().splitlines())


def test_a_contact_is_masked_24_months_after_its_last_need_and_not_a_day_before(a_need, morning):
    a_need(State.CLOSED, **SAID, text=f"空调坏了，{NUMBER}")
    morning("2028-11-22 09:30")
    assert retention.let_old_data_fade() == 0
    morning("2028-11-26 09:30")
    assert retention.let_old_data_fade() == 1
    contact = ReporterContact.objects.get()
    assert (contact.phone, contact.name, contact.email) == ("154****2846", "欧**", "h***@firm.example.com")
    assert traces(NUMBER, NAME, MAIL) == []


def test_a_contact_whose_latest_need_still_runs_stays(a_need, morning):
    a_need(State.CLOSED, **SAID)
    a_need(State.IN_PROGRESS, **SAID)
    morning("2028-12-26 09:30")
    assert retention.let_old_data_fade() == 0
    assert {one.phone for one in ReporterContact.objects.all()} == {PHONE}


def test_nobody_is_told_anything_at_a_masked_number(a_need, morning):
    need = a_need(State.CLOSED, **SAID)
    assert Recipient(f"need:{need.pk}").resolve().phone == PHONE
    morning("2028-12-26 09:30")
    retention.fade()
    assert Recipient(f"need:{need.pk}").resolve() is None


def test_pictures_of_a_reporter_go_and_those_of_the_desk_stay(a_need, morning):
    need = a_need(State.CLOSED)
    theirs, ours = (files.store_picture(photo(), subject=need, step=step) for step in ("submit", "resolve"))
    morning("2028-12-26 09:30")
    retention.let_old_data_fade()
    assert set(Attachment.objects.values_list("pk", flat=True)) == {ours.pk}
    assert theirs.pk != ours.pk


def test_a_registration_that_came_to_nothing_loses_its_words_after_a_year(park, morning):
    asker = PersonFactory()
    asked = registering.ask(park=park, kind="talent", offer="讲出口退税", by=asker)
    advance(asked, "withdraw", by=asker)
    morning("2027-12-26 09:30")
    retention.let_old_data_fade()
    assert Registration.objects.get().offer == ""


def test_reasons_of_looks_go_after_three_years_and_the_looks_stay(a_need, clerk, morning):
    access.looked_at(a_need(), by=clerk, action="contact.read", reason="meet|周三")
    morning("2029-12-26 09:30")
    retention.let_old_data_fade()
    assert not LookWords.objects.exists()
    assert AccessLog.objects.get().reason == ""


def test_anonymise_counts_first_and_a_second_run_finds_nothing(a_need, morning):
    a_need(State.CLOSED, **SAID)
    morning("2027-01-26 09:30")
    assert anonymise(older_than=30, dry_run=True)["contacts"] == "1 due (after 30 days)"
    assert ReporterContact.objects.get().phone == PHONE
    assert anonymise(older_than=30)["contacts"] == "1 faded (after 30 days)"
    assert anonymise(older_than=30)["contacts"] == "0 faded (after 30 days)"
    assert anonymise()["contacts"] == "0 faded (after 730 days)"
    call_command("verify_trail", stdout=StringIO())


def test_anonymise_takes_no_nonsense():
    with pytest.raises(CommandError):
        call_command("anonymise", older_than=0)


def test_the_clock_looks_once_a_day(a_need, morning):
    assert retention.let_old_data_fade() == 0
    a_need(State.CLOSED, **SAID)
    Need.objects.update(closed_at=Need.objects.get().closed_at - timedelta(days=1000))
    assert retention.let_old_data_fade() == 0
    morning("2026-11-25 09:30")
    assert retention.let_old_data_fade() == 1


def test_everybody_reads_each_kind_with_its_period(client):
    page = client.get("/en/privacy/").content.decode()
    with translation.override("en"):
        for one in HOLDINGS:
            assert escape(str(one.kept)) in page
