"""The overdue path of domain.md 4.4: each mark once, told to whom it is for; and a red light that stays red."""

from datetime import date, datetime, timedelta

import pytest

from enterprises.roles import Line, Role
from parkdesk.core import clock, outbox, ticking
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import desk, escalating, measures, overdue
from requests_flow.models import Escalation, Need
from requests_flow.words import State, Tier
from tests.requests_flow.conftest import link_of, somebody

pytestmark = pytest.mark.django_db
# Handed in on Tuesday 24 November at 9:30: a simple need is promised for Friday 27, a complex one for 8 December.
SIMPLE = [
    ("2026-11-26 08:59", []),
    ("2026-11-26 09:00", ["T-1"]),
    ("2026-11-27 17:31", ["T-1", "T"]),
    ("2026-11-30 17:30", ["T-1", "T", "T+1"]),
    ("2026-12-02 17:30", ["T-1", "T", "T+1", "T+3"]),
    ("2026-12-04 17:30", ["T-1", "T", "T+1", "T+3", "T+5"]),
    ("2026-12-11 17:30", ["T-1", "T", "T+1", "T+3", "T+5", "T+10"]),
]


@pytest.fixture
def sub_district(db):
    return somebody("顾明", Role.SUBDISTRICT)


@pytest.fixture
def party(db):
    return somebody("夏明远", Role.PARTY_COMMITTEE)


def tick_at(morning, moment):
    morning(moment)
    assert [one for one in ticking.run_all() if one.error] == []


def marks(need):
    return list(Escalation.objects.filter(need=need).values_list("mark", flat=True))


def told(mark):
    outbox.drain()
    entries = [one for one in Entry.objects.filter(verb="requests_flow.need.escalate") if one.facts["mark"] == mark]
    recipients = Notice.objects.filter(entry__in=entries, channel="in_app").values_list("recipient", flat=True)
    return {int(one.partition(":")[2]) for one in recipients}


def fresh(need):
    return Need.objects.get(pk=need.pk)


# --- the marks ---------------------------------------------------------------------------------------
def test_each_mark_is_passed_on_its_day_and_once(morning, a_need):
    need = a_need(State.IN_PROGRESS)
    for moment, expected in SIMPLE:
        tick_at(morning, moment)
        assert marks(need) == expected, moment
        tick_at(morning, moment)
        assert marks(need) == expected, moment


def test_a_clock_that_slept_passes_all_marks_at_once_in_their_order(morning, a_need):
    need = a_need(State.IN_PROGRESS)
    tick_at(morning, "2026-12-11 17:30")
    assert marks(need) == SIMPLE[-1][1]
    assert [one.facts["mark"] for one in Entry.objects.about(need) if one.step == "escalate"] == SIMPLE[-1][1]


def test_a_stopped_clock_and_an_answered_need_pass_no_mark(morning, a_need):
    needs = [a_need(State.WAITING_EXTERNAL), a_need(State.WAITING_ENTERPRISE), a_need(State.RESOLVED)]
    tick_at(morning, "2026-12-01 09:00")
    assert [marks(need) for need in needs] == [[], [], []]


def test_a_mark_stands_on_the_timeline_of_the_staff_alone(client, morning, a_need, manager):
    need = a_need(State.IN_PROGRESS)
    tick_at(morning, "2026-12-02 17:30")
    assert "逾期3个工作日" not in client.get(need.get_tracking_url()).content.decode()
    client.force_login(manager)
    assert "逾期3个工作日" in client.get(f"/desk/needs/{need.reference}/").content.decode()


def test_nobody_passes_a_mark_by_hand(morning, a_need, manager, leader):
    need = a_need(State.IN_PROGRESS)
    morning("2026-12-02 17:30")
    for one in (manager, leader, link_of(need)):
        with pytest.raises(NotYours):
            advance(need, "escalate", by=one, mark="T")


def test_each_mark_tells_whom_it_is_for(
    morning, a_need, clerk, specialist, leader, operator_person, party, sub_district
):
    a_need(State.IN_PROGRESS, category="PRO")
    tick_at(morning, "2026-12-11 17:30")
    always = {clerk.pk, operator_person.pk}
    assert told("T-1") == always
    assert told("T") == always | {specialist.pk}
    assert told("T+1") == always | {leader.pk}
    assert told("T+3") == always | {party.pk}
    assert told("T+5") == always | {sub_district.pk}


def test_the_sub_district_reads_what_it_was_informed_of_and_nothing_before(client, morning, a_need, sub_district):
    need = a_need(State.IN_PROGRESS)
    client.force_login(sub_district)
    tick_at(morning, "2026-12-04 17:29")
    assert client.get(f"/desk/needs/{need.reference}/").status_code == 404
    tick_at(morning, "2026-12-04 17:30")
    assert client.get(f"/desk/needs/{need.reference}/").status_code == 200


