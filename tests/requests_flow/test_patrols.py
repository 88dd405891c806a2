"""Patrol rounds (早巡夜访): laid out by the leader, walked by whoever likes, and never a fault of anybody."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from enterprises import places
from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import CalendarDay, Entry
from requests_flow import patrol_week, patrolling
from requests_flow.models import Need, Patrol, Tick, Walk
from requests_flow.patrolling import Found, Stop, Way
from tests.factories import ParkFactory, PlaceCodeFactory
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
VISITS, PATROLS = "/visits/", "/visits/patrols/"


@pytest.fixture
def park_leader(park):
    return somebody("夏知行", Role.PARK_LEADER, park=park)


@pytest.fixture
def outsider(db):
    """A volunteer of another park."""
    return somebody("顾远", Role.VOLUNTEER, park=ParkFactory())


def way(*stops, **more):
    plain = {
        "name": "夜访", "when": "evening", "starts_at": time(19), "ends_at": time(21), "days": ["work"], "minutes": 20,
    }  # fmt: skip
    return Way(**(plain | more), stops=stops or (Stop(spot="东门"), Stop(spot="地下车库", look_at=("bikes",))))


@pytest.fixture
def patrol(park, park_leader):
    return patrolling.lay_out(way(), park=park, by=park_leader)


@pytest.fixture
def walk(patrol, volunteer):
    return patrolling.set_out(patrol, by=volunteer)


def points(patrol):
    return list(patrol.points.filter(removed_at=None))


# --- laying out ------------------------------------------------------------------------------------------
def sent(code=None, **more):
    """What the form of a round sends: two points, the second written first."""
    plain = {
        "name": "早巡", "when": "morning", "starts_at": "07:30", "ends_at": "09:00", "days": ["work"], "minutes": "15",
        "key": "a1", "stop-TOTAL_FORMS": "3", "stop-INITIAL_FORMS": "0",
        "stop-0-spot": "南门", "stop-0-look_at": ["exits", "lights"], "stop-0-ORDER": "2",
        "stop-1-place_code": code.pk if code else "", "stop-1-spot": "" if code else "北门", "stop-1-ORDER": "1",
    }  # fmt: skip
    return plain | more


def test_a_park_leader_lays_out_a_round_with_codes_and_spots_once(client, park, park_leader, place_code):
    client.force_login(park_leader)
    for _ in range(2):
        answer = client.post(f"{PATROLS}new/?park={park.code}", sent(place_code))
    one = Patrol.objects.get()
    assert answer.url == one.get_absolute_url()
    assert (one.park, one.when, one.starts_at, one.days) == (park, "morning", time(7, 30), ["work"])
    first, second = points(one)
    assert (first.place_code, second.spot, second.looks) == (place_code, "南门", ["出口", "照明"])
    assert Entry.objects.about(one).get().verb == "requests_flow.patrol.lay_out"


def test_a_round_needs_a_point_and_an_end_after_its_beginning(client, park, park_leader):
    client.force_login(park_leader)
    bare = sent(**{"stop-0-spot": "", "stop-1-spot": "", "stop-0-look_at": [], "stop-0-ORDER": "", "stop-1-ORDER": ""})
    for wrong in (bare, sent(ends_at="07:00"), sent(days=[])):
        assert client.post(f"{PATROLS}new/?park={park.code}", wrong).status_code == 200
    assert not Patrol.objects.exists()


def test_codes_of_another_park_are_no_check_points_here(client, park, park_leader):
    client.force_login(park_leader)
    answer = client.post(f"{PATROLS}new/?park={park.code}", sent(PlaceCodeFactory(park=ParkFactory())))
    assert answer.status_code == 200
    assert not Patrol.objects.exists()


def test_nobody_else_lays_out_rounds_there(client, park, volunteer, outsider, patrol):
    elsewhere = somebody("何园长", Role.PARK_LEADER, park=ParkFactory())
    for person in (volunteer, outsider, elsewhere):
        with pytest.raises(PermissionDenied):
            patrolling.lay_out(way(name="又一条"), park=park, by=person)
        client.force_login(person)
        assert client.post(f"{PATROLS}new/?park={park.code}", sent()).status_code == 404
        assert client.get(f"{PATROLS}{patrol.pk}/change/").status_code == 404
    assert Patrol.objects.count() == 1


def test_two_rounds_of_one_park_have_two_names(client, park, park_leader, patrol):
    with pytest.raises(NotNow):
        patrolling.lay_out(way(), park=park, by=park_leader)
    client.force_login(park_leader)
    assert "已有同名巡查路线" in client.post(f"{PATROLS}new/?park={park.code}", sent(name="夜访")).content.decode()


def test_a_point_that_leaves_the_round_stays_with_the_walks_of_before(client, patrol, walk, volunteer, park_leader):
    gate, garage = points(patrol)
    patrolling.tick(walk, gate, Found("fine"), by=volunteer)
    client.force_login(park_leader)
    said = sent(**{
        "name": "夜访", "stop-TOTAL_FORMS": "2", "stop-INITIAL_FORMS": "2", "stop-0-point": gate.pk,
        "stop-0-spot": "东门", "stop-0-DELETE": "on", "stop-1-point": garage.pk, "stop-1-spot": "地下二层车库",
    })  # fmt: skip
    assert client.post(f"{PATROLS}{patrol.pk}/change/", said).status_code == 302
    assert [(one.pk, one.spot) for one in points(patrol)] == [(garage.pk, "地下二层车库")]
    assert set(patrol_week.points_of(walk)) == {gate, garage}


def test_a_retired_round_is_not_begun_but_may_be_finished(client, patrol, walk, volunteer, park_leader):
    client.force_login(park_leader)
    client.post(f"{PATROLS}{patrol.pk}/retire/")
    assert patrol_week.today_of(Person.objects.get(pk=park_leader.pk)).rounds == []
    with pytest.raises(NotNow):
        patrolling.set_out(Patrol.objects.get(pk=patrol.pk), by=park_leader)
    patrolling.tick(walk, points(patrol)[0], Found("fine"), by=volunteer)
    assert advance(walk, "finish", by=volunteer).state == Walk.State.FINISHED


# --- walking ---------------------------------------------------------------------------------------------
def test_a_volunteer_walks_a_round_point_by_point(client, patrol, volunteer):
    client.force_login(volunteer)
    answer = client.post(f"{PATROLS}{patrol.pk}/start/")
    walk, (gate, garage) = Walk.objects.get(), points(patrol)
    assert answer.url == walk.get_absolute_url()
    client.post(f"{answer.url}points/{gate.pk}/", {"outcome": "fine"})
    client.post(f"{answer.url}points/{garage.pk}/", {"outcome": "skipped", "reason": "locked"})
    assert client.post(f"{answer.url}finish/").url == answer.url
    assert client.post(f"{answer.url}finish/").url == answer.url
    walk = Walk.objects.get()
    assert (walk.state, walk.ticks.count(), Need.objects.count()) == ("finished", 2, 0)
    assert "已完成" in client.get(answer.url).content.decode()
    assert [entry.verb.rpartition(".")[2] for entry in Entry.objects.about(walk)] == ["start", "tick", "tick", "finish"]
    assert all(entry.beneficiaries == [] for entry in Entry.objects.about(walk))


def test_what_is_seen_becomes_a_need_with_its_place_and_photo(client, park, park_leader, place_code, volunteer):
    patrol = patrolling.lay_out(way(Stop(place_code)), park=park, by=park_leader)
    walk = patrolling.set_out(patrol, by=volunteer)
    client.force_login(volunteer)
    (point,) = points(patrol)
    said = {"outcome": "seen", "wrong": ["bikes"], "text": "楼道里两辆在充电", "key": "k"}
    for once_more in ({"photo": [photo()]}, {}):
        assert client.post(f"{walk.get_absolute_url()}points/{point.pk}/", said | once_more).status_code == 302
    need = Need.objects.get()
    assert files.of(need).count() == 1
    assert (need.channel, need.park, need.place_code, need.building) == ("visit", park, place_code, place_code.building)
    assert (need.reporter, need.state, Tick.objects.get().need) == (volunteer, "submitted", need)
    assert "楼道里两辆在充电" in need.text
    assert need.reference in client.get(walk.get_absolute_url()).content.decode()


def test_a_point_ticked_twice_counts_once_and_its_need_stays_one(walk, patrol, volunteer):
    gate, garage = points(patrol)
    patrolling.tick(walk, gate, Found("fine"), by=volunteer)
    patrolling.tick(walk, gate, Found("seen", ["exits"], "被纸箱堵住"), by=volunteer)
    patrolling.tick(walk, gate, Found("seen", ["exits"], "又按了一次"), by=volunteer)
    assert (Tick.objects.get().outcome, Need.objects.count()) == ("seen", 1)


def test_what_was_seen_has_to_be_said_and_what_was_typed_stays(client, walk, patrol, volunteer):
    client.force_login(volunteer)
    address = f"{walk.get_absolute_url()}points/{points(patrol)[0].pk}/"
    assert client.post(address, {"outcome": "seen", "wrong": [], "text": " "}).status_code == 200
    assert client.post(address, {"outcome": "skipped"}).status_code == 200
    assert client.post(address, {"outcome": "red"}).status_code == 200
    assert not Tick.objects.exists()


def test_a_round_past_its_window_and_past_midnight_may_still_be_finished(walk, patrol, volunteer, morning):
    morning("2026-11-25 00:40")
    patrolling.tick(walk, points(patrol)[0], Found("fine"), by=volunteer)
    walk = advance(walk, "finish", by=volunteer)
    assert (walk.state, walk.day) == ("finished", date(2026, 11, 24))


def test_one_round_at_a_time(client, park, patrol, walk, park_leader, volunteer):
    assert patrolling.set_out(patrol, by=volunteer) == walk
    second = patrolling.lay_out(way(name="早巡", when="morning"), park=park, by=park_leader)
    client.force_login(volunteer)
    assert client.post(f"{PATROLS}{second.pk}/start/").status_code == 409
    assert Walk.objects.count() == 1


def test_a_round_without_a_tick_is_given_up_not_finished(client, walk, volunteer):
    client.force_login(volunteer)
    assert client.post(f"{walk.get_absolute_url()}finish/").status_code == 409
    assert client.post(f"{walk.get_absolute_url()}drop/").url == VISITS
    assert Walk.objects.get().state == Walk.State.DROPPED
    assert client.post(f"{walk.get_absolute_url()}fly/").status_code == 404


def test_whoever_walks_there_no_more_may_still_give_it_up(walk, patrol, volunteer):
    volunteer.appointments.update(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 23))
    gone = Person.objects.get(pk=volunteer.pk)
    with pytest.raises(NotYours):
        patrolling.tick(walk, points(patrol)[0], Found("fine"), by=gone)
    assert advance(walk, "drop", by=gone).state == Walk.State.DROPPED


def test_a_round_that_is_over_takes_no_more_ticks(client, walk, patrol, volunteer):
    advance(walk, "drop", by=volunteer)
    with pytest.raises(NotNow):
        patrolling.tick(walk, points(patrol)[0], Found("fine"), by=volunteer)
    client.force_login(volunteer)
    assert client.get(f"{walk.get_absolute_url()}points/{points(patrol)[0].pk}/").status_code == 302


def test_for_a_volunteer_of_another_park_it_does_not_exist(client, patrol, walk, outsider, volunteer, manager):
    client.force_login(outsider)
    point = points(patrol)[0]
    for address in (patrol.get_absolute_url(), walk.get_absolute_url(), f"{walk.get_absolute_url()}points/{point.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{PATROLS}{patrol.pk}/start/").status_code == 404
    assert patrol.name not in client.get(PATROLS).content.decode()
    with pytest.raises(NotYours):
        patrolling.tick(walk, point, Found("fine"), by=outsider)
    with pytest.raises(NotYours):
        patrolling.set_out(patrol, by=outsider)


def test_nobody_reads_who_walked_when(client, park_leader, manager, walk, patrol, volunteer):
    patrolling.tick(walk, points(patrol)[0], Found("fine"), by=volunteer)
    advance(walk, "finish", by=volunteer)
    for person in (park_leader, manager):
        client.force_login(person)
        page = client.get(patrol.get_absolute_url()).content.decode()
        assert volunteer.name not in page
        assert client.get(walk.get_absolute_url()).status_code == 404
        assert "本周已巡 1 次，计划 5 次" in client.get(PATROLS).content.decode()


# --- codes on the wall -----------------------------------------------------------------------------------
def test_scanning_a_code_on_the_way_offers_to_tick_it(client, park, park_leader, place_code, volunteer, manager):
    patrol = patrolling.lay_out(way(Stop(place_code)), park=park, by=park_leader)
    walk = patrolling.set_out(patrol, by=volunteer)
    tick = f"{walk.get_absolute_url()}points/{points(patrol)[0].pk}/"
    client.force_login(volunteer)
    assert tick in client.get(f"/q/{place_code.code}/", follow=True).content.decode()
    client.force_login(park_leader)
    assert tick not in client.get(f"/q/{place_code.code}/", follow=True).content.decode()
    client.force_login(volunteer)
    for typed in (place_code.code, f" {place_code.code.lower()} "):
        assert client.get(walk.get_absolute_url(), {"code": typed}).url == tick
    replaced = places.replace_code(place_code, by=manager)
    assert client.get(walk.get_absolute_url(), {"code": replaced.code}).url == tick
    elsewhere = PlaceCodeFactory(park=park, spot="别处")
    assert "不在这条路线上" in client.get(walk.get_absolute_url(), {"code": elsewhere.code}).content.decode()
    assert "不在这条路线上" in client.get(walk.get_absolute_url(), {"code": "<b>"}).content.decode()


# --- whom it concerns (decisions 5) -------------------------------------------------------------------------
def test_a_volunteer_may_keep_who_told_it_from_the_operator(client, walk, patrol, volunteer, operator_person):
    client.force_login(volunteer)
    address = f"{walk.get_absolute_url()}points/{points(patrol)[0].pk}/"
    client.post(address, {"outcome": "seen", "wrong": ["exits"], "is_protected": "on", "key": "k"})
    need = Need.objects.get()
    assert need.is_protected
    assert not Need.objects.visible_to(operator_person).filter(pk=need.pk).exists()


def test_who_works_for_the_operator_cannot_take_on_what_the_operator_must_not_read(client, park, patrol):
    tied = somebody("钱楼长", Role.PARK_LEADER, park=park, background="运营商员工")
    walk = patrolling.set_out(patrol, by=tied)
    client.force_login(tied)
    address = f"{walk.get_absolute_url()}points/{points(patrol)[0].pk}/"
    assert "is_protected" not in client.get(address).content.decode()
    client.post(address, {"outcome": "seen", "wrong": ["exits"], "is_protected": "on", "key": "k"})
    assert not Need.objects.get().is_protected


# --- figures ---------------------------------------------------------------------------------------------
def test_the_page_of_visits_says_kindly_what_could_be_walked_today(client, patrol, volunteer):
    client.force_login(volunteer)
    page = client.get(VISITS).content.decode()
    assert "今天 19:00–21:00：夜访" in page
    assert "2 个点位 · 约 20 分钟" in " ".join(page.split())
    patrolling.set_out(patrol, by=volunteer)
    assert "继续：夜访" in client.get(VISITS).content.decode()


def test_a_round_that_nobody_walks_is_never_red(client, patrol, volunteer, manager, morning):
    morning("2027-01-15 10:00")
    for person in (volunteer, manager):
        client.force_login(Person.objects.get(pk=person.pk))
        for address in (PATROLS, patrol.get_absolute_url()):
            page = client.get(address).content.decode()
            assert "data-light" not in page
            assert 'data-is="bad"' not in page


def test_a_make_up_saturday_stands_in_the_plan_and_a_holiday_does_not(own_calendar):
    CalendarDay.objects.update_or_create(date=date(2026, 11, 28), defaults={"kind": CalendarDay.Kind.MAKEUP})
    CalendarDay.objects.update_or_create(date=date(2026, 11, 27), defaults={"kind": CalendarDay.Kind.HOLIDAY})
    clock.forget_calendar()
    monday, calendar = date(2026, 11, 23), clock.calendar()
    working, daily = Patrol(days=["work"]), Patrol(days=["0", "5"])
    assert patrol_week.week_of(working, monday, set(), calendar).due == 5
    assert not working.is_due(date(2026, 11, 27), calendar)
    assert patrol_week.week_of(working, monday, {date(2026, 11, 28), date(2026, 11, 30)}, calendar).walked == 1
    assert patrol_week.week_of(daily, monday, set(), calendar).due == 2


def test_two_walks_of_one_day_are_one_day(patrol, volunteer, park_leader):
    for person in (volunteer, park_leader):
        walk = patrolling.set_out(patrol, by=person)
        patrolling.tick(walk, points(patrol)[0], Found("fine"), by=person)
        advance(walk, "finish", by=person)
    (one,) = patrol_week.rounds([patrol])
    assert (one.this_week.walked, one.this_week.due, one.is_walked_today) == (1, 5, True)


def test_the_list_asks_as_little_for_ten_as_for_one(client, park, park_leader, patrol, django_assert_max_num_queries):
    client.force_login(park_leader)
    with django_assert_max_num_queries(14) as few:
        client.get(reverse("requests_flow:patrols"))
    for number in range(9):
        patrolling.lay_out(way(name=f"路线{number}"), park=park, by=park_leader)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("requests_flow:patrols"))


def test_a_walk_takes_at_least_a_minute(walk):
    assert walk.minutes == 1
    walk.finished_at = walk.started_at + timedelta(minutes=17, seconds=20)
    assert walk.minutes == 17
