"""Upwards and sideways nobody is ordered: we ask, and ask again; the light is for our own chasing (decisions 31)."""

from datetime import date

import pytest

from enterprises.roles import Role
from parkdesk.core import outbox, ticking
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import upward
from requests_flow.models import Need, UpwardRequest
from requests_flow.upward import Letter
from requests_flow.words import State
from tests.requests_flow.conftest import somebody

pytestmark = pytest.mark.django_db
LETTER = Letter("request", "余杭海关", "请加快试剂查验", date(2026, 11, 24), "HG-2026-18")
SAID = {"kind": "request", "addressee": "余杭海关", "matter": "请加快试剂查验", "sent_on": "2026-11-24"}


@pytest.fixture
def sent(morning, a_need, manager):
    return upward.send(a_need(State.IN_PROGRESS), LETTER, by=manager)


def tick_at(morning, moment):
    morning(moment)
    assert [one for one in ticking.run_all() if one.error] == []


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_a_request_is_put_on_record_from_the_page_of_its_need(client, morning, a_need, manager):
    need = a_need(State.IN_PROGRESS)
    client.force_login(manager)
    assert f"/desk/upward/new/{need.reference}/" in client.get(f"/desk/needs/{need.reference}/").content.decode()
    address = f"/desk/upward/new/{need.reference}/"
    assert client.post(address, SAID | {"sent_on": "2026-11-25"}).context["form"].errors["sent_on"]
    assert client.post(address, SAID).status_code == 302
    found = UpwardRequest.objects.get()
    assert (found.state, found.addressee, found.light.colour) == ("sent", "余杭海关", "green")
    assert "余杭海关" in client.get("/desk/upward/").content.decode()
    assert "请加快试剂查验" in client.get(f"/desk/upward/{found.pk}/").content.decode()


def test_it_neither_stops_nor_moves_the_clock_of_the_need(sent, morning):
    need = Need.objects.get()
    assert (need.state, need.stopped_at) == (State.IN_PROGRESS, None)
    assert Entry.objects.about(need).last().step == "accept"


def test_after_three_working_days_it_is_our_turn_again_and_we_are_reminded_once(sent, morning, manager, clerk):
    tick_at(morning, "2026-11-27 17:29")
    assert fresh(sent).reminded_at is None
    for moment in ("2026-11-27 17:31", "2026-11-30 09:00"):
        tick_at(morning, moment)
    assert fresh(sent).light.is_overdue
    outbox.drain()
    told = Notice.objects.filter(entry__verb="requests_flow.upwardrequest.remind", channel="in_app")
    assert set(told.values_list("recipient", flat=True)) == {f"person:{manager.pk}", f"person:{clerk.pk}"}
    assert told.count() == 2
    found = advance(fresh(sent), "chase", by=manager, note="王关员说下周")
    assert (found.chased, found.light.is_overdue) == (1, False)
    tick_at(morning, "2026-12-03 17:31")
    assert fresh(sent).light.is_overdue


def test_an_answer_ends_it_with_their_number(client, sent, manager):
    client.force_login(manager)
    address = f"/desk/upward/{sent.pk}/answer/"
    assert client.post(address, {"answer": ""}).context["form"].errors["answer"]
    assert client.post(address, {"answer": "已放行", "receipt_number": "HG-77"}).status_code == 302
    found = fresh(sent)
    assert (found.state, found.answer_text, found.receipt_number, found.light) == ("answered", "已放行", "HG-77", None)
    with pytest.raises(NotNow):
        advance(found, "chase", by=manager)
    assert client.post(f"/desk/upward/{sent.pk}/give_up/", {"reason": "不必了"}).status_code == 409


def test_what_was_written_can_be_erased(sent, manager):
    advance(sent, "answer", by=manager, answer="已放行")
    told = [(entry.facts, entry.words) for entry in Entry.objects.about(sent)]
    assert "已放行" not in str([facts for facts, _words in told])
    assert told[0][1]["matter"] == "请加快试剂查验"


def test_units_reporters_and_the_sub_district_neither_ask_nor_read(
    client, sent, operator_person, enterprise_person, volunteer
):
    need = Need.objects.get()
    for one in (operator_person, enterprise_person, volunteer, somebody("顾明", Role.SUBDISTRICT)):
        client.force_login(one)
        for path in ("", f"{sent.pk}/", f"new/{need.reference}/"):
            assert client.get(f"/desk/upward/{path}").status_code == 404
        with pytest.raises(NotYours):
            advance(sent, "chase", by=one)
    client.logout()
    assert "余杭海关" not in client.get(need.get_tracking_url()).content.decode()


def test_a_specialist_of_another_line_finds_nothing(client, morning, a_need, manager, specialist):
    other = upward.send(a_need(State.IN_PROGRESS, category="TAX"), LETTER, by=manager)
    client.force_login(specialist)
    assert client.get(f"/desk/upward/{other.pk}/").status_code == 404
    assert "余杭海关" not in client.get("/desk/upward/").content.decode()
