"""A firm moves out or elsewhere: rights end at once, a day to take it back, then what hangs on it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enterprises import belonging, relocating
from enterprises.models import Enterprise, PlaceCode, Relocation
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours
from tests.factories import (
    AppointmentFactory,
    BuildingFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PlaceCodeFactory,
)


@pytest.fixture
def firm(db):
    return EnterpriseFactory()


@pytest.fixture
def keeper(firm):
    return MembershipFactory(enterprise=firm, is_admin=True).person


@pytest.fixture
def voter(firm):
    return MembershipFactory(enterprise=firm, is_delegate=True).person


@pytest.fixture
def clerk(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


def a_day_later():
    Relocation.objects.update(at=clock.now() - timedelta(days=1, seconds=1))


def test_a_firm_that_leaves_takes_its_peoples_rights_along(client, firm, keeper, voter):
    client.force_login(keeper)
    url = reverse("enterprises:move", args=[firm.pk])
    assert client.post(url, {"is_out": "out", "reason": "租约到期"}).status_code == 302
    firm.refresh_from_db()
    assert firm.status == Enterprise.Status.MOVED_OUT
    assert not belonging.members(firm).exists()


def test_within_a_day_everything_is_put_back_as_it_was(client, firm, keeper, voter):
    relocating.move_out(firm, by=keeper)
    client.force_login(keeper)
    page = client.get(reverse("company")).content.decode()
    one = Relocation.objects.get()
    assert reverse("enterprises:move_undo", args=[one.pk]) in page
    assert client.post(reverse("enterprises:move_undo", args=[one.pk])).status_code == 302
    firm.refresh_from_db()
    assert firm.status == Enterprise.Status.ACTIVE
    assert {(one.person, one.is_admin, one.is_delegate) for one in belonging.members(firm)} == {
        (keeper, True, False),
        (voter, False, True),
    }


def test_after_a_day_it_is_in_force_and_cannot_be_taken_back(firm, keeper, clerk):
    door = PlaceCodeFactory(park=firm.park, enterprise=firm, kind=PlaceCode.Kind.DOOR)
    one = relocating.move_out(firm, by=keeper)
    assert relocating.settle_what_nobody_took_back() == 0
    a_day_later()
    with pytest.raises(NotNow):
        relocating.undo(one, by=clerk)
    assert relocating.settle_what_nobody_took_back() == 1
    assert relocating.settle_what_nobody_took_back() == 0
    door.refresh_from_db()
    assert door.revoked_at


def test_moving_to_another_building_changes_the_place_and_nothing_else(firm, keeper):
    there = BuildingFactory()
    relocating.move(firm, park=there.park, building=there, floor="9", room="901", by=keeper)
    firm.refresh_from_db()
    assert (firm.park, firm.building, firm.room, firm.status) == (there.park, there, "901", "active")
    assert belonging.membership_of(keeper, firm).is_admin
    with pytest.raises(NotNow):
        relocating.move(firm, park=there.park, building=there, floor="9", room="901", by=keeper)


def test_only_the_last_move_is_taken_back(firm, keeper):
    first = relocating.move(firm, park=firm.park, room="801", by=keeper)
    last = relocating.move(firm, park=firm.park, room="901", by=keeper)
    with pytest.raises(NotNow):
        relocating.undo(first, by=keeper)
    relocating.undo(last, by=keeper)
    firm.refresh_from_db()
    assert firm.room == "801"


def test_the_leader_of_the_park_and_the_desk_may_tell_it_and_nobody_else(firm, keeper, voter, clerk):
    leader = AppointmentFactory(role=Role.PARK_LEADER, park=firm.park).person
    elsewhere = AppointmentFactory(role=Role.PARK_LEADER, park=ParkFactory()).person
    for somebody in (elsewhere, voter, MembershipFactory(is_admin=True).person):
        with pytest.raises(NotYours):
            relocating.move_out(firm, by=somebody)
    one = relocating.move_out(firm, by=leader)
    with pytest.raises(NotYours):
        relocating.undo(one, by=voter)
    relocating.undo(one, by=clerk)


def test_a_building_of_another_park_is_refused(client, firm, clerk):
    client.force_login(clerk)
    facts = {"is_out": "place", "park": firm.park_id, "building": BuildingFactory().pk}
    assert client.post(reverse("enterprises:move", args=[firm.pk]), facts).status_code == 200
    assert not Relocation.objects.exists()
