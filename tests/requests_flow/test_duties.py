"""Duty lists (5+X) and days on duty: aims with meters, no lights; days taken by oneself and handed on by consent."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import duties, duty_counts, patrolling, roster, spare, visiting
from requests_flow.duties import Line
from requests_flow.models import Duty, DutyDone, Watch
from requests_flow.patrolling import Found, Stop, Way
from requests_flow.visiting import Call
from requests_flow.words import State
from tests.factories import EnterpriseFactory, ParkFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PAGE, VISITS = "/visits/duties/", "/visits/"
TODAY = date(2026, 11, 24)
Kind = Duty.Kind


@pytest.fixture
def park_leader(park):
    return somebody("夏知行", Role.PARK_LEADER, park=park)


@pytest.fixture
def outsider(db):
    return somebody("顾远", Role.VOLUNTEER, park=ParkFactory())


@pytest.fixture
def a_duty(manager):
    """Puts a duty on the list of all parks, or on one's own."""

    def make(kind=Kind.FIRMS, quota=8, **more):
        return duties.keep(Line("走访企业", "Call on firms", kind, quota, **more), by=manager)

    return make


def done_of(person):
    """What the person did, by kind; read as on a later page."""
    return {one.duty.kind: one.done for one in duty_counts.progress(Person.objects.get(pk=person.pk))}


def visit(firm, by, day=TODAY, **more):
    return visiting.log(Call(firm, day, **more), by=by)


