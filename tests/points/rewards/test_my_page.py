"""What a member is told about vouchers, on the page where they come in."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.roles import Role
from parkdesk.core import clock, outbox
from points import awards, rulebook, seeds, till
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


def test_a_notice_about_points_leads_to_the_account(client, guest, morning):
    seeds.ensure_rule_book(2026)
    leader = AppointmentFactory(role=Role.COMMUNITY_LEADER).person
    rulebook.approve(2026, "2025年第四次联席会议", by=leader)
    clerk = AppointmentFactory(role=Role.WINDOW_CLERK).person
    award = awards.propose(guest, "lead-event", on=clock.today(), evidence="志愿者签到表第 3 页", by=clerk)
    awards.review(award, by=leader)
    client.force_login(guest)
    assert [url for _, url in told(client)[0]] == ["/points/"]
