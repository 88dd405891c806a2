"""Party organisations of a park: by count for whoever looks after it, by firm for staff, and never who."""

import pytest
from django.urls import reverse

from enterprises import amending, party_cover
from enterprises.models import Enterprise
from enterprises.party_cover import Cover
from enterprises.roles import Role
from tests.factories import AppointmentFactory, EnterpriseFactory, MembershipFactory, ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def a_firm(park, name, members=None, branch="", **more):
    return EnterpriseFactory(park=park, name=name, short_name=name, party_members=members, party_branch=branch, **more)


@pytest.fixture
def firms(park):
    """Two with an organisation, one that could have one, and four that are not asked for one or said nothing."""
    return [
        a_firm(park, "甲公司", 5, "own"),
        a_firm(park, "乙公司", 3, "joint"),
        a_firm(park, "丙公司", 3, "none"),
        a_firm(park, "丁公司", 2, "joint"),
        a_firm(park, "戊公司", 0, "none"),
        a_firm(park, "己公司"),
        a_firm(park, "庚公司", 9, "none", status="moved_out"),
        a_firm(ParkFactory(), "辛公司", 9, "none"),
    ]


@pytest.mark.usefixtures("firms")
def test_of_the_firms_with_three_members_some_have_an_organisation(park):
    assert party_cover.cover(park) == Cover(eligible=3, covered=2, silent=1)
    assert [one.name for one in party_cover.without_branch(park)] == ["丙公司"]


def test_a_park_that_said_nothing_shows_nothing(client, park, clerk):
    a_firm(park, "己公司")
    client.force_login(clerk)
    assert all("part" in one for one in client.get(reverse("park", args=[park.code])).context["coverage"])
    assert len(client.get(reverse("park", args=[park.code])).context["coverage"]) == 1


@pytest.mark.usefixtures("firms")
def test_the_leader_reads_the_count_and_staff_which_firms(client, park, clerk):
    leader = AppointmentFactory(role=Role.PARK_LEADER, park=park).person
    for person, is_staff in ((leader, False), (clerk, True)):
        client.force_login(person)
        answer = client.get(reverse("park", args=[park.code]))
        row = answer.context["coverage"][-1]
        assert (row["part"], row["whole"]) == (2, 3)
        assert [one.name for one in answer.context["without_branch"]] == (["丙公司"] if is_staff else [])


def test_the_firm_says_a_number_and_no_names_and_it_counts_at_once(client, park):
    firm = EnterpriseFactory(park=park)
    keeper = MembershipFactory(enterprise=firm, is_admin=True).person
    for name, value in (("party_members", 4), ("party_branch", "none")):
        [change] = amending.correct(firm, {name: value}, by=keeper)
        assert change.state == "applied"
    assert party_cover.cover(park) == Cover(1, 0, 0)
    client.force_login(keeper)
    assert 'name="party_members"' in client.get(reverse("enterprises:correct", args=[firm.pk])).content.decode()


def test_the_table_that_is_taken_away_holds_neither_number_nor_branch(client, clerk, firms):
    client.force_login(clerk)
    text = b"".join(
        client.get(reverse("enterprises:directory_export", args=["csv"]) + "?q=甲").streaming_content
    ).decode()
    assert firms[0].name in text
    assert "党" not in text


def test_no_column_of_the_house_says_who_is_a_member():
    said = [field.name for field in Enterprise._meta.get_fields() if "party" in field.name]
    assert sorted(said) == ["party_branch", "party_members"]
