"""The cockpit: five figures as of a date, each opening exactly the needs that it counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.models import Unit
from enterprises.roles import Line, Role
from parkdesk.cockpit.figures import MEASURES
from parkdesk.core import clock
from requests_flow import desk, measures
from requests_flow.measures import Span
from requests_flow.words import Outcome, State
from tests.factories import AppointmentFactory
from tests.requests_flow.conftest import somebody

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


@pytest.fixture
def watcher(client, manager, morning):
    """A browser in which the desk manager looks at the cockpit."""
    client.force_login(manager)
    return client


def tile(answer, label):
    return next(one for one in answer.context["tiles"] if str(one["label"]) == label)


def today():
    return Span(clock.today().replace(month=1, day=1), clock.today())


def test_each_figure_is_the_length_of_its_list(watcher, a_need):
    for state in (State.SUBMITTED, State.IN_PROGRESS, State.RESOLVED, State.CLOSED, State.DECLINED, State.INVALID):
        a_need(state)
    with_figures = watcher.get(reverse("cockpit"))
    for one, measure in zip(with_figures.context["tiles"], MEASURES, strict=True):
        behind = watcher.get(one["url"])
        assert one["number"] == behind.context["total"] == len(behind.context["rows"]), measure.code


def test_invalid_needs_are_not_collected(watcher, a_need):
    a_need(State.SUBMITTED)
    a_need(State.INVALID)
    assert tile(watcher.get("/en/cockpit/"), "Collected")["number"] == 1


def test_explained_is_completed_but_not_solved(watcher, a_need):
    a_need(State.CLOSED, outcome=Outcome.EXPLAINED)
    a_need(State.CLOSED, outcome=Outcome.PARTLY_SOLVED)
    page = watcher.get("/en/cockpit/")
    assert (tile(page, "Solved")["number"], tile(page, "Solved")["unit"]) == (1, "of 2 needs")
    assert tile(page, "On time")["unit"] == "of 2 needs"


def test_what_is_completed_after_its_date_is_not_on_time(a_need, operator_person, morning):
    late, _ = a_need(State.IN_PROGRESS), a_need(State.CLOSED)
    morning("2026-12-24 09:30")
    late = desk.resolve(late, outcome=Outcome.SOLVED, answer="已修好", by=operator_person)
    assert measures.completed(today()).count() == 2
    assert late not in measures.on_time(today())


def test_the_latest_rating_decides_whether_somebody_is_satisfied(watcher, a_need):
    one = a_need(State.CLOSED)
    one.ratings.create(handling=1, grade=1, at=clock.now())
    assert tile(watcher.get("/en/cockpit/"), "Satisfied")["number"] == 0
    one.ratings.create(handling=2, grade=3, at=clock.now())
    satisfied = tile(watcher.get("/en/cockpit/"), "Satisfied")
    assert (satisfied["number"], satisfied["unit"], satisfied["note"]) == (1, "of 1 needs", "100%")


def test_overdue_is_of_this_moment_whatever_time_is_looked_at(client, manager, a_need, morning):
    a_need(State.IN_PROGRESS)
    a_need(State.WAITING_ENTERPRISE)
    morning("2027-01-22 09:30")
    client.force_login(manager)
    for span in ("month", "year"):
        page = client.get(f"/en/cockpit/?span={span}")
        assert tile(page, "Overdue now")["number"] == 1
    assert tile(page, "Collected")["number"] == 0, "they were handed in last year"


def test_a_share_without_a_base_says_so_and_divides_nothing(watcher):
    assert tile(watcher.get("/en/cockpit/"), "Satisfied")["note"] == "none yet"


def test_a_specialist_reads_the_own_line_and_learns_how_many_more_are_counted(client, a_need, morning, db):
    a_need(State.TRIAGED)
    line = Unit.objects.create(code="LINE-X", kind=Unit.Kind.SPECIALIST_LINE, name="经济发展条线")
    other = somebody("秦清溪", Role.SPECIALIST, unit=line, line=Line.ECONOMIC_DEVELOPMENT)
    client.force_login(other)
    page = client.get("/en/cockpit/collected/")
    assert page.context["total"] == 1
    assert (page.context["kept"], page.context["rows"]) == (1, [])


@pytest.mark.parametrize("role", [Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.SPECIALIST])
def test_each_row_opens_where_its_reader_reads_it(client, a_need, morning, operator_unit, role):
    """The need of the own firm, one dispatched to the own unit, one seen on site."""
    reader = somebody("秦清溪", role, unit=operator_unit)
    AppointmentFactory(person=reader, role=Role.VOLUNTEER, park=a_need(State.TRANSFERRED).park)
    a_need(by=reader)
    client.force_login(reader)
    rows = client.get("/en/cockpit/collected/").context["rows"]
    assert len(rows) == 2
    for need, url in rows:
        assert client.get(url).status_code == 200, need


def test_what_has_no_page_for_its_reader_stands_without_a_link(client, a_need, morning, operator_unit):
    """The unit's orders are open to those who work on orders there, whatever else is their duty."""
    a_need(State.TRANSFERRED)
    client.force_login(somebody("秦清溪", Role.PARTY_COMMITTEE, unit=operator_unit))
    page = client.get("/en/cockpit/collected/")
    assert [url for _, url in page.context["rows"]] == [""]
    assert 'href=""' not in page.content.decode()


def test_an_operator_knows_of_no_cockpit(client, operator_person):
    client.force_login(operator_person)
    assert client.get(reverse("cockpit")).status_code == 404


def test_a_figure_that_nobody_defined_is_not_there(watcher):
    assert watcher.get("/cockpit/happiness/").status_code == 404


def test_no_figure_is_counted_twice(watcher, a_need):
    a_need(State.SUBMITTED)
    with CaptureQueriesContext(connection) as asked:
        watcher.get(reverse("cockpit"))
    counts = [one["sql"] for one in asked if "COUNT(" in one["sql"]]
    assert len(counts) == len(set(counts)) == 7


def test_a_rating_before_the_time_shown_counts_for_nothing_within_it(a_need):
    one = a_need(State.CLOSED)
    one.ratings.create(handling=1, grade=5, at=clock.now() - timedelta(days=400))
    assert not measures.rated(today())
    one.ratings.create(handling=2, grade=1, at=clock.now())
    assert (measures.rated(today()).get(), measures.satisfied(today()).count()) == (one, 0)


def test_the_cockpit_asks_as_much_for_many_needs_as_for_few(watcher, a_need, django_assert_max_num_queries):
    for _ in range(3):
        a_need(State.SUBMITTED)
    with django_assert_max_num_queries(MOST_QUERIES):
        watcher.get(reverse("cockpit"))
    with django_assert_max_num_queries(MOST_QUERIES):
        watcher.get("/cockpit/collected/")
