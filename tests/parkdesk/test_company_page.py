"""The firm's own page: its people, data and figures; never what is personal or protected (decisions 5, 6)."""

import pytest
from django.urls import reverse

from enterprises import amending, claiming, colleagues
from enterprises.models import Enterprise, FirmClaim
from requests_flow.models import Need
from requests_flow.words import State
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def firm(park, building) -> Enterprise:
    return EnterpriseFactory(park=park, building=building, name="杭州辰擎信息技术有限公司")


@pytest.fixture
def keeper(firm):
    return MembershipFactory(enterprise=firm, is_admin=True, person__name="罗以安").person


@pytest.fixture
def colleague(firm):
    return MembershipFactory(enterprise=firm, person__name="乔晨遥").person


def page(client, person, **query) -> str:
    client.force_login(person)
    return client.get(reverse("company"), query).content.decode()


def tiles(client, person) -> dict[str, int]:
    client.force_login(person)
    return [one["number"] for one in client.get(reverse("company")).context["tiles"]]


def test_the_page_says_what_the_firm_asked_for_and_what_became_of_it(client, a_need, firm, keeper):
    a_need(State.IN_PROGRESS, enterprise=firm)
    a_need(State.CLOSED, enterprise=firm)
    is_open, solved, _on_time, _satisfied = tiles(client, keeper)
    assert (is_open, solved) == (1, 1)


def test_personal_and_protected_needs_are_counted_for_nobody(client, a_need, firm, keeper, colleague):
    a_need(by=colleague, is_personal=True, enterprise=firm)
    kept = a_need(State.IN_PROGRESS, enterprise=firm)
    Need.objects.filter(pk=kept.pk).update(is_protected=True)
    assert Need.objects.filter(enterprise=firm).exists()
    for somebody in (keeper, colleague):
        assert tiles(client, somebody) == [0, 0, 0, 0]


def test_only_an_administrator_is_shown_the_ways_to_change(client, firm, keeper, colleague):
    correct, invite = (reverse(f"enterprises:{name}", args=[firm.pk]) for name in ("correct", "invite"))
    shown = page(client, keeper)
    assert correct in shown
    assert invite in shown
    shown = page(client, colleague)
    assert correct not in shown
    assert invite not in shown
    assert client.get(correct).status_code == 404


def test_people_of_another_firm_read_nothing_of_it(client, firm, keeper):
    stranger = MembershipFactory(is_admin=True).person
    assert firm.name not in page(client, stranger, firm=firm.pk)
    for name in ("correct", "correct_contact", "history", "move"):
        assert client.get(reverse(f"enterprises:{name}", args=[firm.pk])).status_code == 404
    assert client.post(reverse("enterprises:confirm_data", args=[firm.pk])).status_code == 404


def test_who_belongs_to_no_firm_is_shown_the_way_to_one(client):
    assert reverse("enterprises:claim") in page(client, PersonFactory())


def test_an_administrator_sees_who_asks_to_be_let_in_and_a_member_does_not(client, firm, keeper, colleague):
    claiming.ask(firm, way=FirmClaim.Way.ADMINISTRATOR, said="新来的研发", by=PersonFactory(name="苏以宁"))
    assert "新来的研发" in page(client, keeper)
    assert "新来的研发" not in page(client, colleague)


def test_the_delegate_and_the_waiting_correction_are_named(client, firm, keeper, colleague):
    colleagues.name_delegate(colleague.memberships.get(), by=keeper)
    amending.correct(firm, {"name": "杭州辰擎科技有限公司"}, by=keeper)
    shown = page(client, colleague)
    assert "杭州辰擎科技有限公司" in shown
    assert "乔晨遥" in shown


def test_a_page_costs_the_same_with_many_colleagues(client, firm, keeper, django_assert_max_num_queries):
    for _ in range(12):
        MembershipFactory(enterprise=firm)
    client.force_login(keeper)
    client.get(reverse("company"))
    with django_assert_max_num_queries(45):
        client.get(reverse("company"))
