"""Whom to call on next: for a reason, on one way, and never twice in a month uninvited (domain.md 9)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.models import CalendarDay, Entry
from requests_flow import calls, planning, spare, visiting
from requests_flow.models import SetAside, Sparing, Visit
from requests_flow.planning import plan
from requests_flow.visiting import Call
from requests_flow.words import Kind, State, Tier
from tests.factories import BuildingFactory, EnterpriseFactory, MembershipFactory, ParkFactory, PersonFactory
from tests.requests_flow.conftest import somebody

VISITS = "/visits/"


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this begins on one morning, 24 November 2026."""
    return morning


@pytest.fixture
def walker(park):
    return somebody("夏知行", Role.PARK_LEADER, park=park)


@pytest.fixture
def visited(walker):
    """Put a visit on record so many days ago, without asking whether that is still recent."""

    def log(firm, ago: int, **more) -> Visit:
        visit, _ = visiting.log(Call(firm, clock.today(), **more), by=walker)
        Visit.objects.filter(pk=visit.pk).update(visited_on=clock.today() - timedelta(days=ago))
        return visit

    return log


def firms_in(plan_) -> list:
    return [one.firm for one in plan_.today + plan_.later]


def reasons_of(firm, plan_) -> list[str]:
    return [one.purpose for each in plan_.today + plan_.later if each.firm == firm for one in each.reasons]


def test_ninety_seven_firms_are_about_eight_calls_a_week(park, walker):
    EnterpriseFactory.create_batch(97, park=park)
    assert (plan(walker).firms, plan(walker).a_week) == (97, 8)


def test_a_park_without_firms_asks_for_nothing(walker):
    assert (plan(walker).a_week, plan(walker).today) == (0, [])


def test_who_was_not_visited_this_quarter_is_proposed_and_who_was_is_left(enterprise, park, walker, visited):
    other = EnterpriseFactory(park=park)
    visited(other, 40)
    assert firms_in(plan(walker)) == [enterprise]
    assert plan(walker).this_quarter == 1


def test_what_a_colleague_visited_falls_from_everybodys_list(enterprise, walker, visited, volunteer):
    assert firms_in(plan(volunteer)) == [enterprise]
    visited(enterprise, 0)
    assert firms_in(plan(volunteer)) == []


def test_a_firm_of_last_quarter_is_left_in_peace_for_a_month(enterprise, walker, visited, at):
    visited(enterprise, 0)
    at("2027-01-04 09:00")
    assert firms_in(plan(walker)) == [enterprise]
    visited(enterprise, 6)  # 29 December: another quarter, and less than a month ago
    assert firms_in(plan(walker)) == []


def test_a_call_back_counts_as_a_contact(enterprise, walker, a_need, specialist):
    need = a_need(State.RESOLVED, enterprise=enterprise)
    calls.follow_up(need, method="phone", is_solved=True, by=specialist)
    assert firms_in(plan(walker)) == []
    assert planning.last_contact(enterprise) == clock.today()


def test_an_open_major_need_is_looked_in_on_each_week_and_again(enterprise, walker, visited, a_need):
    a_need(State.TRIAGED, enterprise=enterprise, tier=Tier.MAJOR)
    visited(enterprise, 8)
    assert reasons_of(enterprise, plan(walker)) == ["follow_up"]
    visited(enterprise, 6)
    assert firms_in(plan(walker)) == []


@pytest.mark.parametrize("private", [{"is_personal": True}, {"is_protected": True}])
def test_what_is_private_shines_through_no_reason(enterprise, walker, visited, a_need, private):
    a_need(State.TRIAGED, enterprise=enterprise, tier=Tier.MAJOR, **private)
    visited(enterprise, 20)
    assert firms_in(plan(walker)) == []


def test_a_complaint_gives_no_reason_to_whoever_the_landlord_pays(enterprise, park, visited, a_need):
    a_need(State.TRIAGED, enterprise=enterprise, tier=Tier.MAJOR, kind=Kind.COMPLAINT)
    visited(enterprise, 20)
    tied = somebody("魏临乔", Role.PARK_LEADER, park=park, background="园区运营商员工")
    assert firms_in(plan(tied)) == []


@pytest.mark.parametrize(("moved_in", "is_new"), [("2026-11-23", True), ("2026-11-10", True), ("2026-11-09", False)])
def test_a_new_firm_is_welcomed_within_ten_working_days(park, walker, moved_in, is_new):
    firm = EnterpriseFactory(park=park, moved_in=date.fromisoformat(moved_in))
    assert ("new" in reasons_of(firm, plan(walker))) is is_new


