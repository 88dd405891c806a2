"""Meetings in depth: the code on the door, late and lost, several councils at once, urgent business by hands."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from councils import agenda, attendance, doors, meetings, meetings_together, minutes, presence, substitutes
from councils.models import Meeting
from enterprises.models import Person
from parkdesk.core.flow import NotNow, NotYours, advance
from tests.councils.meeting_cases import PLACE, START, TOPIC
from tests.councils.voting import in_discussion
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


def at(meeting, name):
    return reverse(f"councils:{name}", args=[meeting.council.park.code, meeting.pk])


# --- the door -----------------------------------------------------------------------------------------
def test_the_code_on_the_door_is_drawn_when_the_meeting_is_called(walk):
    meeting = walk.called()
    assert len(meeting.door_code) == 6
    assert set(meeting.door_code) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    assert walk.draft().door_code == ""


@pytest.mark.parametrize("typed", ["K7QM4X", "k7qm4x", " k7q-m4x ", "Ｋ７ＱＭ４Ｘ"])
def test_the_code_may_be_typed_in_any_way(typed):
    assert doors.opens("K7QM4X", typed)


@pytest.mark.parametrize(("code", "typed"), [("K7QM4X", "K7QM4Y"), ("K7QM4X", ""), ("", ""), ("", "K7QM4X")])
def test_another_code_opens_nothing(code, typed):
    assert not doors.opens(code, typed)


def test_a_member_checks_in_by_the_code_and_counts_for_the_quorum(walk):
    meeting = walk.called()
    walk.at("2026-11-27 13:40")
    attendance.check_in(meeting, code=meeting.door_code, by=walk.seats[7].person)
    assert presence.quorum(meeting).present == 1


def test_who_comes_late_still_checks_in_and_was_not_there_in_full(walk):
    meeting = walk.running(present=7)
    walk.at("2026-11-27 14:30")
    (row,) = attendance.check_in(meeting, code=meeting.door_code, by=walk.seats[7].person)
    assert row.is_here
    meetings.end(meeting, by=walk.office)
    row.refresh_from_db()
    assert not row.in_full


def test_nobody_checks_in_before_the_door_opens(walk):
    meeting = walk.called()
    with pytest.raises(NotNow):
        attendance.check_in(meeting, code=meeting.door_code, by=walk.seats[0].person)


def test_who_holds_no_seat_does_not_check_in_even_with_the_code(walk, outsider):
    meeting = walk.gathered(present=1)
    with pytest.raises(NotYours):
        attendance.check_in(meeting, code=meeting.door_code, by=outsider)


def test_a_wrong_code_says_so_and_keeps_what_was_typed(walk, as_):
    meeting = walk.gathered(present=1)
    answer = as_(walk.seats[7].person).post(at(meeting, "meeting_now"), {"code": "AAAAAA", "key": "k"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "不是门上的签到码" in text
    assert 'value="AAAAAA"' in text
    assert not meeting.attendances.get(representative=walk.seats[7]).is_here


def test_codes_are_not_tried_for_ever(walk, as_):
    meeting = walk.gathered(present=1)
    client = as_(walk.seats[7].person)
    for number in range(10):
        assert client.post(at(meeting, "meeting_now"), {"code": "AAAAAA", "key": str(number)}).status_code == 200
    answer = client.post(at(meeting, "meeting_now"), {"code": meeting.door_code, "key": "last"})
    assert answer.status_code == 429


# --- the room -----------------------------------------------------------------------------------------
def test_a_member_checks_in_on_the_phone_and_sees_what_is_on(walk, as_):
    meeting = walk.gathered(present=7)
    client = as_(walk.seats[7].person)
    assert "签到" in client.get(at(meeting, "meeting_now")).content.decode()
    answer = client.post(at(meeting, "meeting_now"), {"code": meeting.door_code.lower(), "key": "k"})
    assert answer.status_code == 302
    text = client.get(answer.url).content.decode()
    assert "您已到会" in text
    assert TOPIC.title in text


def test_the_wall_shows_the_item_the_quorum_and_no_name(walk, as_):
    meeting = walk.running(present=7)
    text = as_(walk.office).get(at(meeting, "meeting_wall")).content.decode()
    assert TOPIC.title in text
    assert "达到法定人数" in text
    assert walk.seats[3].person.name not in text


def test_who_stays_at_home_does_not_read_the_code_of_the_door(walk, as_):
    meeting = walk.gathered(present=5)
    assert meeting.door_code in as_(walk.office).get(at(meeting, "meeting_wall")).content.decode()
    for name in ("meeting_wall", "meeting_now"):
        answer = as_(walk.seats[6].person).get(at(meeting, name))
        assert answer.status_code == 200
        assert meeting.door_code not in answer.content.decode()


def test_a_substitute_who_stepped_in_after_the_call_checks_in_and_the_seat_counts_once(walk, party_supervisor):
    meeting = walk.gathered(present=7)
    member = walk.seats[6]
    other = MembershipFactory(enterprise=member.enterprise).person if member.enterprise else PersonFactory()
    substitutes.register(member, other, by=party_supervisor)
    sits = substitutes.hand_over(member, by=member.person)
    attendance.check_in(meeting, code=meeting.door_code, by=Person.objects.get(pk=other.pk))
    assert meeting.attendances.get(representative=sits).is_here
    assert (presence.quorum(meeting).filled, presence.quorum(meeting).present) == (8, 7)


def test_the_room_is_closed_to_others(walk, as_, outsider):
    meeting = walk.called()
    for name in ("meeting_wall", "meeting_now"):
        assert as_(outsider).get(at(meeting, name)).status_code == 404


def test_when_nothing_has_changed_the_pulse_costs_one_query_beyond_session_and_user(
    walk, as_, django_assert_num_queries
):
    meeting = walk.running(present=7)
    client = as_(walk.office)
    beat = client.get(at(meeting, "meeting_wall")).context["beat"]
    address = f"{at(meeting, 'meeting_pulse')}?beat={beat}"
    assert client.get(address).status_code == 304
    with django_assert_num_queries(3):
        client.get(address)
    assert Session.objects.exists()


def test_the_pulse_tells_of_an_arrival_and_stops_after_the_end(walk, as_):
    meeting = walk.running(present=7)
    client = as_(walk.office)
    beat = client.get(at(meeting, "meeting_wall")).context["beat"]
    attendance.arrive(meeting, walk.seats[7], by=walk.office)
    changed = client.get(f"{at(meeting, 'meeting_pulse')}?beat={beat}")
    assert (changed.status_code, "meetingchanged" in changed["HX-Trigger"]) == (200, True)
    meetings.end(meeting, by=walk.office)
    beat = client.get(at(meeting, "meeting_wall")).context["beat"]
    assert client.get(f"{at(meeting, 'meeting_pulse')}?beat={beat}").status_code == 286


def test_nobody_listens_with_somebody_elses_word(walk, as_, outsider):
    meeting = walk.running(present=7)
    beat = as_(walk.office).get(at(meeting, "meeting_wall")).context["beat"]
    answer = as_(outsider).get(f"{at(meeting, 'meeting_pulse')}?beat={beat}")
    assert (answer.status_code, answer.content) == (200, b"")


# --- the agenda ---------------------------------------------------------------------------------------
def test_what_is_open_is_put_on_the_agenda_once(walk):
    meeting = walk.draft()
    case = in_discussion(walk.council, walk.office)
    assert agenda.gather(meeting, by=walk.office) == 1
    assert meeting.items.get(case=case).order == 2
    with pytest.raises(NotNow):
        agenda.gather(meeting, by=walk.office)


def test_urgent_business_is_taken_up_by_more_hands_for_than_against(walk):
    meeting = walk.running(present=7)
    item = agenda.put_on_agenda(meeting, topic=agenda.Topic("大堂漏水"), hands=(5, 1), by=walk.office)
    assert (item.urgent_for, item.urgent_against) == (5, 1)
    for hands in ((3, 3), (6, 2)):
        with pytest.raises(NotNow):
            agenda.put_on_agenda(meeting, topic=agenda.Topic("车库"), hands=hands, by=walk.office)
    assert meeting.items.count() == 2


def test_the_minutes_say_how_many_hands_took_it_up(walk):
    meeting = walk.running(present=7)
    item = agenda.put_on_agenda(meeting, topic=agenda.Topic("大堂漏水"), hands=(5, 1), by=walk.office)
    agenda.conclude(item, result="noted", by=walk.office)
    walk.agree(walk.item(meeting))
    document = meetings.end(meeting, by=walk.office).minutes
    assert "5票赞成、1票反对" in minutes.html(document, "zh-hans")


def test_a_running_meeting_asks_for_the_hands(walk, as_):
    meeting = walk.running()
    address = reverse("councils:meeting_act", args=[walk.council.park.code, meeting.pk, "put_urgent"])
    answer = as_(walk.office).post(address, {"item": "大堂漏水", "key": "k"})
    assert answer.status_code == 200
    assert "请清点举手人数" in answer.content.decode()


# --- several councils ---------------------------------------------------------------------------------
@pytest.fixture
def neighbour(outsider):
    """The council of another park: one seat, held by the outsider."""
    return outsider.council_seats.get().council


def terms(**more):
    return {"starts_at": START, "place": PLACE} | more


def test_several_councils_are_called_at_once_each_to_its_own_meeting(walk, neighbour):
    plan = meetings_together.Plan((walk.council, neighbour), terms(), TOPIC)
    made = meetings_together.call(plan, by=walk.office)
    assert [one.council for one in made] == [walk.council, neighbour]
    assert {one.state for one in Meeting.objects.all()} == {"convened"}


def test_called_too_late_none_of_them_is_called(walk, neighbour):
    walk.at("2026-11-26 09:30")
    with pytest.raises(NotNow):
        meetings_together.call(meetings_together.Plan((walk.council, neighbour), terms(), TOPIC), by=walk.office)
    assert not Meeting.objects.exists()


def test_the_page_says_why_and_keeps_what_was_typed(walk, neighbour, as_):
    said = {"kind": "joint", "mode": "on_site", "starts_at": "2026-11-25T14:00", "place": PLACE, "item": "电梯",
            "is_joint": "no", "councils": [walk.council.pk, neighbour.pk], "key": "k"}  # fmt: skip
    client = as_(walk.office)
    answer = client.post(reverse("councils:meetings_together"), said)
    assert "3个工作日" in answer.content.decode()
    assert 'value="电梯"' in answer.content.decode()
    answer = client.post(reverse("councils:meetings_together"), said | {"starts_at": "2026-11-27T14:00"})
    assert answer.status_code == 302
    assert Meeting.objects.count() == 2


def test_a_member_calls_no_other_council(walk, as_):
    assert as_(walk.seats[2].person).get(reverse("councils:meetings_together")).status_code == 404


def test_in_a_joint_session_each_council_needs_its_own_quorum(walk, neighbour, outsider):
    plan = meetings_together.Plan((neighbour, walk.council), terms(kind="annual"), TOPIC, True, walk.council)
    (meeting,) = meetings_together.call(plan, by=walk.office)
    assert (meeting.council, list(meeting.joined.all())) == (walk.council, [neighbour])
    assert meeting.attendances.count() == 9
    walk.at("2026-11-27 14:00")
    for seat in walk.seats:
        attendance.arrive(meeting, seat, by=walk.office)
    assert neighbour.park.name in presence.quorum(meeting).sentence()
    with pytest.raises(NotNow):
        meetings.open_session(meeting, by=walk.office)
    attendance.check_in(meeting, code=meeting.door_code, by=outsider)
    meeting = meetings.open_session(meeting, by=walk.office)
    attendance.leave(meeting, outsider.council_seats.get(), by=walk.office)
    assert Meeting.objects.get().state == Meeting.State.SUSPENDED
    attendance.arrive(meeting, outsider.council_seats.get(), by=walk.office)
    meeting = advance(meeting, "resume", by=walk.office)
    walk.agree(walk.item(meeting))
    document = meetings.end(meeting, by=walk.office).minutes
    assert neighbour.park.name in minutes.html(document, "zh-hans")


def test_who_sits_along_reads_the_meeting_and_objects_to_its_minutes(walk, neighbour, outsider, as_):
    (meeting,) = meetings_together.call(
        meetings_together.Plan((walk.council, neighbour), terms(), TOPIC, True), by=walk.office
    )
    assert as_(outsider).get(meeting.get_absolute_url()).status_code == 200
    assert meeting.get_absolute_url() in as_(outsider).get(neighbour.get_absolute_url()).content.decode()


# --- calendars ----------------------------------------------------------------------------------------
def test_each_change_that_calendars_know_counts_once(walk):
    meeting = walk.called()
    assert meeting.sequence == 0
    meeting = meetings.reschedule(meeting, starts_at=START, reason="停电", by=walk.office, place="三楼")
    assert meeting.sequence == 1
    assert meetings.cancel(meeting, reason="台风", by=walk.office).sequence == 2