def test_the_sub_district_learns_nothing_of_what_is_protected(client, morning, a_need, sub_district):
    need = a_need(State.TRIAGED, is_protected=True)
    tick_at(morning, "2026-12-04 17:30")
    assert "T+5" in marks(need)
    assert told("T+5").isdisjoint({sub_district.pk})
    client.force_login(sub_district)
    assert client.get(f"/desk/needs/{need.reference}/").status_code == 404


def test_the_unit_in_charge_explains_once_after_three_days(client, morning, a_need, operator_person):
    need = a_need(State.IN_PROGRESS)
    client.force_login(operator_person)
    address = f"/tasks/{need.reference}/explain/"
    assert client.get(address).status_code == 409
    tick_at(morning, "2026-12-02 17:30")
    assert "/explain/" in client.get(f"/tasks/{need.reference}/").content.decode()
    assert client.post(address, {"note": "配件缺货，12月4日到"}).status_code == 302
    assert client.post(address, {"note": "再说一次"}).status_code == 409
    client.logout()
    assert "配件缺货" not in client.get(need.get_tracking_url()).content.decode()


# --- tiers climb -------------------------------------------------------------------------------------
def test_a_simple_need_three_days_overdue_becomes_complex(morning, a_need):
    need = a_need(State.IN_PROGRESS)
    tick_at(morning, "2026-12-02 17:29")
    assert fresh(need).tier == Tier.SIMPLE
    tick_at(morning, "2026-12-02 17:30")
    assert (fresh(need).tier, fresh(need).tier_rule) == (Tier.COMPLEX, "C7")


def test_a_complex_need_ten_days_overdue_becomes_major(morning, a_need):
    need = a_need(State.IN_PROGRESS, tier=Tier.COMPLEX)
    tick_at(morning, "2026-12-22 17:29")
    assert fresh(need).tier == Tier.COMPLEX
    tick_at(morning, "2026-12-22 17:30")
    assert (fresh(need).tier, fresh(need).tier_rule) == (Tier.MAJOR, "M8")


def again(need, clerk, unit, worker):
    need = desk.accept(advance(need, "dispatch", by=clerk, unit=unit), by=worker)
    need = desk.resolve(need, outcome="solved", answer="修好了", by=worker)
    return advance(need, "reopen", by=link_of(need), reason="又坏了")


def test_the_second_reopening_climbs_a_tier(morning, a_need, clerk, operator_unit, operator_person):
    need = a_need(State.REOPENED)
    tick_at(morning, "2026-11-24 09:31")
    assert fresh(need).tier == Tier.SIMPLE
    again(fresh(need), clerk, operator_unit, operator_person)
    tick_at(morning, "2026-11-24 09:32")
    assert (fresh(need).tier, fresh(need).tier_rule) == (Tier.COMPLEX, "C7")


# --- red stays red -----------------------------------------------------------------------------------
@pytest.fixture
def red(morning, a_need):
    need = a_need(State.IN_PROGRESS)
    morning("2026-11-30 10:00")
    assert fresh(need).light.is_overdue
    return fresh(need)


def test_another_tier_does_not_turn_red_into_green(red, clerk):
    before = red.resolve_due_at
    need = advance(red, "retier", by=clerk, tier=Tier.MAJOR, rule="M1")
    assert (need.resolve_due_at, need.light.is_overdue) == (before, True)


def test_climbing_does_not_turn_red_into_green(red, morning):
    tick_at(morning, "2026-12-02 17:30")
    need = fresh(red)
    assert need.tier == Tier.COMPLEX
    assert (need.resolve_due_at, need.light.is_overdue) == (red.resolve_due_at, True)


def test_sorting_anew_does_not_turn_red_into_green(morning, a_need, clerk):
    need = a_need(State.TRIAGED)
    morning("2026-11-30 10:00")
    need = desk.sort(need, desk.Sorting(category="PRO", tier=Tier.MAJOR, rule="M1"), by=clerk)
    assert need.light.is_overdue


def test_more_time_is_neither_asked_nor_granted_once_the_day_has_passed(red, morning, a_need, operator_person, manager):
    with pytest.raises(NotNow):
        advance(red, "ask_extension", by=operator_person, days=2)
    other = a_need(State.IN_PROGRESS)
    advance(other, "ask_extension", by=operator_person, days=2)
    morning("2026-12-03 17:31")
    with pytest.raises(NotNow):
        advance(fresh(other), "extend", by=manager)


def test_passing_it_on_or_telling_the_reporter_does_not_turn_red_into_green(red, operator_person, clerk, operator_unit):
    need = advance(red, "inform", by=operator_person, message="配件明天到")
    assert need.light.is_overdue
    need = desk.accept(advance(need, "dispatch", by=clerk, unit=operator_unit), by=operator_person)
    assert need.light.is_overdue


