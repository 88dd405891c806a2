"""Visits to firms, put on record in a minute (domain.md 9)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Entry
from requests_flow import visiting
from requests_flow.models import Need, Visit
from requests_flow.visiting import Call
from tests.factories import EnterpriseFactory, ParkFactory
from tests.requests_flow.conftest import somebody


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this happens on one morning."""


@pytest.fixture
def park_leader(park):
    return somebody("夏知行", Role.PARK_LEADER, park=park)


def call(firm, **more):
    return Call(**({"enterprise": firm, "visited_on": clock.today()} | more))


def test_a_leaders_visit_earns_the_leader_something(enterprise, park_leader):
    visit, need = visiting.log(call(enterprise), by=park_leader)
    entry = Entry.objects.about(visit).get()
    assert (entry.verb, entry.beneficiaries) == ("requests_flow.visit.log", [park_leader.pk])
    assert (entry.park_code, entry.occurred_on, need) == (enterprise.park.code, clock.today(), None)


def test_a_volunteer_logs_a_visit_and_earns_nothing_by_it(enterprise, volunteer):
    visit, _ = visiting.log(call(enterprise), by=volunteer)
    assert Entry.objects.about(visit).get().beneficiaries == []


def test_what_was_heard_becomes_a_need_of_the_firm(enterprise, park_leader):
    _, need = visiting.log(call(enterprise, heard="想申请研发费用加计扣除"), by=park_leader)
    assert (need.channel, need.enterprise, need.park, need.state) == ("visit", enterprise, enterprise.park, "submitted")


def test_one_visit_a_day_and_firm_counts(enterprise, park_leader):
    visiting.log(call(enterprise), by=park_leader)
    with pytest.raises(NotNow):
        visiting.log(call(enterprise, heard="又说了一件事"), by=park_leader)
    assert (Visit.objects.count(), Need.objects.count()) == (1, 0)
    visiting.log(call(enterprise, visited_on=clock.today() - timedelta(days=1)), by=park_leader)
    assert Visit.objects.count() == 2


def test_nobody_logs_a_visit_in_another_park(park_leader, enterprise, clerk):
    with pytest.raises(NotYours):
        visiting.log(call(EnterpriseFactory(park=ParkFactory())), by=park_leader)
    with pytest.raises(NotYours):
        visiting.log(call(enterprise), by=clerk)
    assert not Visit.objects.exists()


@pytest.mark.parametrize("days", [1, -15])
def test_a_visit_of_tomorrow_or_of_long_ago_is_refused(enterprise, park_leader, days):
    with pytest.raises(NotNow):
        visiting.log(call(enterprise, visited_on=clock.today() + timedelta(days=days)), by=park_leader)


def test_the_page_logs_a_visit_once(client, enterprise, park_leader):
    client.force_login(park_leader)
    facts = {"enterprise": enterprise.pk, "visited_on": "2026-11-24", "purpose": "new", "key": "k", "leader": 1}
    for _ in range(3):
        assert client.post(reverse("requests_flow:visit_log"), facts).status_code == 302
    visit = Visit.objects.get()
    assert (visit.leader, visit.purpose, visit.visited_on) == (park_leader, "new", date(2026, 11, 24))
    assert enterprise.name in client.get(reverse("requests_flow:visits")).content.decode()


def test_a_second_visit_is_refused_at_the_field_and_what_was_typed_stays(client, enterprise, park_leader):
    visiting.log(call(enterprise), by=park_leader)
    client.force_login(Person.objects.get(pk=park_leader.pk))
    facts = {"enterprise": enterprise.pk, "visited_on": "2026-11-24", "purpose": "routine", "note": "招了十个人"}
    answer = client.post(reverse("requests_flow:visit_log"), facts)
    assert answer.status_code == 200
    assert "招了十个人" in answer.content.decode()


def test_the_page_offers_firms_of_the_own_park_alone(client, enterprise, park_leader):
    other = EnterpriseFactory(park=ParkFactory(), name="别处的公司")
    client.force_login(park_leader)
    page = client.get(reverse("requests_flow:visit_log")).content.decode()
    assert enterprise.name in page
    assert other.name not in page
    facts = {"enterprise": other.pk, "visited_on": "2026-11-24", "purpose": "routine"}
    assert client.post(reverse("requests_flow:visit_log"), facts).status_code == 200
    assert not Visit.objects.exists()


def test_nobody_else_reads_what_was_heard_on_a_visit(client, enterprise, park_leader, volunteer):
    visiting.log(call(enterprise, note="经营有困难"), by=park_leader)
    client.force_login(volunteer)
    assert "经营有困难" not in client.get(reverse("requests_flow:visits")).content.decode()
    assert not Visit.objects.of(volunteer).exists()
