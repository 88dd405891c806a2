"""What waits for me: each heap opens where the work is, each notice the need that it is about."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.core import outbox
from parkdesk.core.flow import advance
from requests_flow.words import State

from .conftest import somebody

MOST_QUERIES = 15


def test_a_request_for_more_time_waits_for_the_manager_and_opens_the_need(client, a_need, operator_person, manager):
    need = a_need(State.IN_PROGRESS)
    advance(need, "ask_extension", by=operator_person, days=2, reason="等配件")
    client.force_login(manager)
    heaps = {one.url: one.count for one in client.get(reverse("me")).context["waiting"]}
    assert heaps[reverse("requests_flow:need", args=[need.reference])] == 1


def test_an_auditor_finds_the_way_to_what_is_open(client, a_need):
    a_need()
    client.force_login(somebody("何清许", Role.DISCIPLINE_AUDITOR))
    heap, _settlements = client.get(reverse("me")).context["waiting"]
    assert heap.count == 1
    assert client.get(heap.url).status_code == 200


def test_a_notice_of_an_order_opens_the_order(client, a_need, operator_person):
    need = a_need(State.TRANSFERRED)
    outbox.drain(100)
    client.force_login(operator_person)
    page = client.get(reverse("me"))
    assert [where for _, _, where in page.context["notices"]] == [reverse("requests_flow:task", args=[need.reference])]


def test_many_notices_of_needs_ask_no_more_than_one(client, a_need, operator_person):
    client.force_login(operator_person)
    asked = []
    for _ in range(3):
        a_need(State.TRANSFERRED)
        outbox.drain(100)
        client.get(reverse("me"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("me"))
        asked.append(len(queries))
    assert len(page.context["notices"]) == 3
    assert set(asked) == {asked[0]}
    assert asked[0] <= MOST_QUERIES
