"""Who is told what happens to a need, and what the message says."""

import pytest
from django.core import mail

from enterprises.models import Unit
from parkdesk.core import notices, outbox
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry, Notice
from requests_flow.words import State
from tests.factories import AppointmentFactory, UnitFactory
from tests.requests_flow.conftest import link_of, somebody


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this happens on one morning."""


def told(need, step):
    """Recipients of the last entry with this step."""
    outbox.drain()
    entry = Entry.objects.about(need).filter(verb=f"requests_flow.need.{step}").last()
    return set(Notice.objects.filter(entry=entry).values_list("recipient", flat=True))


def test_the_unit_of_an_order_is_told_though_it_came_back_at_once(a_need, operator_person, volunteer):
    """Delivered late, an order tells those it went to; a need without a unit tells nobody else."""
    need = a_need(State.TRANSFERRED)
    advance(need, "return", by=operator_person, reason="不归我们管")
    assert told(need, "dispatch") == {f"person:{operator_person.pk}"}


def test_an_order_that_went_on_tells_each_unit_once(a_need, clerk, operator_person):
    other = UnitFactory()
    worker = AppointmentFactory(role="operator_staff", unit=other).person
    need = a_need(State.IN_PROGRESS)
    advance(need, "dispatch", by=clerk, unit=other)
    outbox.drain()
    sent = Notice.objects.filter(entry__verb="requests_flow.need.dispatch", channel="in_app")
    assert list(sent.order_by("pk").values_list("recipient", flat=True)) == [
        f"person:{operator_person.pk}", f"person:{worker.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [Unit.Kind.OPERATOR, Unit.Kind.PROPERTY])
def test_a_landlord_is_not_told_of_what_is_protected_from_them(a_need, kind):
    landlord = UnitFactory(kind=kind)
    somebody("程子言", "operator_staff", unit=landlord)
    assert told(a_need(State.TRANSFERRED, unit=landlord, is_protected=True), "dispatch") == set()


def test_a_reporter_without_an_account_is_told_over_their_need(a_need):
    need = a_need(email="qiao@example.com")
    assert told(need, "submit") == {f"need:{need.pk}"}


def test_a_message_leads_to_the_page_in_the_reporters_language(a_need):
    need = a_need(email="qiao@example.com", language="en", text="Lift R&D <3> is out of order again")
    outbox.drain()
    notices.send_due()
    (letter,) = [one for one in mail.outbox if one.to == ["qiao@example.com"]]
    assert f"/en{need.get_tracking_url().removeprefix('/en')}" in letter.body
    assert "&amp;" not in letter.subject + letter.body
    assert need.reference in letter.subject


def test_a_reporter_who_left_no_address_is_dropped(a_need):
    need = a_need()
    outbox.drain()
    notices.send_due()
    assert set(Notice.objects.filter(recipient=f"need:{need.pk}").values_list("state", flat=True)) == {"dropped"}


def test_no_notice_and_no_entry_holds_how_a_reporter_is_reached(a_need):
    need = a_need(State.CLOSED, name="乔晨遥", phone="+8615400001201", email="qiao@example.com")
    advance(need, "rate", by=link_of(need), grade=5)
    outbox.drain()
    notices.send_due()
    kept = str(list(Notice.objects.values())) + str(list(Entry.objects.values()))
    assert not [word for word in ("乔晨遥", "15400001201", "qiao@") if word in kept]


def test_what_looks_major_reaches_the_leader_at_once(a_need, leader):
    assert f"person:{leader.pk}" in told(a_need(text="三楼有人被困在电梯里"), "submit")
    assert f"person:{leader.pk}" not in told(a_need(text="打印机连不上网"), "submit")


def test_replaying_the_notices_tells_nobody_twice(a_need):
    a_need(State.CLOSED)
    outbox.drain()
    before = Notice.objects.count()
    outbox.replay("notices")
    outbox.drain()
    assert Notice.objects.count() == before > 0
