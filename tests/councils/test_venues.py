"""One case moves between venues: quick online, joint online, meeting; what was said and who stepped back goes along."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from councils import agenda, ballots, cases, declare, discussion, meetings, seating, venues
from councils.models import Case, Meeting, Round
from councils.models.venue import Venue
from parkdesk.core import clock, outbox
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Notice
from tests.councils import voting
from tests.councils.voting import seat
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples, undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(morning):
    return morning(MORNING)


@pytest.fixture
def case(council, office, now):
    return voting.in_discussion(council, office)


def page(case, verb):
    return reverse("councils:case_step", args=[case.council.park.code, case.pk, verb])


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_quick_venue_takes_two_working_days_for_discussion_and_vote(council, office, now):
    case = venues.discuss(voting.prepared(council, office), by=office, venue=Venue.QUICK)
    assert case.discussion_ends_at == ballots.days_from_now(1)
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    began = clock.now()
    round_ = ballots.open_round(Case.objects.get(), by=office)
    assert round_.closes_at == ballots.days_from_now(1, began)


def test_the_joint_session_takes_the_days_of_the_rules(case, office, now):
    assert case.venue == Venue.JOINT
    assert case.discussion_ends_at == ballots.days_from_now(case.rule_set.discussion_days)
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    assert ballots.open_round(case, by=office).closes_at == ballots.days_from_now(case.rule_set.vote_days)


def test_shared_money_is_not_for_the_quick_venue(council, office, now):
    case = voting.prepared(council, office, is_about_shared=True)
    with pytest.raises(NotNow, match="共有资金"):
        venues.discuss(case, by=office, venue=Venue.QUICK)
    answer = browser(office).post(page(case, "discuss"), {"venue": "quick"})
    assert "共有资金" in answer.content.decode()
    assert Case.objects.get().state == Case.State.PREPARING


def test_from_quick_to_joint_to_a_meeting_and_back_online_with_all_that_was_said(council, office, now):
    case = venues.discuss(voting.prepared(council, office), by=office, venue=Venue.QUICK)
    discussion.contribute(case, seat(council, 3), "我们赞成", by=seat(council, 3).person)
    declare.recuse(case, seat(council, 4), category="trade", by=seat(council, 4).person)
    case = venues.move(case, Venue.JOINT, by=office, reason="金额有争议")
    assert (case.state, case.venue) == (Case.State.IN_DISCUSSION, Venue.JOINT)
    case = venues.move(case, Venue.MEETING, by=office, reason="当面谈")
    assert (case.state, case.venue) == (Case.State.TO_MEETING, Venue.MEETING)
    case = venues.move(case, Venue.JOINT, by=office, reason="资料补齐了")
    assert (case.state, case.venue) == (Case.State.IN_DISCUSSION, Venue.JOINT)
    assert [one.text for one in discussion.thread(case)] == ["我们赞成"]
    assert declare.recused(case) == {seat(council, 4).pk}


def test_who_asked_for_a_meeting_before_it_went_online_again_asks_anew(case, council, office):
    for place in (3, 4):
        discussion.demand_a_meeting(case, by=seat(council, place).person)
    assert Case.objects.get().venue == Venue.MEETING
    case = venues.move(Case.objects.get(), Venue.JOINT, by=office, reason="先看检测报告")
    assert discussion.demand_a_meeting(case, by=seat(council, 5).person).state == Case.State.IN_DISCUSSION


@pytest.mark.parametrize("venue", [Venue.MEETING, Venue.QUICK])
def test_it_does_not_move_away_while_members_vote_on_it(council, office, now, venue):
    round_ = voting.voted_on(council, office, now)
    with pytest.raises(NotNow):
        venues.move(Case.objects.get(), venue, by=office, reason="想换个地方谈")
    assert (Case.objects.get().state, Round.objects.get(pk=round_.pk).state) == (Case.State.VOTING, Round.State.OPEN)


def test_what_becomes_a_matter_of_shared_money_leaves_the_quick_venue_first(council, office, now):
    case = venues.discuss(voting.prepared(council, office), by=office, venue=Venue.QUICK)
    with pytest.raises(NotNow, match="共有资金"):
        cases.prepare(case, by=office, is_about_shared=True, note="金额涉及共有资金")
    assert not Case.objects.get().is_about_shared
    case = venues.move(Case.objects.get(), Venue.JOINT, by=office, reason="涉及共有资金")
    assert cases.prepare(case, by=office, is_about_shared=True, note="金额涉及共有资金").is_about_shared


def test_who_asked_for_a_meeting_and_left_the_council_asks_no_more(case, council, office):
    discussion.demand_a_meeting(case, by=seat(council, 3).person)
    seating.resign(seat(council, 3), by=seat(council, 3).person)
    assert discussion.demand_a_meeting(case, by=seat(council, 4).person).state == Case.State.IN_DISCUSSION


def test_it_does_not_move_to_where_it_is_nor_by_a_member_alone(case, council, office):
    with pytest.raises(NotNow):
        venues.move(case, Venue.JOINT, by=office)
    with pytest.raises(NotYours):
        venues.move(case, Venue.QUICK, by=seat(council, 5).person)


def test_it_does_not_leave_the_room_while_a_meeting_talks_about_it(walk):
    case = voting.in_discussion(walk.council, walk.office)
    meeting = walk.draft()
    agenda.put_on_agenda(meeting, case=case, by=walk.office)
    meetings.convene(meeting, by=walk.office)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.IN_SESSION, began_at=clock.now())
    with pytest.raises(NotNow, match="会议正在"):
        venues.move(case, Venue.QUICK, by=walk.office)


def test_the_office_moves_it_on_its_page_and_the_members_hear_of_it(case, council, office):
    form = browser(office).get(page(case, "move")).content.decode()
    assert "线上小议" in form
    assert "会议" in form
    said = {"venue": "quick", "reason": "只差一个数字"}
    assert browser(office).post(page(case, "move"), said).status_code == 302
    assert Case.objects.get().venue == Venue.QUICK
    outbox.drain()
    told = Notice.objects.filter(entry__verb="councils.case.move").values_list("recipient", flat=True)
    assert {f"person:{one.person_id}" for one in council.members()} <= set(told)
    text = browser(seat(council, 5).person).get(case.get_absolute_url()).content.decode()
    assert "线上小议" in text


def test_a_day_before_the_rules_is_refused_and_what_was_typed_is_kept(case, office):
    said = {"venue": "quick", "until": clock.today().isoformat(), "reason": "只差一个数字"}
    answer = browser(office).post(page(case, "move"), said)
    assert answer.status_code in (200, 422)
    assert "只差一个数字" in answer.content.decode()
    assert Case.objects.get().venue == Venue.JOINT


def test_put_off_in_a_meeting_and_taken_up_it_goes_on_online(case, office, now):
    case = venues.move(case, Venue.MEETING, by=office, reason="当面谈")
    case = discussion.defer(case, by=office, until=clock.today() + timedelta(days=10), reason="等检测报告")
    now.shift(timedelta(days=10))
    case = cases.advance(case, "take_up", by=office)
    assert (case.state, case.venue) == (Case.State.IN_DISCUSSION, Venue.JOINT)


@given(way=some.lists(some.sampled_from(Venue.values), max_size=6))
@examples(8, 100)
def test_on_any_way_the_talk_stays_and_the_venue_agrees_with_the_state(council, office, morning, way):
    with undone():
        morning(MORNING)
        case = voting.in_discussion(council, office)
        discussion.contribute(case, seat(council, 3), "我们赞成", by=seat(council, 3).person)
        for venue in way:
            if venue != case.venue:
                case = venues.move(case, venue, by=office, reason="换个地方")
        in_a_meeting = case.venue == Venue.MEETING
        assert (case.state == Case.State.TO_MEETING) == in_a_meeting
        assert in_a_meeting or case.discussion_ends_at > clock.now()
        assert len(discussion.thread(case)) == 1
