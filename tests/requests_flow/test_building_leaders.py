"""A building leader (楼长): the plan of visits shows the firms of their building, and who shares it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock
from requests_flow import visiting
from requests_flow.planning import plan
from requests_flow.visiting import Call
from requests_flow.who import hat_of, titled
from tests.factories import BuildingFactory, EnterpriseFactory, ParkFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
VISITS = "/visits/"


@pytest.fixture
def walker(park):
    return somebody("夏知行", Role.PARK_LEADER, park=park)


@pytest.fixture
def leads(park, building):
    return somebody("丁书言", Role.VOLUNTEER, park=park, building=building)


@pytest.fixture
def firms(park, building):
    """One firm in the building, one elsewhere in the park."""
    there = BuildingFactory(park=park)
    return EnterpriseFactory(park=park, building=building), EnterpriseFactory(park=park, building=there)


def planned(person):
    found = plan(Person.objects.get(pk=person.pk))
    return {one.firm for one in found.today + found.later}


def test_the_plan_shows_the_firms_of_the_building_only(leads, walker, firms):
    mine, other = firms
    assert planned(leads) == {mine}
    assert planned(walker) == {mine, other}
    assert plan(leads).firms == 1


def test_calls_are_counted_as_far_as_the_plan_goes(leads, walker, firms):
    for firm in firms:
        visiting.log(Call(firm, clock.today()), by=walker)
    assert (plan(leads).this_week, plan(leads).this_quarter) == (1, 1)
    assert (plan(walker).this_week, plan(walker).this_quarter) == (2, 2)


def test_the_plan_says_who_shares_it(client, leads, walker, park, firms):
    elsewhere = somebody("苏四", Role.VOLUNTEER, park=park, building=firms[1].building)
    somebody("何六", Role.PARK_LEADER, park=ParkFactory())
    gone = somebody("钱七", Role.VOLUNTEER, park=park, building=firms[0].building)
    gone.appointments.update(ends_on=clock.today() - timedelta(days=1))
    assert [hat.person for hat in plan(leads).shared_with] == [walker]
    assert {hat.person for hat in plan(walker).shared_with} == {leads, elsewhere}
    client.force_login(walker)
    page = client.get(VISITS).content.decode()
    assert "丁书言</span> <small>楼长" in page
    client.force_login(leads)
    page = client.get(f"/en{VISITS}").content.decode()
    assert "夏知行</span> <small>Park leader</small>" in page
    assert str(firms[0].building) in page
    assert "苏四" not in page


def test_whoever_also_walks_the_whole_park_sees_all_of_it(leads, park, firms):
    Appointment.objects.create(person=leads, role=Role.VOLUNTEER, park=park, starts_on=clock.today())
    assert planned(leads) == set(firms)


def test_two_buildings_are_two_appointments_and_only_who_walks_leads_one(leads, park, building, firms):
    day = leads.appointments.get().starts_on
    facts = {"person": leads, "role": Role.VOLUNTEER, "park": park, "starts_on": day}
    Appointment.objects.create(building=firms[1].building, **facts)
    assert planned(leads) == set(firms)
    for wrong in ({"building": building}, {"building": building, "role": Role.SPECIALIST}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(**(facts | wrong))
    foreign = BuildingFactory(park=ParkFactory())
    with pytest.raises(ValidationError):
        Appointment(building=foreign, **facts).clean()


def test_in_words_it_is_a_building_leader(leads):
    hat = leads.appointments.get()
    assert str(hat).endswith("楼长")
    assert titled(leads, hat_of(leads)) == "丁楼长"
