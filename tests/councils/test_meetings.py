"""Meetings: called in time, opened with a quorum, ended without an open vote; who was there earns by it."""

from datetime import datetime, timedelta

import pytest

from councils import agenda, attendance, meetings, presence
from councils.models import Attendance, Meeting, Party
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from tests.councils.meeting_cases import PLACE, START, TOPIC


def test_a_meeting_is_called_three_working_days_before_with_its_agenda(walk):
    meeting = walk.called()
    assert meeting.state == Meeting.State.CONVENED
    assert meeting.attendances.count() == 8


def test_a_meeting_without_an_agenda_is_not_called(walk):
    meeting = meetings.prepare(walk.council, meetings.Call(START, PLACE), by=walk.office)
    with pytest.raises(NotNow):
        meetings.convene(meeting, by=walk.office)


def test_a_meeting_is_not_called_for_the_day_after_tomorrow(walk):
    meeting = walk.draft()
    walk.at("2026-11-25 09:30")
    with pytest.raises(NotNow):
        meetings.convene(meeting, by=walk.office)


def test_a_special_meeting_is_called_four_hours_before(walk):
    meeting = walk.draft(kind="special")
    walk.at("2026-11-27 09:59")
    assert meetings.convene(meeting, by=walk.office).state == Meeting.State.CONVENED


@pytest.mark.parametrize("start", ["2026-11-24 10:00", "2026-11-20 14:00", "2026-11-26 17:30"])
def test_a_meeting_that_was_called_is_not_moved_to_sooner_than_one_can_be_called(walk, start):
    meeting = walk.called()
    sooner = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    with pytest.raises(NotNow):
        meetings.reschedule(meeting, starts_at=sooner, reason="提前", by=walk.office)
    assert Meeting.objects.get().starts_at == START


def test_a_meeting_is_moved_with_its_place_in_both_languages(walk):
    meeting = walk.called()
    where = {"place": "一楼路演厅", "place_en": "Hall on the first floor"}
    moved = meetings.reschedule(meeting, starts_at=START + timedelta(days=3), reason="台风", by=walk.office, **where)
    assert (moved.place, moved.place_en, moved.link) == (*where.values(), "")


def test_another_room_is_given_even_on_the_day_itself_but_never_none(walk):
    meeting = walk.called()
    walk.at("2026-11-27 13:00")
    assert meetings.reschedule(meeting, starts_at=START, reason="停电", by=walk.office, place="三楼").place == "三楼"
    with pytest.raises(NotNow):
        meetings.reschedule(meeting, starts_at=START, reason="停电", by=walk.office, place="")
    assert Meeting.objects.get().place == "三楼"


def test_an_online_meeting_needs_its_link(walk):
    meeting = walk.draft(mode="online")
    with pytest.raises(NotNow):
        meetings.convene(meeting, by=walk.office)


def test_a_member_who_does_not_preside_calls_no_meeting(walk, mass_member):
    meeting = walk.draft()
    with pytest.raises(NotYours):
        meetings.convene(meeting, by=mass_member)
    assert meetings.convene(meeting, by=walk.seats[2].person).state == Meeting.State.CONVENED


def test_a_meeting_of_five_of_eight_seats_does_not_begin(walk):
    meeting = walk.gathered(present=5)
    with pytest.raises(NotNow):
        meetings.open_session(meeting, by=walk.office)


def test_six_seats_of_three_parties_are_no_quorum(walk):
    meeting = walk.gathered(present=6)
    assert presence.quorum(meeting).present == 6
    with pytest.raises(NotNow):
        meetings.open_session(meeting, by=walk.office)


def test_the_convener_presides_and_whoever_opens_it_keeps_the_record(walk):
    meeting = walk.running()
    assert (meeting.chair, meeting.recorder) == (walk.seats[2], walk.office)


def test_without_the_convener_somebody_else_who_is_there_has_to_be_named(walk):
    meeting = walk.called()
    walk.at("2026-11-27 14:00")
    for seat in walk.seats[:2] + walk.seats[3:]:
        attendance.arrive(meeting, seat, by=walk.office)
    with pytest.raises(NotNow):
        meetings.open_session(meeting, by=walk.office)
    meeting = meetings.open_session(meeting, by=walk.office, chair=walk.seats[0])
    assert meeting.chair == walk.seats[0]


