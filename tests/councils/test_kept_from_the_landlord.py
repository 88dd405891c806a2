"""What is protected from the landlord stays hidden from whom the landlord pays, wherever a meeting speaks of it."""

import pytest
from django.urls import reverse

from councils import agenda, attendance, ballot_rows, cases, meetings, membership, minutes, seating
from councils.models import AgendaItem, Case
from enterprises.models import Person
from parkdesk.core import outbox
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Notice
from parkdesk.core.notices import words
from requests_flow.models import Need
from requests_flow.words import Kind, State
from tests.councils.meeting_cases import PLACE, START

TITLE = "物业克扣押金的投诉"


@pytest.fixture
def case(walk, a_need) -> Case:
    need = a_need(State.DELIBERATING, is_protected=True, kind=Kind.COMPLAINT)
    case = cases.open_for(need)
    Case.objects.update(title=TITLE, question="同意公开押金台账")
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def item(walk, case) -> AgendaItem:
    """On the agenda of a meeting that was called."""
    meeting = meetings.prepare(walk.council, meetings.Call(START, PLACE), by=walk.office)
    item = agenda.put_on_agenda(meeting, case=case, by=walk.office)
    meetings.convene(meeting, by=walk.office)
    return AgendaItem.objects.select_related("meeting__council__park").get(pk=item.pk)


@pytest.fixture
def tied_convener(walk, operator_member, party_supervisor) -> Person:
    """The landlord's own member presides over the council."""
    seating.elect_convener(walk.council, membership.seat_of(operator_member, walk.council), by=party_supervisor)
    return operator_member


def ended_without_a_result(walk, item):
    """The minutes of a meeting that said nothing about the item."""
    walk.at("2026-11-27 14:00")
    for seat in walk.seats[:7]:
        attendance.arrive(item.meeting, seat, by=walk.office)
    meeting = meetings.open_session(item.meeting, by=walk.office, chair=walk.seats[0])
    return meetings.end(meeting, by=walk.office).minutes


def at(item, verb):
    return reverse("councils:item_act", args=[item.meeting.council.park.code, item.meeting_id, item.order, verb])


def test_the_call_to_a_meeting_names_no_protected_matter(item):
    outbox.drain()
    notices = Notice.objects.filter(entry__verb="councils.meeting.convene", channel="email")
    assert notices.count() == 8
    for notice in notices:
        assert TITLE not in words(notice).body


def test_what_holds_the_minutes_up_is_told_to_who_keeps_them_and_without_the_title(walk, item, client, mass_member):
    document = ended_without_a_result(walk, item)
    for person, is_told in ((mass_member, False), (walk.office, True)):
        client.force_login(person)
        page = client.get(document.get_absolute_url())
        assert bool(page.context["unfinished"]) is is_told
        assert TITLE not in page.content.decode()


def test_a_convener_whom_the_landlord_pays_reads_no_title_when_the_minutes_are_refused(walk, item, tied_convener):
    document = ended_without_a_result(walk, item)
    with pytest.raises(NotNow) as refusal:
        minutes.circulate(document, by=tied_convener)
    assert TITLE not in refusal.value.reason


@pytest.mark.parametrize("verb", ["conclude", "vote", "take_off"])
def test_a_convener_whom_the_landlord_pays_does_not_know_the_item(item, tied_convener, client, verb):
    client.force_login(tied_convener)
    assert client.get(at(item, verb)).status_code == 404
    assert client.post(at(item, verb), {"result": "noted", "key": "k"}).status_code == 404


@pytest.mark.parametrize(
    ("facts", "is_short"),
    [
        ({}, True),
        ({"is_protected": True}, False),
        ({"tier_rule": "M1"}, False),
        ({"tier_rule": "M2"}, False),
        ({"tier_rule": "M5"}, False),
    ],
)
def test_the_short_way_to_a_ballot_finds_only_what_each_member_may_read(walk, a_need, facts, is_short):
    """ADR 0041: it asks nothing about the reader, so what is kept from anybody goes the long way."""
    case = cases.open_for(a_need(State.DELIBERATING))
    Need.objects.filter(pk=case.need_id).update(**facts)
    found = ballot_rows.plain_case(case.pk, walk.council.park.code)
    assert (found == case) is is_short
    readers = [seat.person for seat in walk.seats if Case.objects.visible_to(seat.person).filter(pk=case.pk).exists()]
    assert (len(readers) == len(walk.seats)) is is_short


def test_a_number_that_no_case_can_have_is_not_found(walk, as_):
    for number in (10**12, 10**20):
        address = reverse("councils:ballot", args=[walk.council.park.code, number])
        assert as_(walk.office).get(address).status_code == 404
        assert as_(walk.seats[0].person).get(address).status_code == 404
