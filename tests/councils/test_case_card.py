"""The page of a case on a phone: one card with three buttons, and a question every 4 s whether anything is new."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from councils import discussion
from councils.models import AgendaItem, Case
from parkdesk.core import outbox
from tests.councils import voting
from tests.councils.voting import PAPER
from tests.requests_flow.conftest import MORNING


@pytest.fixture
def now(morning):
    return morning(MORNING)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return answer.content.decode()


def news(case):
    return reverse("councils:case_news", args=[case.council.park.code, case.pk])


def since(page):
    return re.search(r"since=([^\"]+)\"", page)[1]


# --- the card --------------------------------------------------------------------------------------------
def test_the_card_says_what_it_costs_and_who_pays_and_each_button_names_what_is_voted_on(council, office, members, now):
    paper = {"per_firm": "每平方米3元，一次性", "payers": "维修资金25万元，运营商13万元"}
    round_ = voting.voted_on(council, office, now, **paper)
    page = text(browser(members[3]).get(round_.case.get_absolute_url()))
    assert paper["per_firm"] in page
    assert paper["payers"] in page
    names = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'<a class="btn[^>]*\?choice=\w+">(.*?)</a>', page)]
    assert len(names) == 3
    assert all(PAPER["question"] in name for name in names)


def test_a_button_of_the_card_brings_the_ballot_with_that_choice_marked(council, office, members, now):
    round_ = voting.voted_on(council, office, now)
    page = text(browser(members[3]).get(f"{round_.get_absolute_url()}?choice=no"))
    assert re.search(r'value="no"[^>]*checked|checked[^>]*value="no"', page)


def test_who_has_stepped_back_or_voted_sees_no_buttons(council, office, members, now):
    round_ = voting.voted_on(council, office, now)
    voting.cast_all(round_, "---Y")
    assert "?choice=" not in text(browser(members[3]).get(round_.case.get_absolute_url()))


# --- whether anything is new -------------------------------------------------------------------------------
@pytest.fixture
def case(council, office, now):
    return voting.in_discussion(council, office)


def test_while_nothing_happens_the_page_hears_304_for_one_question_beyond_session_and_user(
    case, members, django_assert_num_queries
):
    client = browser(members[3])
    mark = since(text(client.get(case.get_absolute_url())))
    client.get(news(case), {"since": mark})
    with django_assert_num_queries(2 + GATE + 1):
        answer = client.get(f"{news(case)}?since={mark}")
    assert answer.status_code == 304


# What the gate asks of every page of members: the appointments that run today.
GATE = 1


def test_something_new_is_announced_and_the_page_asks_no_more_once_the_case_has_ended(case, members, office):
    client = browser(members[3])
    mark = since(text(client.get(case.get_absolute_url())))
    discussion.contribute(case, voting.seat(case.council, 4), "先修门机", by=members[4])
    answer = client.get(f"{news(case)}?since={mark}")
    assert (answer.status_code, "这里有新情况" in text(answer)) == (200, True)
    voting.cases.withdraw(Case.objects.get(), by=office, reason="已解决")
    assert client.get(f"{news(case)}?since={mark}").status_code == 286


def test_a_mark_of_somebody_else_opens_nothing(case, members, outsider):
    mark = since(text(browser(members[3]).get(case.get_absolute_url())))
    assert browser(outsider).get(f"{news(case)}?since={mark}").status_code == 404
    assert browser(members[3]).get(f"{news(case)}?since=made-up").status_code == 200


# --- to the next meeting ------------------------------------------------------------------------------------
def test_a_case_that_two_want_to_meet_on_stands_on_the_next_agenda_once_with_what_was_said(
    council, office, members, walk
):
    meeting, case = walk.draft(), voting.in_discussion(council, office)
    discussion.speak_for(case, "community", "同意更换", by=office)
    for one in members[:2]:
        discussion.demand_a_meeting(Case.objects.get(pk=case.pk), by=one)
    for _ in range(2):
        outbox.drain()
    assert AgendaItem.objects.get(case=case).meeting_id == meeting.pk
    assert Case.objects.get(pk=case.pk).positions.count() == 1
