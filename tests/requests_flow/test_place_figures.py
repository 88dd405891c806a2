"""What a code brought in: scans and needs by day, for the desk alone."""

import pytest
from django.urls import reverse

from enterprises import scans
from requests_flow.intake import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def used(place_code, park, building, a_need, morning):
    """A code with three scans and one need that is counted, and two that are not."""
    for _ in range(3):
        scans.count(place_code)
    for more in ({}, {"is_protected": True}, {"is_personal": True}):
        a_need(place=Place(park, building, place_code), **more)
    return place_code


def test_the_desk_sees_scans_and_needs_of_a_code_by_day(desk, used):
    page = desk.get(reverse("requests_flow:place_figures", args=[used.code]))
    (row,) = page.context["rows"]
    assert row[1:] == (3, 1)
    assert page.content.decode().count("<rect") == 60
    with_csv = desk.get(reverse("requests_flow:place_csv", args=[used.code]))
    lines = with_csv.getvalue().decode("utf-8-sig").split()
    assert len(lines) == 31
    assert lines[-1] == "2026-11-24,3,1"


def test_a_code_that_nobody_scanned_says_what_to_do(desk, place_code):
    page = desk.get(reverse("requests_flow:place_figures", args=[place_code.code])).content.decode()
    assert "<table" not in page
    assert reverse("enterprises:places") in page


@pytest.mark.parametrize("name", ["place_figures", "place_csv"])
def test_nobody_else_sees_them(client, used, volunteer, operator_person, enterprise_person, name):
    url = reverse(f"requests_flow:{name}", args=[used.code])
    for person in (volunteer, operator_person, enterprise_person):
        client.force_login(person)
        assert client.get(url).status_code == 404
