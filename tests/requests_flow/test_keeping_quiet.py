"""What is said in confidence: who reads it, who is told that it was read, and where it never stands."""

import logging

import pytest

from enterprises.roles import Role
from parkdesk.core import access, notices, outbox
from parkdesk.core.flow import NotYours, advance
from parkdesk.core.models import Entry, Notice
from parkdesk.discreet import WithoutSecrets
from requests_flow import desk
from requests_flow.models import Need
from requests_flow.words import Kind, State
from tests.requests_flow.conftest import link_of, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
COMPLAINT = "投诉：物业夜里不开空调，态度也差"


def test_what_calls_itself_a_complaint_is_kept_as_one(a_need):
    assert a_need(text=COMPLAINT).kind == Kind.COMPLAINT
    assert a_need(text="I want to complain about the noise").kind == Kind.COMPLAINT
    assert a_need().kind == Kind.NEED


@pytest.mark.parametrize("background", ["运营商员工", "物业公司项目经理"])
def test_a_park_leader_paid_by_the_landlord_does_not_read_complaints_of_that_park(a_need, park, background):
    need, leader = a_need(State.TRIAGED, text=COMPLAINT), somebody("沈知微", Role.PARK_LEADER, park=park)
    paid = somebody("顾明", Role.PARK_LEADER, park=park, background=background)
    assert need in Need.objects.on_site(leader)
    assert need not in Need.objects.visible_to(paid)
    assert a_need(State.TRIAGED) in Need.objects.on_site(paid)
    with pytest.raises(NotYours):
        desk.confirm_facts(need, note="看过了", by=paid)


def test_the_reporter_reads_who_looked_at_their_contact_and_why(client, a_need, clerk):
    need = a_need(phone="+8615400001201", consent_version="1")
    access.looked_at(need, by=clerk, action="contact.read", reason="约上门时间")
    page = client.get(need.get_tracking_url()).content.decode()
    assert "约上门时间" in page
    assert "罗专员" in page
    assert clerk.name not in page


def test_a_number_in_the_text_is_not_in_what_is_searched(a_need):
    assert "15400001201" not in a_need(text="电梯停了，打15400001201").search_text


def test_the_body_waited_for_stands_in_the_words_that_can_be_erased(a_need):
    need = a_need(State.WAITING_EXTERNAL)
    entry = Entry.objects.about(need).get(verb__endswith=".wait")
    assert "特检院" not in entry.canonical
    assert entry.words["waits_for"] == "特检院"


def test_what_the_desk_types_in_for_somebody_is_not_the_clerks_own_need(a_need, clerk):
    need = a_need(by=clerk)
    assert need.reporter is None
    assert Entry.objects.about(need).first().actor == clerk
    with pytest.raises(NotYours):
        advance(need, "withdraw", by=clerk)


def test_no_tracking_link_stands_in_a_log():
    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Conflict", "/needs/track/abc123/rate/"), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "Conflict: /needs/track/…/rate/"


def test_a_unit_is_mailed_no_number_that_stands_in_the_words_of_a_reporter(a_need, operator_person):
    need = a_need(State.IN_PROGRESS, title="请打15400001201")
    advance(need, "add", by=link_of(need), message="或者15400001202")
    outbox.drain()
    told = Notice.objects.filter(recipient=f"person:{operator_person.pk}", channel="in_app")
    said = " ".join(notices.words(one).body for one in told)
    assert "154****1201" in said
    assert "154****1202" in said
    assert "15400001201" not in said


def test_the_desk_sees_that_a_need_is_a_complaint(client, a_need, clerk):
    client.force_login(clerk)
    page = client.get(a_need(text=COMPLAINT, title="空调").get_absolute_url()).content.decode()
    assert '<span class="pill">投诉</span>' in page
