"""A park for those who look after it: house by house, what is open, what is covered; a leader's own park alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from councils import seating
from councils.models import Party, Representative
from enterprises import relocating
from enterprises.models import Relocation
from enterprises.roles import Role
from parkdesk import park_page
from parkdesk.core import clock, outbox
from requests_flow.models import Need
from requests_flow.words import Kind, State
from tests.factories import (
    AppointmentFactory,
    BuildingFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PersonFactory,
    a_term,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def park_leader(park):
    return AppointmentFactory(role=Role.PARK_LEADER, park=park).person


def shown(client, person, park):
    client.force_login(person)
    return client.get(reverse("park", args=[park.code]))


def test_a_house_stands_floor_by_floor_with_what_is_free():
    house = BuildingFactory(floors_above=3, floors_below=1, rooms_per_floor=4)
    for room in ("201", "201", "202"):
        EnterpriseFactory(park=house.park, building=house, floor="2", room=room)
    lost = EnterpriseFactory(park=house.park, building=house, floor="")
    homeless = EnterpriseFactory(park=house.park)
    EnterpriseFactory(park=house.park, building=house, floor="3", status="moved_out")
    [found], without = park_page.houses(house.park)
    assert [(one.name, len(one.firms), one.free) for one in found.floors] == [
        ("3", 0, 4),
        ("2", 3, 2),
        ("1", 0, 4),
        ("B1", 0, 0),
    ]
    assert (found.elsewhere, without, found.firms) == ([lost], [homeless], 4)


def test_the_leader_reads_the_own_park_and_no_other(client, park, park_leader):
    assert shown(client, park_leader, park).status_code == 200
    assert shown(client, park_leader, ParkFactory()).status_code == 404
    for somebody in (MembershipFactory().person, AppointmentFactory(role=Role.VOLUNTEER, park=park).person):
        assert shown(client, somebody, park).status_code == 404


def test_a_leaders_figures_leave_out_what_a_leader_may_not_know(client, park, park_leader, clerk, a_need):
    a_need(State.IN_PROGRESS)
    kept, personal = a_need(State.IN_PROGRESS), a_need(State.IN_PROGRESS)
    Need.objects.filter(pk=kept.pk).update(is_protected=True)
    Need.objects.filter(pk=personal.pk).update(is_personal=True)
    assert park_page.tiles(park, park_leader)[0]["number"] == 1
    paid = AppointmentFactory(role=Role.PARK_LEADER, park=park, background="园区运营商员工").person
    Need.objects.exclude(pk__in=[kept.pk, personal.pk]).update(kind=Kind.COMPLAINT)
    assert park_page.tiles(park, paid)[0]["number"] == 0
    assert shown(client, clerk, park).status_code == 200


def test_visits_and_voices_are_parts_of_a_whole(park):
    EnterpriseFactory(park=park, sector="SW")
    bio = EnterpriseFactory(park=park, sector="BIO")
    boss = AppointmentFactory(role=Role.COMMUNITY_LEADER).person
    term = a_term(represents=["BIO"])
    seating.seat(seating.found(park), Party.ENTERPRISE, PersonFactory(), term=term, by=boss, enterprise=bio)
    visits, types = park_page.coverage(park)
    assert (visits["part"], visits["whole"]) == (0, 2)
    assert (types["part"], types["whole"]) == (1, 2)


def a_seat(park, firm):
    boss = AppointmentFactory(role=Role.COMMUNITY_LEADER).person
    return seating.seat(seating.found(park), Party.ENTERPRISE, PersonFactory(), term=a_term(), by=boss, enterprise=firm)


@pytest.mark.parametrize("is_out", [True, False])
def test_a_firm_that_left_gives_its_council_seat_back_a_day_later(park, clerk, is_out):
    firm = EnterpriseFactory(park=park)
    seat, hat = a_seat(park, firm), AppointmentFactory(role=Role.VOLUNTEER)
    one = relocating.move_out(firm, by=clerk) if is_out else relocating.move(firm, park=ParkFactory(), by=clerk)
    outbox.drain()
    assert Representative.objects.get(pk=seat.pk).state == "serving"
    Relocation.objects.filter(pk=one.pk).update(at=clock.now() - timedelta(days=2))
    relocating.settle_what_nobody_took_back()
    outbox.drain()
    seat = Representative.objects.select_related("appointment").get(pk=seat.pk)
    assert (seat.state, seat.appointment.ends_on < clock.today()) == ("left", True)
    hat.refresh_from_db()
    assert hat.ends_on is None


def test_what_was_taken_back_costs_no_seat(park, clerk):
    firm = EnterpriseFactory(park=park)
    seat = a_seat(park, firm)
    relocating.undo(relocating.move_out(firm, by=clerk), by=clerk)
    relocating.settle_what_nobody_took_back()
    outbox.drain()
    assert Representative.objects.get(pk=seat.pk).state == "serving"


def test_open_needs_of_a_firm_that_left_stay_with_their_reporter(client, park, a_need, clerk):
    firm = EnterpriseFactory(park=park)
    reporter = MembershipFactory(enterprise=firm).person
    need = a_need(State.IN_PROGRESS, by=reporter, enterprise=firm)
    relocating.move_out(firm, by=clerk)
    client.force_login(type(reporter).objects.get(pk=reporter.pk))
    assert need.reference in client.get(reverse("requests_flow:mine")).content.decode()
