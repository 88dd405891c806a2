"""The desk's list: what is on top, what is counted, what is found, who may look, and how much it asks the database."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from enterprises.models import Unit
from enterprises.roles import Line, Role
from parkdesk.core import clock
from parkdesk.core.flow import advance
from requests_flow import by_light
from requests_flow.lists import Asked, Listing
from requests_flow.models import Need
from requests_flow.words import Category, State
from tests.requests_flow.conftest import somebody

pytestmark = pytest.mark.django_db
DESK = "/desk/"
MOST_QUERIES = 10


@pytest.fixture
def at_the_desk(client, manager, morning):
    """A browser in which the desk manager is signed in."""
    client.force_login(manager)
    return client


def titles(answer) -> list[str]:
    return [need.title for need in answer.context["page"].rows]


def many(a_need, count: int) -> list[Need]:
    return [a_need(title=f"第{number}件事") for number in range(count)]


# --- who ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["volunteer", "operator_person", "enterprise_person"])
def test_who_does_not_sit_at_the_desk_learns_nothing_of_it(client, who, request, a_need):
    need = a_need()
    client.force_login(request.getfixturevalue(who))
    assert client.get(DESK).status_code == 404
    assert client.get(f"/desk/needs/{need.reference}/").status_code == 404
    assert client.post(f"/desk/needs/{need.reference}/acknowledge/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, db):
    answer = client.get(DESK)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", [Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR])
def test_the_sub_district_and_the_auditor_read_without_a_button(client, role, a_need, morning):
    need = a_need(State.ACKNOWLEDGED, tier="major", text="电梯里有人被困")
    client.force_login(somebody("顾明", role))
    assert client.get(DESK).status_code == 200
    page = client.get(f"/desk/needs/{need.reference}/").content.decode()
    assert "/acknowledge/" not in page
    assert "/note/" not in page
    assert client.get(f"/desk/needs/{need.reference}/note/").status_code == 404


def test_a_specialist_begins_with_the_own_line_and_a_manager_with_all(client, specialist, manager, a_need, morning):
    a_need(State.TRIAGED, title="电梯", category=Category.PRO)
    a_need(State.TRIAGED, title="退税", category=Category.TAX)
    client.force_login(specialist)
    assert titles(client.get(DESK)) == ["电梯"]
    client.force_login(manager)
    assert set(titles(client.get(DESK))) == {"电梯", "退税"}


def test_a_specialist_does_not_see_the_needs_of_other_lines(client, specialist, a_need):
    other = a_need(State.TRIAGED, category=Category.TAX)
    client.force_login(specialist)
    assert titles(client.get(f"{DESK}?tab=open")) == []
    assert client.get(f"/desk/needs/{other.reference}/").status_code == 404


# --- order and counts --------------------------------------------------------------------------------
def test_what_is_most_overdue_stands_on_top_and_what_is_stopped_below(at_the_desk, a_need, morning):
    a_need(State.WAITING_ENTERPRISE, title="等企业")
    a_need(title="刚到", text="刚到的")
    morning("2026-11-27 15:00")
    a_need(title="今天到的", text="今天到的")
    assert titles(at_the_desk.get(DESK)) == ["刚到", "今天到的", "等企业"]


def test_the_tabs_count_open_work_exactly(at_the_desk, a_need, manager, morning):
    late = a_need(title="超期的")
    morning("2026-11-25 09:30")
    a_need(title="今天的")
    a_need(State.CLOSED, title="结了的")
    a_need(State.IN_PROGRESS, title="在办的")
    Need.objects.filter(pk=late.pk).update(owner=manager)
    counts = {tab["url"]: tab["count"] for tab in at_the_desk.get(DESK).context["tabs"]}
    assert counts == {
        "?tab=mine": 1, "?tab=open": 3, "?tab=today": 1, "?tab=overdue": 1, "?tab=sort": 2, "?tab=ended": None,
    }  # fmt: skip
    for tab, count in (("mine", 1), ("open", 3), ("today", 1), ("overdue", 1), ("sort", 2), ("ended", 1)):
        assert len(titles(at_the_desk.get(f"{DESK}?tab={tab}"))) == count, tab


def test_every_row_is_met_exactly_once_forwards_and_backwards(at_the_desk, a_need, morning):
    needs = many(a_need, 61)
    Need.objects.filter(pk__in=[need.pk for need in needs[50:]]).update(stopped_at=clock.now())
    Need.objects.filter(pk=needs[3].pk).update(due_at=None)
    met, address, pages = [], DESK, []
    while address:
        answer = at_the_desk.get(address)
        rows = [need.pk for need in answer.context["page"].rows]
        met, pages = met + rows, [*pages, rows]
        says = answer.context["pages"]["says"]
        older = answer.context["pages"]["older"]
        address = f"{DESK}{older}" if older else ""
    assert sorted(met) == sorted(need.pk for need in needs)
    assert "51–61" in says
    back = answer.context["pages"]["newer"]
    for rows in reversed(pages[:-1]):
        answer = at_the_desk.get(f"{DESK}{back}")
        assert [need.pk for need in answer.context["page"].rows] == rows
        back = answer.context["pages"]["newer"]
    assert not back


@pytest.mark.parametrize("cursor", ["x", "a0-1", "a9-1-1-1", "a0-99999999999999999-1-1", "b1--5-1-1", "' OR 1=1"])
def test_a_cursor_that_means_nothing_is_no_error(at_the_desk, a_need, cursor):
    a_need()
    assert at_the_desk.get(DESK, {"cursor": cursor}).status_code == 200


# --- filters and search ------------------------------------------------------------------------------
def test_conditions_narrow_the_list_and_each_chip_takes_one_away(at_the_desk, a_need, park):
    a_need(State.TRIAGED, title="电梯", category=Category.PRO)
    a_need(State.TRIAGED, title="退税", category=Category.TAX, tier="complex")
    a_need(title="新来的")
    answer = at_the_desk.get(DESK, {"tier": "simple", "park": park.code, "state": "triaged"})
    assert titles(answer) == ["电梯"]
    assert {chip["url"] for chip in answer.context["chips"]} == {
        f"?tab=open&tier=simple&park={park.code}",
        f"?tab=open&state=triaged&park={park.code}",
        "?tab=open&state=triaged&tier=simple",
    }
    assert titles(at_the_desk.get(DESK, {"category": "TAX"})) == ["退税"]
    assert titles(at_the_desk.get(DESK, {"owner": "none"})) == ["新来的"]
    assert titles(at_the_desk.get(DESK, {"park": "nowhere"})) == []
    assert "conditions=1" in answer.content.decode()
    assert "<select" in at_the_desk.get(DESK, {"conditions": "1"}).content.decode()


@pytest.mark.parametrize("junk", [{"tier": "x"}, {"light": "pink"}, {"owner": "me'"}, {"state": "draft"}, {"tab": "?"}])
def test_conditions_that_mean_nothing_are_left_out(at_the_desk, a_need, junk):
    a_need(title="电梯")
    assert titles(at_the_desk.get(DESK, junk)) == ["电梯"]


@pytest.mark.parametrize("words", ["电梯", "電梯", "客梯早上"])
def test_words_are_found_in_any_script(at_the_desk, a_need, words):
    a_need(title="东侧电梯", text="东侧电梯，客梯早上九点又停了")
    a_need(title="退税", text="出口退税怎么办")
    assert titles(at_the_desk.get(DESK, {"q": words})) == ["东侧电梯"]


@pytest.mark.parametrize("shape", ["{0}", "{1}", "{2}", "{3}", "{4}"])
def test_a_number_is_found_in_any_shape_even_when_it_has_ended(at_the_desk, a_need, shape):
    need = a_need(State.CLOSED, title="结了的")
    a_need(title="别的")
    number = need.reference
    wide = "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) <= 0x7E else c for c in number)
    asked = shape.format(number, number.lower(), number.replace("-", ""), wide, number[7:])
    assert titles(at_the_desk.get(DESK, {"q": asked})) == ["结了的"]


def test_an_empty_list_says_what_would_stand_there_and_the_way_on(at_the_desk, a_need):
    assert reverse("enterprises:places") in at_the_desk.get(DESK).content.decode()
    a_need()
    assert 'href="/desk/?tab=open"' in at_the_desk.get(DESK, {"q": "没有的词"}).content.decode()
    assert 'href="/desk/?tab=open"' in at_the_desk.get(DESK, {"tab": "overdue"}).content.decode()


def test_the_lights_in_a_query_are_those_on_the_rows(a_need, clerk, morning):
    """Each colour is asked for on mornings around many due dates; the row's own light says the same."""
    need = a_need(State.IN_PROGRESS, tier="complex")
    cal = clock.calendar()
    for start in range(0, 50, 7):
        for length in (1, 3, 8, 15, 30, 61):
            due_from = clock.now() - timedelta(days=start)
            due_at = due_from + timedelta(days=length, hours=3)
            Need.objects.filter(pk=need.pk).update(due_from=due_from, due_at=due_at)
            fresh = Need.objects.get(pk=need.pk)
            found = [
                colour
                for colour in by_light.COLOURS
                if Need.objects.open().filter(by_light.condition(colour, cal, clock.now())).exists()
            ]
            assert found == [fresh.light.colour], (due_from, due_at)


