"""Advice asked of units: with a limit, answered or overdue, and never in the way of a vote any longer than that."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from councils import advising, ballots, cases
from councils.models import Advice, Case, Round
from enterprises.models import Person
from parkdesk.core import clock, outbox
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow.words import Kind, State
from tests.councils import voting
from tests.councils.voting import seat
from tests.requests_flow.conftest import MORNING

QUESTION = "屋面能不能装风机？"
ANSWER = "可以，荷载已核过。"


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def case(council, office):
    return voting.in_discussion(council, office)


@pytest.fixture
def asked(case, operator_unit, office) -> Advice:
    """Asked with a limit of five working days: longer than the discussion lasts."""
    return advising.ask(case, operator_unit, QUESTION, days=5, by=office)


def browser(person):
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    return client


def page(case, verb=""):
    where = [case.council.park.code, case.pk]
    return reverse("councils:case_step", args=[*where, verb]) if verb else reverse("councils:case", args=where)


def after_the_discussion(case, now):
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    return Case.objects.get(pk=case.pk)


def told(verb):
    outbox.drain()
    return set(Notice.objects.filter(entry__verb=f"councils.advice.{verb}").values_list("recipient", flat=True))


def test_a_unit_is_asked_answers_and_the_members_read_it(case, asked, operator_person, office, chair):
    assert told("ask") == {f"person:{operator_person.pk}"}
    advising.give(asked, answer=ANSWER, by=operator_person)
    stored = Advice.objects.get()
    assert (stored.state, stored.answered_by) == ("answered", operator_person)
    assert told("give") == {f"person:{office.pk}", f"person:{chair.pk}"}
    shown = browser(chair).get(page(case)).content.decode()
    assert QUESTION in shown
    assert ANSWER in shown


def test_the_limit_is_counted_in_working_days(asked):
    assert asked.due_at == ballots.days_from_now(5)


@pytest.mark.parametrize("days", [-1, 0, 11, 400])
def test_a_limit_is_one_to_ten_working_days(case, operator_unit, office, days):
    with pytest.raises(NotNow):
        advising.ask(case, operator_unit, QUESTION, days=days, by=office)
    answer = browser(office).post(page(case, "consult"), {"unit": operator_unit.pk, "question": QUESTION, "days": days})
    assert answer.status_code == 200
    assert "days" in answer.context["form"].errors
    assert QUESTION in answer.content.decode()
    assert not Advice.objects.exists()


def test_one_question_at_a_time_to_one_unit(case, asked, operator_unit, office, operator_person):
    with pytest.raises(NotNow):
        advising.ask(case, operator_unit, "再问", days=3, by=office)
    advising.give(asked, answer=ANSWER, by=operator_person)
    advising.ask(case, operator_unit, "再问", days=3, by=office)
    assert Advice.objects.count() == 2


def test_only_who_prepares_the_case_asks_and_only_the_unit_answers(case, asked, operator_unit, party_member, office):
    with pytest.raises(NotYours):
        advising.ask(case, operator_unit, QUESTION, days=3, by=party_member)
    for other in (party_member, office):
        with pytest.raises(NotYours):
            advising.give(asked, answer="我说", by=other)
    assert Advice.objects.get().answer == ""


def test_a_vote_waits_for_advice_as_long_as_its_limit_and_no_longer(case, asked, office, now):
    case = after_the_discussion(case, now)
    with pytest.raises(NotNow):
        ballots.open_round(case, by=office)
    assert not Advice.objects.get().is_overdue
    now.shift(asked.due_at - clock.now())
    assert Advice.objects.get().is_overdue
    ballots.open_round(case, by=office)
    assert Round.objects.count() == 1


@pytest.mark.parametrize("way", ["give", "drop"])
def test_a_vote_opens_at_once_when_the_unit_has_answered_or_is_not_needed(
    case, asked, office, operator_person, now, way
):
    case = after_the_discussion(case, now)
    if way == "give":
        advising.give(asked, answer=ANSWER, by=operator_person)
    else:
        advance(asked, "drop", by=office, reason="已有报告")
    assert ballots.open_round(case, by=office).takes_ballots


def test_an_open_vote_is_counted_whatever_a_unit_owes(case, asked, office, now):
    """An answer that is overdue, or comes too late, changes nothing of a vote."""
    case = after_the_discussion(case, now)
    now.shift(asked.due_at - clock.now())
    round_ = ballots.open_round(case, by=office)
    voting.cast_all(round_, "YYYYYYYY")
    assert voting.counted(round_, now, office).result == "agreed"


def test_late_advice_is_taken_until_the_vote_opens(case, asked, office, operator_person, now):
    case = after_the_discussion(case, now)
    now.shift(asked.due_at - clock.now() + timedelta(hours=1))
    ballots.open_round(case, by=office)
    with pytest.raises(NotNow):
        advising.give(asked, answer=ANSWER, by=operator_person)
    assert Advice.objects.get().answer == ""


def test_what_is_kept_from_the_landlord_is_not_asked_of_the_landlord(council, a_need, office, operator_unit):
    need = a_need(State.DELIBERATING, is_protected=True, kind=Kind.COMPLAINT)
    case = cases.open_for(need)
    assert council.park.operator_id == operator_unit.pk
    with pytest.raises(NotNow):
        advising.ask(case, operator_unit, QUESTION, days=3, by=office)
    assert not Advice.objects.exists()
    assert not Entry.objects.filter(verb="councils.case.consult").exists()


def test_the_unit_answers_from_its_own_page_and_sees_no_more_of_the_case(case, asked, operator_person):
    theirs = browser(operator_person)
    assert QUESTION in theirs.get(reverse("councils:actions")).content.decode()
    where = reverse("councils:advice", args=[asked.pk])
    shown = theirs.get(where).content.decode()
    assert QUESTION in shown
    assert case.question not in shown
    assert theirs.get(page(case)).status_code in (403, 404)
    assert theirs.post(reverse("councils:advice_act", args=[asked.pk, "give"]), {"answer": ""}).status_code == 200
    answer = theirs.post(reverse("councils:advice_act", args=[asked.pk, "give"]), {"answer": ANSWER})
    assert answer.status_code == 302
    assert ANSWER in theirs.get(where).content.decode()
    assert QUESTION not in theirs.get(reverse("councils:actions")).content.decode()


def test_another_unit_finds_nothing(asked, outsider, clerk):
    assert browser(outsider).get(reverse("councils:advice", args=[asked.pk])).status_code in (403, 404)


def test_the_card_says_who_has_answered_and_who_is_late(case, asked, council, now):
    mine = browser(seat(council, 3).person)
    before = mine.get(page(case)).content.decode()
    assert asked.unit.display_name in before
    now.shift(asked.due_at - clock.now())
    after = mine.get(page(case)).content.decode()
    assert "逾期" in after
    assert "逾期" not in before