# --- the list --------------------------------------------------------------------------------------------
def test_the_desk_manager_writes_the_list_once_a_press(client, manager):
    client.force_login(manager)
    said = {
        "name_zh": "走访企业", "name_en": "Call on firms", "kind": "firms", "quota": "8", "per": "week", "park": "",
        "key": "k",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(f"{PAGE}new/", said).url == PAGE
    one = Duty.objects.get()
    assert (one.name_zh, one.quota, one.park, one.is_optional) == ("走访企业", 8, None, False)
    assert client.post(f"{PAGE}{one.pk}/", said | {"quota": "6", "key": "l"}).status_code == 302
    assert client.post(f"{PAGE}{one.pk}/retire/").url == PAGE
    verbs = [entry.verb for entry in Entry.objects.about(one)]
    assert verbs == [f"requests_flow.duty.{verb}" for verb in ("keep", "keep", "retire")]
    assert client.get(f"{PAGE}{one.pk}/").status_code == 404


def test_five_are_fixed_and_the_sixth_is_a_choice(client, a_duty, manager, park):
    for kind in (Kind.FIRMS, Kind.MORNING, Kind.EVENING, Kind.FACTS):
        a_duty(kind)
    a_duty(Kind.POLICIES, park=park)
    for line in ({"park": park}, {}):
        with pytest.raises(NotNow):
            a_duty(Kind.BY_HAND, **line)
    a_duty(Kind.BY_HAND, park=ParkFactory())
    a_duty(Kind.BY_HAND, park=park, is_optional=True)
    client.force_login(manager)
    said = {"name_zh": "六", "name_en": "Six", "kind": "rounds", "quota": "1", "per": "week", "park": park.pk}
    assert "请把这一项设为自选" in client.post(f"{PAGE}new/", said).content.decode()


def test_nobody_else_writes_it(client, a_duty, specialist, park_leader):
    one = a_duty()
    for person in (specialist, park_leader):
        with pytest.raises(PermissionDenied):
            duties.keep(Line("一", "One", Kind.FIRMS, 1), by=person)
        client.force_login(person)
        assert client.get(f"{PAGE}new/").status_code == 404
        assert client.post(f"{PAGE}{one.pk}/retire/").status_code == 404


# --- what counts -----------------------------------------------------------------------------------------
def test_firms_count_once_a_week_whoever_called_how_often(a_duty, enterprise, park, park_leader, volunteer):
    a_duty(Kind.FIRMS)
    a_duty(Kind.POLICIES, quota=1, per="month")
    visit(enterprise, park_leader, policies="研发加计扣除一页纸")
    visit(enterprise, park_leader, TODAY - timedelta(days=1))
    visit(EnterpriseFactory(park=park), park_leader, TODAY - timedelta(days=2))  # the Sunday before
    visit(enterprise, volunteer)
    assert done_of(park_leader) == {"firms": 1, "policies": 1}
    assert done_of(volunteer) == {"firms": 1, "policies": 0}


def test_a_make_up_saturday_counts_in_its_week_and_monday_begins_anew(a_duty, enterprise, park_leader, morning):
    a_duty(Kind.FIRMS)
    a_duty(Kind.FIRMS, per="month", is_optional=True)
    morning("2026-11-28 10:00")
    visit(enterprise, park_leader, date(2026, 11, 28))
    assert [one.done for one in duty_counts.progress(park_leader)] == [1, 1]
    morning("2026-11-30 00:10")
    assert [one.done for one in duty_counts.progress(Person.objects.get(pk=park_leader.pk))] == [0, 1]
    morning("2026-12-01 09:00")
    assert [one.done for one in duty_counts.progress(Person.objects.get(pk=park_leader.pk))] == [0, 0]


def test_rounds_count_for_whoever_finished_them(a_duty, park, park_leader, volunteer):
    for kind in (Kind.MORNING, Kind.EVENING, Kind.ROUNDS):
        a_duty(kind, quota=1)
    way = Way("夜访", "evening", time(19), time(21), ["work"], 20, (Stop(spot="东门"),))
    patrol = patrolling.lay_out(way, park=park, by=park_leader)
    walk = patrolling.set_out(patrol, by=volunteer)
    patrolling.tick(walk, patrol.points.get(), Found("fine"), by=volunteer)
    assert done_of(volunteer)["evening"] == 0
    advance(walk, "finish", by=volunteer)
    assert done_of(volunteer) == {"morning": 0, "evening": 1, "rounds": 1}
    assert done_of(park_leader)["evening"] == 0


def test_a_look_on_site_counts(a_duty, a_need, volunteer):
    a_duty(Kind.FACTS, quota=2)
    advance(a_need(State.TRIAGED), "confirm_facts", by=volunteer, note="看过了")
    assert done_of(volunteer) == {"facts": 1}


def test_a_called_safety_round_is_a_duty_while_it_runs(a_duty, enterprise, park_leader, manager, morning):
    a_duty(Kind.SAFETY, quota=5, is_optional=True)
    assert done_of(park_leader) == {}
    spare.call_round(title="台风“玉兔”", park=None, ends_on=date(2026, 11, 26), by=manager)
    visit(enterprise, park_leader, purpose="safety")
    assert done_of(park_leader) == {"safety": 1}
    morning("2026-11-27 09:00")
    assert done_of(park_leader) == {}


def test_what_no_record_proves_is_ticked_by_hand_and_taken_back(client, a_duty, volunteer, manager):
    one, counted = a_duty(Kind.BY_HAND, quota=1), a_duty(Kind.FIRMS)
    client.force_login(volunteer)
    for key in ("a", "a", "b"):
        assert client.post(f"{PAGE}{one.pk}/done/", {"key": key}).url == PAGE
    assert done_of(volunteer)["by_hand"] == 2
    assert duty_counts.progress(volunteer)[0].percent == 100
    client.post(f"{PAGE}{one.pk}/done/", {"undo": "1"})
    assert DutyDone.objects.count() == 1
    assert client.post(f"{PAGE}{counted.pk}/done/", {"key": "c"}).status_code == 409
    with pytest.raises(PermissionDenied):
        duties.tick_by_hand(one, by=manager)


def test_the_list_of_another_park_does_not_exist(client, a_duty, park, outsider, volunteer):
    one = a_duty(Kind.BY_HAND, park=park, quota=1)
    assert done_of(outsider) == {}
    client.force_login(outsider)
    assert client.post(f"{PAGE}{one.pk}/done/", {"key": "a"}).status_code == 404
    assert done_of(volunteer) == {"by_hand": 0}


# --- the pages -------------------------------------------------------------------------------------------
def test_own_progress_is_a_meter_without_a_light(client, a_duty, enterprise, park_leader, morning):
    a_duty(Kind.FIRMS)
    visit(enterprise, park_leader)
    client.force_login(park_leader)
    for address in (VISITS, PAGE):
        page = client.get(address).content.decode()
        assert "本周 1 / 8" in page
        assert "data-light" not in page
        assert 'data-is="bad"' not in page


def test_the_desk_reads_sums_of_parks_and_no_person(client, a_duty, enterprise, park, park_leader, volunteer, manager):
    a_duty(Kind.FIRMS)
    visit(enterprise, park_leader)
    visit(enterprise, volunteer)
    duties.sign_up(park, TODAY, by=volunteer)
    client.force_login(manager)
    page = client.get(PAGE).content.decode()
    assert client.get(PAGE).context["rows"] == [(park.name, 1, 0, 0, 0, 0, "志愿者")]
    assert park_leader.name not in page
    assert volunteer.name not in page


def test_the_page_of_visits_asks_as_little_for_many_duties_and_days(
    client, a_duty, park, volunteer, park_leader, django_assert_max_num_queries
):
    a_duty(Kind.FIRMS)
    duties.sign_up(park, TODAY, by=volunteer)
    client.force_login(volunteer)
    with django_assert_max_num_queries(31) as few:
        client.get(VISITS)
    for kind in (Kind.MORNING, Kind.FACTS, Kind.POLICIES, Kind.BY_HAND):
        a_duty(kind)
    duties.sign_up(park, TODAY, by=park_leader)
    with django_assert_max_num_queries(len(few)):
        client.get(VISITS)


# --- days on duty ----------------------------------------------------------------------------------------
def test_a_day_is_taken_once_and_seen_by_colleagues(client, park, volunteer, park_leader, outsider):
    client.force_login(volunteer)
    for _ in range(2):
        assert client.post(f"{PAGE}days/", {"park": park.code, "day": "2026-11-24"}).url == PAGE
    assert Watch.objects.get().person == volunteer
    client.force_login(park_leader)
    assert f"今日值班： <b>{volunteer.name}</b>" in client.get(VISITS).content.decode()
    client.force_login(outsider)
    assert volunteer.name not in client.get(VISITS).content.decode()
    assert client.post(f"{PAGE}days/", {"park": park.code, "day": "2026-11-25"}).status_code == 404


@pytest.mark.parametrize(("day", "status"), [("2026-11-23", 409), ("2026-12-20", 409), ("2026-13-45", 404), ("x", 404)])
def test_days_that_are_over_or_far_are_not_taken(client, park, volunteer, day, status):
    client.force_login(volunteer)
    assert client.post(f"{PAGE}days/", {"park": park.code, "day": day}).status_code == status
    assert not Watch.objects.exists()


def test_a_day_changes_hands_when_both_want_it(client, park, volunteer, park_leader, outsider):
    watch = duties.sign_up(park, TODAY + timedelta(days=1), by=volunteer)
    client.force_login(park_leader)
    assert client.post(f"{PAGE}days/{watch.pk}/take/").status_code == 409
    assert client.post(f"{PAGE}days/{watch.pk}/offer/").status_code == 403
    advance(watch, "offer", by=volunteer)
    with pytest.raises(NotYours):
        duties.stand_in(watch, by=volunteer)
    with pytest.raises(NotYours):
        duties.stand_in(watch, by=outsider)
    assert client.post(f"{PAGE}days/{watch.pk}/take/").url == PAGE
    watch = Watch.objects.get()
    assert (watch.person, watch.state) == (park_leader, "standing")
    assert Entry.objects.about(watch).last().verb == "requests_flow.watch.take"


def test_nobody_has_one_day_twice(park, volunteer, park_leader):
    day = TODAY + timedelta(days=1)
    watch = advance(duties.sign_up(park, day, by=volunteer), "offer", by=volunteer)
    duties.sign_up(park, day, by=park_leader)
    with pytest.raises(NotNow):
        duties.stand_in(watch, by=park_leader)
    assert Watch.objects.get(pk=watch.pk).person == volunteer


def test_whoever_signs_off_may_come_back_and_whoever_left_the_park_is_gone(
    client, park, volunteer, park_leader, outsider
):
    watch = duties.sign_up(park, TODAY, by=volunteer)
    advance(watch, "leave", by=volunteer)
    assert roster.on_duty(park_leader) == []
    again = duties.sign_up(park, TODAY, by=volunteer)
    assert roster.on_duty(park_leader) == [again]
    client.force_login(outsider)
    assert client.post(f"{PAGE}days/{again.pk}/take/").status_code == 404
    volunteer.appointments.update(ends_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=9))
    assert roster.on_duty(park_leader) == []
    assert roster.roles_on_duty() == {}


def test_a_day_that_is_over_stays_as_it_was(park, volunteer, morning):
    watch = duties.sign_up(park, TODAY, by=volunteer)
    morning("2026-11-25 09:00")
    for verb in ("offer", "leave"):
        with pytest.raises(NotNow):
            advance(watch, verb, by=Person.objects.get(pk=volunteer.pk))
    assert clock.today() == date(2026, 11, 25)