def test_the_session_is_suspended_when_the_quorum_goes_out_and_resumes_when_it_is_back(walk):
    meeting = walk.running(present=7)
    for seat in walk.seats[5:7]:
        attendance.leave(meeting, seat, by=walk.office)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.state == Meeting.State.SUSPENDED
    assert Entry.objects.get(verb="councils.meeting.suspend").actor_kind == "clock"
    with pytest.raises(NotNow):
        advance(meeting, "resume", by=walk.office)
    for seat in walk.seats[5:7]:
        attendance.arrive(meeting, seat, by=walk.office)
    assert advance(meeting, "resume", by=walk.office).state == Meeting.State.IN_SESSION


def test_coming_in_twice_is_coming_in_once(walk):
    meeting = walk.gathered(present=1)
    walk.at("2026-11-27 14:20")
    row = attendance.arrive(meeting, walk.seats[0], by=walk.office)
    assert row.arrived_at < meeting.starts_at
    assert not row.was_away


def test_who_was_there_from_beginning_to_end_earns_by_it_and_nobody_else_does(walk):
    meeting = walk.running(present=7)
    walk.at("2026-11-27 14:30")
    attendance.arrive(meeting, walk.seats[7], by=walk.office)
    attendance.leave(meeting, walk.seats[3], by=walk.office)
    walk.at("2026-11-27 15:00")
    attendance.leave(meeting, walk.seats[4], by=walk.office)
    attendance.arrive(meeting, walk.seats[4], by=walk.office)
    walk.agree(walk.item(meeting))
    meetings.end(meeting, by=walk.office)
    entry = Entry.objects.get(verb="councils.meeting.end")
    expected = [walk.seats[place].person_id for place in (0, 1, 2, 5, 6)]
    assert entry.beneficiaries == sorted(expected)


def test_who_neither_came_nor_said_so_was_absent(walk):
    meeting = walk.running(present=7)
    meetings.end(meeting, by=walk.office)
    assert meeting.attendances.get(representative=walk.seats[7]).kind == Attendance.Kind.ABSENT


def test_a_guest_has_no_seat_in_the_quorum(walk):
    meeting = walk.gathered(present=5)
    attendance.accompany(meeting, "维保单位项目负责人", by=walk.office)
    assert presence.quorum(meeting).present == 5


def test_after_the_agenda_was_closed_an_item_is_urgent_business(walk):
    meeting = walk.running()
    item = agenda.put_on_agenda(meeting, topic=agenda.Topic("大堂漏水"), by=walk.office)
    assert (item.is_urgent, item.order) == (True, 2)


def test_items_move_up_when_one_is_taken_off(walk):
    meeting = walk.draft()
    agenda.put_on_agenda(meeting, topic=agenda.Topic("车库照明"), by=walk.office)
    agenda.take_off_agenda(walk.item(meeting), by=walk.office)
    assert list(meeting.items.values_list("order", "title")) == [(1, "车库照明")]


def test_nothing_is_taken_off_an_agenda_that_is_closed(walk, client):
    meeting = walk.called()
    client.force_login(walk.office)
    walk.at("2026-11-25 09:30")
    assert not client.get(meeting.get_absolute_url()).context["may_mend"]
    with pytest.raises(NotNow):
        agenda.take_off_agenda(walk.item(meeting), by=walk.office)


def test_a_meeting_called_off_cannot_begin(walk):
    meeting = meetings.cancel(walk.called(), reason="台风", by=walk.office)
    with pytest.raises(NotNow):
        meetings.open_session(meeting, by=walk.office)


def test_a_meeting_ends_once(walk):
    meeting = walk.ended()
    with pytest.raises(NotNow):
        meetings.end(meeting, by=walk.office)


@pytest.mark.parametrize(
    ("parties", "is_reached"),
    [
        ([], False),
        ([Party.COMMUNITY, Party.OPERATOR, Party.ENTERPRISE, Party.MASS_ORG], False),
        ([Party.COMMUNITY, Party.OPERATOR, *[Party.ENTERPRISE] * 3, Party.MASS_ORG], True),
        ([Party.COMMUNITY, Party.OPERATOR, *[Party.ENTERPRISE] * 4], False),
    ],
)
def test_a_quorum_is_two_thirds_of_the_seats_and_four_parties(parties, is_reached):
    invited = [Party.COMMUNITY, Party.OPERATOR, *[Party.ENTERPRISE] * 4, Party.PARTY_MEMBER, Party.MASS_ORG]
    assert presence.count(invited, parties, (2, 3, 4)).is_reached is is_reached


def test_nobody_invited_is_no_quorum():
    assert not presence.count([], [], (2, 3, 4)).is_reached


def test_the_topic_of_an_item_may_stand_in_both_languages(walk):
    item = walk.item(walk.draft())
    assert (item.title, item.title_en) == (TOPIC.title, TOPIC.title_en)