def test_a_promised_answer_brings_the_visitor_back(enterprise, walker, visited, volunteer, at):
    visited(enterprise, 0, answer_by=clock.today() + timedelta(days=3))
    assert firms_in(plan(walker)) == []
    at("2026-11-26 09:00")
    assert reasons_of(enterprise, plan(walker)) == ["follow_up"]
    assert firms_in(plan(volunteer)) == []


def test_a_round_of_the_desk_stands_in_every_plan_of_its_park_until_the_firm_was_looked_at(
    enterprise, park, walker, visited, clerk
):
    elsewhere = ParkFactory()
    spare.call_round(title="台风", park=elsewhere, ends_on=clock.today(), by=clerk)
    visited(enterprise, 1)
    assert firms_in(plan(walker)) == []
    spare.call_round(title="台风", park=park, ends_on=clock.today() + timedelta(days=2), by=clerk)
    assert reasons_of(enterprise, plan(walker)) == ["safety"]
    visited(enterprise, 0, purpose="safety")
    assert firms_in(plan(walker)) == []


def test_before_spring_festival_the_round_calls_itself(enterprise, walker, visited, at, own_calendar):
    for day in (6, 7, 8):
        CalendarDay.objects.update_or_create(
            date=date(2027, 2, day), defaults={"kind": CalendarDay.Kind.HOLIDAY, "name_zh": "春节"}
        )
    clock.forget_calendar()
    at("2027-01-20 09:00")
    assert "safety" not in reasons_of(enterprise, plan(walker))
    at("2027-01-25 09:00")
    assert "safety" in reasons_of(enterprise, plan(walker))
    at("2027-02-07 09:00")
    assert "safety" not in reasons_of(enterprise, plan(walker))


def test_three_firms_of_one_building_from_the_ground_up(park, building, walker):
    other = BuildingFactory(park=park)
    EnterpriseFactory.create_batch(2, park=park, building=other)
    for floor, room in (("12", "1205"), ("3", "302"), ("3", "301"), ("20", "2001")):
        EnterpriseFactory(park=park, building=building, floor=floor, room=room)
    today = plan(walker).today
    assert [one.firm.room for one in today] == ["301", "302", "1205"]
    assert {one.firm.building for one in today} == {building}


def test_not_today_and_its_undo_concern_one_person_and_one_day(client, enterprise, walker, volunteer, at):
    address = reverse("requests_flow:visit_not_today", args=[enterprise.pk])
    client.force_login(walker)
    for _press in range(2):
        assert client.post(address).status_code == 302
    assert (firms_in(plan(walker)), plan(walker).set_aside) == ([], [enterprise])
    assert plan(walker).today == []
    assert firms_in(plan(volunteer)) == [enterprise]
    client.post(address, {"undo": "1"})
    assert not SetAside.objects.exists()
    client.post(address)
    at("2026-11-25 09:00")
    assert [one.firm for one in plan(walker).today] == [enterprise]


def test_nobody_sets_aside_a_firm_of_another_park(client, walker):
    other = EnterpriseFactory(park=ParkFactory())
    client.force_login(walker)
    assert client.post(reverse("requests_flow:visit_not_today", args=[other.pk])).status_code == 404


# --- please do not visit -----------------------------------------------------------------------------
def in_days(count: int) -> str:
    return (clock.today() + timedelta(days=count)).isoformat()


def test_a_firm_asks_for_peace_and_the_plan_leaves_it_out_until_then(client, enterprise, enterprise_person, walker, at):
    client.force_login(enterprise_person)
    said = {"firm": enterprise.pk, "until": in_days(7), "reason": "年底盘点"}
    assert client.post(reverse("requests_flow:visits_spared"), said).status_code == 302
    assert firms_in(plan(walker)) == []
    entry = Entry.objects.get(verb="requests_flow.sparing.spare")
    assert "年底盘点" not in entry.canonical
    at("2026-12-02 09:00")
    assert firms_in(plan(walker)) == [enterprise]


def test_the_desk_spares_any_firm_and_takes_it_back(client, enterprise, clerk, walker):
    client.force_login(clerk)
    said = {"firm": enterprise.name, "until": in_days(30), "reason": "搬迁"}
    client.post(reverse("requests_flow:visits_spared"), said)
    client.post(reverse("requests_flow:visits_spared"), said | {"until": in_days(40)})
    wish = Sparing.objects.on(clock.today()).get()
    assert wish.until.isoformat() == in_days(40)
    for _press in range(2):
        client.post(reverse("requests_flow:visits_welcome", args=[wish.pk]))
    assert firms_in(plan(walker)) == [enterprise]
    assert Entry.objects.filter(verb="requests_flow.sparing.welcome").count() == 1