# --- the database ------------------------------------------------------------------------------------
def test_the_list_asks_at_most_ten_queries_however_long_it_is(at_the_desk, a_need, django_assert_max_num_queries):
    a_need()
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        at_the_desk.get(DESK)
    many(a_need, 60)
    with django_assert_max_num_queries(len(few)):
        at_the_desk.get(DESK)
    with django_assert_max_num_queries(MOST_QUERIES):
        at_the_desk.get(DESK, {"conditions": "1", "tier": "simple", "light": "green", "q": "电梯", "owner": "none"})
    second = at_the_desk.get(DESK).context["pages"]["older"]
    with django_assert_max_num_queries(MOST_QUERIES):
        at_the_desk.get(f"{DESK}{second}")


@pytest.mark.parametrize("part", ["page", "counts"])
def test_open_work_is_read_from_its_own_index(manager, a_need, part, django_assert_num_queries):
    a_need()
    listing = Listing(Asked(tab="open"), manager, clock.now())
    with django_assert_num_queries(3 if part == "page" else 2) as asked:
        getattr(listing, part)
    sql = next(one["sql"] for one in asked.captured_queries if "need" in one["sql"].lower())
    plan = explain(sql)
    assert "need_open_" in plan, plan


def explain(sql: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
        else:
            # Statistics of a nearly empty table, left by another test, would let the planner read all of it.
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return re.sub(r"\s+", " ", str(cursor.fetchall()))


# --- beside the list ---------------------------------------------------------------------------------
def test_the_need_beside_the_list_is_a_part_and_its_row_a_real_link(at_the_desk, a_need):
    need = a_need()
    page = at_the_desk.get(DESK).content.decode()
    assert f'href="/desk/needs/{need.reference}/" data-hx-get="/desk/needs/{need.reference}/?pane=1"' in page
    part = at_the_desk.get(f"/desk/needs/{need.reference}/?pane=1", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<article")
    assert "<html" not in part


def test_a_unit_named_on_a_need_does_not_open_the_desk(client, a_need, operator_person):
    assert operator_person.units() == {Unit.objects.get(name="恒光启园区运营").pk}
    client.force_login(operator_person)
    assert client.get(DESK).status_code == 404


def test_what_a_specialist_owns_stays_in_sight_when_its_line_changes(client, specialist, clerk, a_need):
    need = a_need(State.TRIAGED, title="换了条线", category=Category.TAX)
    Need.objects.filter(pk=need.pk).update(owner=specialist)
    assert Line.ECONOMIC_DEVELOPMENT not in specialist.lines()
    client.force_login(specialist)
    assert titles(client.get(DESK)) == ["换了条线"]
    advance(need, "note", by=specialist, note="转来的")
