"""A case on the agenda: voted on in the room, counted, printed with its arithmetic, carried out."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils import agenda, attendance, ballots, decide, declare, discussion, meetings, minutes
from councils.models import AgendaItem, Case, Meeting, Minutes
from councils.sheet import plain
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from requests_flow.models import Need
from tests.councils.meeting_cases import PLACE, START
from tests.councils.voting import PAPER, all_declare, cast_all, in_discussion


@pytest.fixture
def case(walk) -> Case:
    """The fourth seat has stepped back, all others have declared; two members asked for a meeting."""
    one = in_discussion(walk.council, walk.office)
    all_declare(one, 3)
    declare.recuse(one, walk.seats[3], category="trade", text="是配件供应商", by=walk.seats[3].person)
    for seat in walk.seats[4:6]:
        one = discussion.demand_a_meeting(one, by=seat.person)
    return one


@pytest.fixture
def meeting(walk, case) -> Meeting:
    """In session, seven of eight in the room, the case on its agenda."""
    one = meetings.prepare(walk.council, meetings.Call(START, PLACE), by=walk.office)
    agenda.put_on_agenda(one, case=case, by=walk.office)
    one = meetings.convene(one, by=walk.office)
    walk.at("2026-11-27 14:00")
    for seat in walk.seats[:7]:
        attendance.arrive(one, seat, by=walk.office)
    return meetings.open_session(one, by=walk.office)


def voted(walk, meeting, choices="YYY-YYY-"):
    item = meeting.items.get()
    cast_all(agenda.open_vote(item, by=walk.office), choices)
    return agenda.count_vote(item, by=walk.office)


def test_those_in_the_room_vote_and_the_item_has_its_result(walk, meeting):
    assert voted(walk, meeting).result == "agreed"
    item = meeting.items.get()
    assert (item.result, item.case.state) == (AgendaItem.Result.DECIDED, Case.State.DECIDED)


def test_who_is_not_in_the_room_has_no_vote(walk, meeting):
    round_ = agenda.open_vote(meeting.items.get(), by=walk.office)
    with pytest.raises(NotNow):
        ballots.cast(round_, walk.seats[7], "yes", by=walk.seats[7].person, key="")


def test_a_meeting_does_not_end_while_a_vote_is_open(walk, meeting):
    agenda.open_vote(meeting.items.get(), by=walk.office)
    with pytest.raises(NotNow):
        meetings.end(meeting, by=walk.office)
    assert Meeting.objects.get().state == Meeting.State.IN_SESSION
    assert not Minutes.objects.exists()


def test_what_a_vote_decides_is_not_entered_by_hand(walk, meeting):
    item = meeting.items.get()
    with pytest.raises(NotNow):
        agenda.conclude(item, result="decided", by=walk.office)
    with pytest.raises(NotNow):
        agenda.agree(item, terms=walk.terms("整机更换"), by=walk.office)


@pytest.mark.parametrize("result", ["withdrawn", "noted"])
def test_what_a_vote_has_agreed_is_not_entered_otherwise(walk, meeting, result):
    voted(walk, meeting)
    with pytest.raises(NotNow):
        agenda.conclude(meeting.items.get(), result=result, by=walk.office)
    assert agenda.conclude(meeting.items.get(), result="deferred", by=walk.office).result == "deferred"


def decided_online(walk, case):
    """Two have asked for a meeting; it is voted on online all the same, before the meeting comes to it."""
    Case.objects.filter(pk=case.pk).update(state=Case.State.IN_DISCUSSION)
    walk.at("2026-12-01 09:00")
    round_ = ballots.open_round(Case.objects.get(pk=case.pk), by=walk.office)
    cast_all(round_, "YYY-YYY-")
    walk.at("2026-12-07 09:00")
    ballots.close(round_, by=CLOCK)
    return Case.objects.get(pk=case.pk)


def carry(walk, case):
    terms = {"unit": walk.unit, "due_on": date(2026, 12, 18), "text": "完成东侧客梯整机更换"}
    return decide.carry(case, by=walk.seats[2].person, **terms)


def test_what_was_agreed_online_is_printed_in_the_minutes_of_the_meeting_that_has_it_on_its_agenda(walk, meeting, case):
    carry(walk, decided_online(walk, case))
    document = meetings.end(meeting, by=walk.office).minutes
    assert "完成东侧客梯整机更换" in minutes.circulate(document, by=walk.office).record


def test_what_was_agreed_online_after_the_meeting_does_not_hold_its_minutes_up(walk, meeting, case):
    document = meetings.end(meeting, by=walk.office).minutes
    case = decided_online(walk, case)
    agenda.conclude(meeting.items.get(), result="decided", by=walk.office)
    with pytest.raises(NotNow):
        minutes.circulate(document, by=walk.office)
    carry(walk, case)
    assert minutes.circulate(document, by=walk.office).state == Minutes.State.CIRCULATED


def test_the_end_of_a_vote_is_offered_to_those_alone_who_may_count_it(walk, meeting, client, party_supervisor):
    agenda.open_vote(meeting.items.get(), by=walk.office)
    count = reverse("councils:item_act", args=[walk.council.park.code, meeting.pk, 1, "count"])
    for person, is_offered in ((walk.office, True), (party_supervisor, False)):
        client.force_login(person)
        assert (count in client.get(meeting.get_absolute_url()).content.decode()) is is_offered


def test_counting_in_the_room_locks_the_meeting_before_the_case_like_opening(walk, meeting):
    agenda.open_vote(meeting.items.get(), by=walk.office)
    item = meeting.items.get()
    with CaptureQueriesContext(connection) as asked:
        agenda.count_vote(item, by=walk.office)
    tables = [table for query in asked for table in ("councils_meeting", "councils_case") if _reads(query, table)]
    assert tables[0] == "councils_meeting"


def _reads(query, table):
    return f'FROM "{table}"' in query["sql"]


def test_only_a_case_is_put_to_the_vote(walk):
    with pytest.raises(NotNow):
        agenda.open_vote(walk.item(walk.running()), by=walk.office)


def test_without_a_quorum_the_item_has_no_result_and_the_case_waits_for_the_next_meeting(walk, meeting, case):
    assert voted(walk, meeting, "YY------").result == "no_quorum"
    assert meeting.items.get().result == ""
    assert Case.objects.get(pk=case.pk).state == Case.State.TO_MEETING


def test_the_minutes_print_the_arithmetic_the_recusal_and_what_was_agreed(walk, meeting, case, leader):
    round_ = voted(walk, meeting)
    walk.at("2026-11-27 15:30")
    document = meetings.end(meeting, by=walk.office).minutes
    with pytest.raises(NotNow):
        minutes.circulate(document, by=walk.office)
    terms = {"unit": walk.unit, "due_on": date(2026, 12, 18), "text": "完成东侧客梯整机更换"}
    decide.carry(Case.objects.get(pk=case.pk), by=walk.seats[2].person, **terms)
    document = minutes.circulate(document, by=walk.office)
    for language in ("zh-hans", "en"):
        text = plain(minutes.html(document, language))
        assert ballots.count(round_).sentence(language) in text
        assert walk.seats[3].person.name in text
    assert "是配件供应商" not in document.record
    assert "完成东侧客梯整机更换" in document.record


def test_a_protected_matter_is_not_printed_and_not_shown_to_whom_the_landlord_pays(walk, case, client, operator_member):
    meeting = walk.draft()
    need = Need.objects.create(title="欠租", text="欠租", park=walk.council.park, is_protected=True, token_digest="x")
    Case.objects.filter(pk=case.pk).update(need=need)
    item = agenda.put_on_agenda(meeting, case=Case.objects.select_related("need").get(pk=case.pk), by=walk.office)
    assert not item.is_public
    walk.council.park.operator.kind = "operator"
    client.force_login(operator_member)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert PAPER["title"] not in page
    client.force_login(walk.seats[7].person)
    assert PAPER["title"] in client.get(meeting.get_absolute_url()).content.decode()


def test_the_vote_is_opened_and_ended_on_the_page_of_the_meeting(walk, meeting, client):
    def press(verb):
        return client.post(
            reverse("councils:item_act", args=[walk.council.park.code, meeting.pk, 1, verb]), {"key": verb}
        )

    client.force_login(walk.office)
    assert "开启现场表决" in client.get(meeting.get_absolute_url()).content.decode()
    assert press("vote").status_code == 302
    cast_all(meeting.items.get().rounds.get(), "YYY-YYN-")
    assert "结束表决并计票" in client.get(meeting.get_absolute_url()).content.decode()
    assert press("count").status_code == 302
    assert meeting.items.get().result == AgendaItem.Result.DECIDED
