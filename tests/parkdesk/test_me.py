"""My page: what waits for me over all roles, with the day on which the first of it is due."""

from datetime import date

import pytest
from django.urls import reverse

from enterprises.roles import Role
from requests_flow.models import Need
from tests.factories import AppointmentFactory

pytestmark = pytest.mark.django_db


def heaps(client, person):
    client.force_login(person)
    return client.get("/me/").context["waiting"]


def test_each_heap_names_the_day_on_which_its_first_is_due(client, manager, a_need):
    early, late = a_need("triaged"), a_need("triaged")
    for need, day in ((early, "2026-11-25"), (late, "2026-11-27")):
        Need.objects.filter(pk=need.pk).update(owner=manager, due_at=f"{day}T09:30:00+00:00", stopped_at=None)
    heap = next(one for one in heaps(client, manager) if one.url.endswith("?tab=mine"))
    assert (heap.count, heap.due) == (2, date(2026, 11, 25))
    assert "最早" in client.get("/me/").content.decode()


def test_where_the_clock_stands_no_day_is_named(client, manager, a_need):
    need = a_need("triaged")
    Need.objects.filter(pk=need.pk).update(owner=manager, stopped_at="2026-11-24T01:30:00+00:00")
    heap = next(one for one in heaps(client, manager) if one.url.endswith("?tab=mine"))
    assert (heap.count, heap.due) == (1, None)


def test_what_waits_stands_before_what_does_not(client, manager, a_need):
    a_need("triaged")
    found = heaps(client, manager)
    assert [one.count == 0 for one in found] == sorted(one.count == 0 for one in found)


def test_all_roles_stand_on_one_page(client, manager):
    AppointmentFactory(person=manager, role=Role.PARK_LEADER)
    AppointmentFactory(person=manager, role=Role.SYSTEM_ADMIN)
    urls = [one.url for one in heaps(client, manager)]
    assert reverse("requests_flow:visits") in urls
    assert reverse("health") in urls


@pytest.mark.parametrize("page", ["me_wishes", "me_sessions", "mfa_index", "privacy", "account_change_password"])
def test_my_settings_are_one_press_away(client, manager, page):
    client.force_login(manager)
    assert f'href="{reverse(page)}"' in client.get("/me/").content.decode()
