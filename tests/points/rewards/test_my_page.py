"""What a member is told about vouchers, on the page where they come in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.core import clock, outbox
from points import awards, rulebook, seeds, settlements, till
from tests.factories import AppointmentFactory
from tests.points.rewards.shop import a_voucher


def told(client):
    """My page with what I was told: subject and address of each, and how many queries it took."""
    outbox.drain(100)
    client.get("/me/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/me/")
    return [(words.subject, url) for _, words, url in page.context["notices"]], len(asked)


def test_a_notice_about_a_voucher_opens_the_voucher_and_many_ask_no_more_than_one(
    client, coffee, shop, clerk, guest, morning
):
    client.force_login(guest)
    first = till.take(a_voucher(coffee, guest), merchant=shop, by=clerk)
    one, asked_by_one = told(client)
    assert [url for _, url in one] == [first.get_absolute_url()]
    for _ in range(2):
        till.take(a_voucher(coffee, guest), merchant=shop, by=clerk)
    many, asked_by_many = told(client)
    assert len(many) == 3
    assert asked_by_many == asked_by_one


@pytest.fixture
def book(morning, db):
    """The rules of 2026 are in force."""
    seeds.ensure_rule_book(2026)
    return rulebook.approve(2026, "2025年第四次联席会议", by=AppointmentFactory(role=Role.COMMUNITY_LEADER).person)


def test_a_notice_about_points_leads_to_the_account(client, guest, book):
    clerk, reviewer = (AppointmentFactory(role=role).person for role in (Role.WINDOW_CLERK, Role.SPECIALIST))
    award = awards.propose(guest, "lead-event", on=clock.today(), evidence="志愿者签到表第 3 页", by=clerk)
    awards.review(award, by=reviewer)
    client.force_login(guest)
    assert [url for _, url in told(client)[0]] == ["/points/"]


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER])
def test_points_to_review_wait_for_everybody_at_the_desk(client, book, guest, role):
    awards.propose(guest, "clean-up", on=clock.today(), evidence="x", by=AppointmentFactory(role=role).person)
    client.force_login(AppointmentFactory(role=role).person)
    assert heaps(client)[reverse("points:review")] == 1
    assert client.get(reverse("points:review")).status_code == 200


@pytest.mark.parametrize("role", [Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR])
def test_what_the_shops_are_owed_for_last_month_has_a_way_in(client, coffee, shop, clerk, guest, morning, role):
    till.take(a_voucher(coffee, guest), merchant=shop, by=clerk)
    morning("2026-12-01 08:00")
    settlements.close_last_month()
    client.force_login(AppointmentFactory(role=role).person)
    assert heaps(client)[reverse("points:settlements")] == 1
    assert client.get(reverse("points:settlements")).status_code == 200


def test_nobody_else_is_led_to_what_others_review_and_settle(client, guest, morning):
    client.force_login(guest)
    assert not {reverse("points:review"), reverse("points:settlements")} & set(heaps(client))


def heaps(client):
    """What waits on my page: how much, by its address."""
    return {one.url: one.count for one in client.get("/me/").context["waiting"]}
