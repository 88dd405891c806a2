"""The needs of my enterprises."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_flow.views.mine import PER_PAGE
from requests_flow.words import State
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(morning) -> str:
    return reverse("requests_flow:mine")


@pytest.fixture
def member(client, enterprise_person):
    client.force_login(enterprise_person)
    return enterprise_person


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_visitor_is_asked_to_sign_in(client, url):
    assert client.get(url).status_code == 302


def test_open_needs_of_my_enterprise_stand_with_their_next_date(client, url, member, enterprise, a_need):
    need = a_need(State.IN_PROGRESS, enterprise=enterprise)
    shown = page(client, url)
    assert need.reference in shown
    assert need.get_tracking_url() in shown
    assert "data-light" in shown


def test_closed_ones_are_found_among_all(client, url, member, enterprise, a_need):
    need = a_need(State.CLOSED, enterprise=enterprise)
    assert need.reference not in page(client, url)
    assert need.reference in page(client, f"{url}?all=1")


def test_other_firms_and_personal_needs_of_colleagues_are_not_there(client, url, member, enterprise, a_need):
    colleague = MembershipFactory(enterprise=enterprise).person
    theirs = a_need(by=colleague, is_personal=True)
    other = a_need(enterprise=EnterpriseFactory())
    shown = page(client, f"{url}?all=1")
    assert theirs.reference not in shown
    assert other.reference not in shown


def test_my_own_personal_need_is_there_for_me(client, url, member, a_need):
    assert a_need(by=member, is_personal=True).reference in page(client, url)


def test_words_and_numbers_find_a_need(client, url, member, enterprise, a_need):
    lift = a_need(enterprise=enterprise)
    water = a_need(enterprise=enterprise, text="茶水间漏水")
    assert water.reference not in page(client, f"{url}?q=客梯")
    assert lift.reference in page(client, f"{url}?q=東側客梯")
    assert water.reference in page(client, f"{url}?q={water.reference.lower()}")
    assert "?all=1" in page(client, f"{url}?q=没有这回事")


def test_an_empty_list_says_what_would_stand_there_and_offers_the_way(client, url):
    client.force_login(PersonFactory())
    shown = page(client, url)
    assert 'class="empty"' in shown
    assert reverse("requests_flow:new") in shown


def test_the_list_goes_on_after_a_page(client, url, member, enterprise, a_need):
    needs = [a_need(enterprise=enterprise) for _ in range(PER_PAGE + 2)]
    first = client.get(url)
    assert len(first.context["rows"]) == PER_PAGE
    second = client.get(first.context["older"])
    assert [row["need"].pk for row in second.context["rows"]] == [needs[1].pk, needs[0].pk]


def test_a_longer_list_costs_no_more_queries(client, url, member, enterprise, a_need):
    a_need(enterprise=enterprise)
    page(client, url)  # what the process remembers is read now
    with CaptureQueriesContext(connection) as one:
        page(client, url)
    for _ in range(4):
        a_need(enterprise=enterprise)
    with CaptureQueriesContext(connection) as five:
        page(client, url)
    assert len(one) == len(five) <= 10


@pytest.mark.parametrize("cursor", ["abc", "-1", "9" * 40, "²"])
def test_a_cursor_that_is_none_shows_the_beginning(client, url, member, cursor):
    assert client.get(url, {"cursor": cursor}).status_code == 200