def test_a_new_handling_has_promises_of_its_own(morning, a_need, operator_person):
    need = a_need(State.IN_PROGRESS)
    morning("2026-11-30 10:00")
    need = desk.resolve(fresh(need), outcome="solved", answer="修好了", by=operator_person)
    need = advance(need, "reopen", by=link_of(need), reason="又坏了")
    assert need.resolve_due_at > clock.now()


# --- minutes, and this day ---------------------------------------------------------------------------
def test_a_critical_need_counts_minutes_day_and_night(at, a_need, clerk, manager, leader, party, sub_district):
    at("2026-11-28 23:00")
    need = a_need(text="电梯里有人被困，喊救命")
    Need.objects.filter(pk=need.pk).update(urgency="critical")
    for moment, expected in (("23:29", []), ("23:30", ["30"])):
        tick_at(at, f"2026-11-28 {moment}")
        assert marks(need) == expected
    tick_at(at, "2026-11-29 03:00")
    assert marks(need) == ["30", "60", "120", "240"]
    assert told("30") == {clerk.pk}
    assert manager.pk in told("60")
    assert leader.pk in told("120")
    assert {party.pk, sub_district.pk} <= told("240")


def test_the_minute_clock_shows_its_next_mark_and_ends_with_an_answer(morning, a_need, clerk):
    need = a_need(State.ACKNOWLEDGED)
    Need.objects.filter(pk=need.pk).update(urgency="critical")
    need = fresh(need)
    assert overdue.next_minutes(need) == ("30", need.submitted_at + timedelta(minutes=30))
    assert not need.minute_clock.light.is_overdue
    morning("2026-11-24 14:00")
    assert fresh(need).minute_clock.light.is_overdue
    need = advance(need, "inform", by=clerk, message="已到场")
    assert fresh(need).minute_clock is None


def test_complaints_of_today_are_read_out_at_five(client, morning, a_need, manager, clerk):
    a_need(title="漏水")
    late, answered = (
        a_need(kind="complaint", title="保安骂人"),
        a_need(State.ACKNOWLEDGED, kind="complaint", title="乱收费"),
    )
    advance(answered, "inform", by=clerk, message="已联系物业")
    client.force_login(manager)
    answer = client.get("/desk/today/")
    assert [one.need for one in answer.context["open"]] == [late]
    assert answer.context["cleared"] == [answered]
    tick_at(morning, "2026-11-24 16:59")
    assert marks(late) == []
    tick_at(morning, "2026-11-24 17:00")
    assert (marks(late), marks(answered)) == (["today"], [])
    assert manager.pk in told("today")


def test_a_specialist_reads_of_the_own_line_only_what_came_in_today(client, morning, a_need, specialist):
    a_need(State.TRIAGED, kind="complaint", category="TAX")
    client.force_login(specialist)
    assert client.get("/desk/today/").context["open"] == []


def test_a_group_waits_half_a_working_day_for_a_reply(client, morning, a_need, manager, clerk):
    need = a_need(State.ACKNOWLEDGED)
    Need.objects.filter(pk=need.pk).update(outside_kind="wechat")
    client.force_login(manager)
    (one,) = client.get("/desk/today/").context["groups"]
    assert one.light.due == datetime(2026, 11, 24, 17, 30, tzinfo=SHANGHAI)
    morning("2026-11-25 09:00")
    assert client.get("/desk/today/").context["groups"][0].light.is_overdue
    advance(need, "inform", by=clerk, message="已回复群里")
    assert client.get("/desk/today/").context["groups"] == []


def test_what_is_done_within_a_day_is_counted_with_both_numbers(morning, a_need, operator_person):
    a_need(State.RESOLVED)
    slow = a_need(State.IN_PROGRESS)
    morning("2026-11-25 09:31")
    desk.resolve(slow, outcome="solved", answer="好了", by=operator_person)
    span = measures.Span(date(2026, 11, 1), date(2026, 11, 30))
    assert (measures.within_a_day(span).count(), measures.completed(span).count()) == (1, 2)


def test_who_wears_a_role_that_ended_is_told_nothing(morning, a_need, leader):
    need = a_need(State.IN_PROGRESS)
    leader.appointments.update(ends_on="2026-11-23")
    assert escalating.audience(need, "T+1") == [need.owner, need.handler]


def test_a_specialist_of_another_line_is_not_told(morning, a_need, specialist):
    other = somebody("何一", Role.SPECIALIST, line=Line.ECONOMIC_DEVELOPMENT)
    people = escalating.audience(a_need(State.IN_PROGRESS, category="PRO"), "T")
    assert specialist in people
    assert other not in people