@pytest.mark.parametrize("until", [-1, 400])
def test_peace_has_an_end(client, enterprise, clerk, until):
    client.force_login(clerk)
    said = {"firm": enterprise.name, "until": in_days(until), "reason": "搬迁"}
    assert "until" in client.post(reverse("requests_flow:visits_spared"), said).context["form"].errors
    assert not Sparing.objects.exists()


def test_a_firm_neither_sees_nor_changes_what_concerns_another(client, enterprise, enterprise_person, clerk):
    other = EnterpriseFactory(name="别家公司")
    stranger = MembershipFactory(person=PersonFactory(), enterprise=other).person
    wish = spare.spare(enterprise, until=clock.today(), reason="搬迁", by=clerk)
    client.force_login(stranger)
    assert enterprise.name not in client.get(reverse("requests_flow:visits_spared")).content.decode()
    assert client.post(reverse("requests_flow:visits_welcome", args=[wish.pk])).status_code == 404
    said = {"firm": enterprise.pk, "until": in_days(3), "reason": "x"}
    assert "firm" in client.post(reverse("requests_flow:visits_spared"), said).context["form"].errors
    with pytest.raises(PermissionDenied):
        spare.spare(enterprise, until=clock.today(), reason="x", by=stranger)
    with pytest.raises(PermissionDenied):
        spare.welcome(wish, by=stranger)


def test_a_leader_has_no_page_of_firms_in_peace_and_calls_no_round(client, walker):
    client.force_login(walker)
    assert client.get(reverse("requests_flow:visits_spared")).status_code == 404
    assert client.post(reverse("requests_flow:visits_round"), {"title": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        spare.call_round(title="x", park=None, ends_on=clock.today(), by=walker)


def test_the_desk_calls_a_round_on_its_page(client, clerk):
    client.force_login(clerk)
    assert (
        "ends_on"
        in client.post(reverse("requests_flow:visits_round"), {"title": "台风", "ends_on": in_days(90)})
        .context["round_form"]
        .errors
    )
    client.post(reverse("requests_flow:visits_round"), {"title": "台风", "ends_on": in_days(3)})
    assert "台风" in client.get(reverse("requests_flow:visits_spared")).content.decode()


# --- the page and the cards --------------------------------------------------------------------------
def test_the_plan_asks_no_more_for_more_firms(client, walker, park, building, django_assert_max_num_queries):
    EnterpriseFactory.create_batch(15, park=park, building=building)
    client.force_login(walker)
    with django_assert_max_num_queries(24):
        client.get(VISITS)


def test_what_a_leader_raised_comes_back_as_a_card_without_names(client, enterprise, walker):
    wish = visiting.Wish(f"{enterprise.name}说货梯太慢，打15400001201")
    contact = visiting.Contact("乔晨遥", "+8615400001201", "2026-11")
    visiting.log(Call(enterprise, clock.today(), wishes=(wish,), contact=contact), by=walker)
    client.force_login(walker)
    (card,) = client.get(VISITS).context["cards"]
    for hidden in (enterprise.name, "15400001201", "乔晨遥"):
        assert hidden not in card.text
    assert "货梯太慢" in card.text
    picture = client.get(reverse("requests_flow:visit_card", args=[card.need.reference]))
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("private", ["is_personal", "is_protected"])
def test_what_is_private_is_never_a_card(client, enterprise, walker, private):
    wish = visiting.Wish("孩子上学", **{private: True})
    _, (need,) = visiting.log(Call(enterprise, clock.today(), wishes=(wish,)), by=walker)
    client.force_login(walker)
    assert client.get(VISITS).context["cards"] == []
    assert client.get(reverse("requests_flow:visit_card", args=[need.reference])).status_code == 404


def test_a_card_is_for_whoever_raised_it(client, enterprise, walker, volunteer):
    _, (need,) = visiting.log(Call(enterprise, clock.today(), wishes=(visiting.Wish("货梯慢"),)), by=walker)
    client.force_login(volunteer)
    assert client.get(VISITS).context["cards"] == []
    assert client.get(reverse("requests_flow:visit_card", args=[need.reference])).status_code == 404
