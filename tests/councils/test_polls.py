"""Polls of the people of a park: asked, answered once, closed, counted with and without weights (decisions 38, 44)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from councils import polling
from councils.models import Poll, PollAnswer, PollWeight
from councils.polling import Line, Results
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples

ANSWERS = ["周一至周五", "每天", "不需要"]


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def tenants(council, park):
    """Four people of two firms of the park."""
    firms = EnterpriseFactory.create_batch(2, park=park)
    return [MembershipFactory(person=PersonFactory(), enterprise=firms[n % 2]).person for n in range(4)]


@pytest.fixture
def ask(park, office):
    def make(days=3):
        return polling.ask(
            park, "班车晚上加一班吗？", ANSWERS, closes_on=clock.today() + timedelta(days=days), by=office
        )

    return make


def option(poll, number):
    return poll.options.get(number=number)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return answer.content.decode()


# --- asked and answered ----------------------------------------------------------------------------------
def test_everybody_of_the_park_answers_once_and_may_answer_anew_until_the_last_day(ask, tenants, chair, now):
    poll = ask()
    for person, number in zip([*tenants, chair], [1, 1, 2, 3, 1], strict=True):
        polling.answer(poll, option(poll, number), by=person)
    polling.answer(poll, option(poll, 2), by=tenants[0])
    assert [line.count for line in polling.results(poll).lines] == [2, 2, 1]
    now.shift(timedelta(days=4))
    with pytest.raises(NotNow, match="征询已结束"):
        polling.answer(poll, option(poll, 1), by=tenants[0])


def test_nobody_of_another_park_answers_and_none_but_the_office_asks(ask, outsider, tenants, park):
    poll = ask()
    with pytest.raises(PermissionDenied):
        polling.answer(poll, option(poll, 1), by=outsider)
    with pytest.raises(PermissionDenied):
        polling.ask(park, "?", ANSWERS, closes_on=clock.today(), by=tenants[0])
    assert Poll.objects.count() == 1
    assert not PollAnswer.objects.exists()


def test_an_answer_of_another_poll_is_refused(ask, tenants):
    first, second = ask(), ask()
    with pytest.raises(NotNow, match="另一项征询"):
        polling.answer(first, option(second, 1), by=tenants[0])


def test_the_database_keeps_one_answer_a_person(ask, tenants):
    poll = ask()
    polling.answer(poll, option(poll, 1), by=tenants[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        PollAnswer.objects.create(poll=poll, person=tenants[0], option=option(poll, 2))


def test_the_trail_does_not_hold_what_somebody_answered(ask, tenants):
    poll = ask()
    polling.answer(poll, option(poll, 2), by=tenants[0])
    assert Entry.objects.get(verb="councils.poll.answer").facts == {"changes": False}


@pytest.mark.parametrize("runs", [0, 1, 2, 5])
def test_jobs_that_run_late_or_often_change_nothing(ask, tenants, now, runs):
    poll = ask()
    polling.answer(poll, option(poll, 1), by=tenants[0])
    now.shift(timedelta(days=6))
    for _ in range(runs):
        polling.close_polls_whose_last_day_is_over()
    poll = Poll.objects.get()
    assert not poll.takes_answers
    assert Entry.objects.filter(verb="councils.poll.close").count() == min(runs, 1)
    assert polling.results(poll).answered == 1


def test_the_second_who_closes_it_is_told_that_it_is_closed(ask, office):
    poll = ask()
    polling.close(poll, by=office)
    with pytest.raises(NotNow):
        polling.close(poll, by=office)


# --- weights ---------------------------------------------------------------------------------------------
def test_weights_are_off_until_somebody_switches_them_on(ask, monkeypatch, tenants):
    monkeypatch.setattr(polling, "most_active", lambda park: [tenants[0].pk])
    assert not ask().is_weighted
    assert not PollWeight.objects.exists()


def test_with_weights_both_results_stand_side_by_side_and_who_counts_more_is_frozen(
    ask, monkeypatch, settings, tenants, office
):
    settings.VOTE_WEIGHTS = True
    monkeypatch.setattr(polling, "most_active", lambda park: [tenants[0].pk])
    poll = ask()
    monkeypatch.setattr(polling, "most_active", lambda park: [one.pk for one in tenants])
    for person, number in zip(tenants, [1, 1, 2, 2], strict=True):
        polling.answer(poll, option(poll, number), by=person)
    lines = polling.results(poll).lines
    assert [(line.count, line.weighed) for line in lines] == [(2, "2.5"), (2, "2"), (0, "0")]
    assert "2.5" in text(browser(office).get(poll.get_absolute_url()))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
@examples(100)
def test_a_weight_is_one_or_one_and_a_half(pairs):
    lines = [Line(n, "", plain + more, plain * 10 + more * 15) for n, (plain, more) in enumerate(pairs)]
    found = Results(lines, sum(line.count for line in lines), 0)
    for line in found.lines:
        assert line.count * 10 <= line.tenths <= line.count * 15
        assert float(line.weighed) * 10 == line.tenths


# --- pages -----------------------------------------------------------------------------------------------
def test_the_office_asks_on_the_page_and_what_is_wrong_is_kept(council, park, office, tenants):
    path = reverse("councils:poll_new", args=[park.code])
    typed = {"question": "食堂几点开门？", "options": "7点", "closes_on": clock.today().isoformat()}
    answer = browser(office).post(path, typed)
    assert "请写二至八个答案" in text(answer)
    assert "食堂几点开门？" in text(answer)
    assert browser(tenants[0]).get(path).status_code == 404
    assert browser(office).post(path, typed | {"options": "7点\n8点"}).status_code == 302
    assert [one.text for one in Poll.objects.get().options.all()] == ["7点", "8点"]


def test_a_tenant_answers_on_the_page_and_sees_totals_once_three_have(ask, tenants, office):
    poll = ask()
    where = poll.get_absolute_url()
    for place, person in enumerate(tenants[:3]):
        client = browser(person)
        assert "results" not in text(client.get(where))
        assert client.post(where, {"option": option(poll, 1).pk}).status_code == 302
        assert ("CSV" in text(client.get(where))) == (place == 2)
    lines = b"".join(browser(tenants[0]).get(reverse("councils:poll_export", args=[poll.park.code, poll.pk, "csv"])))
    assert "周一至周五,3" in lines.decode()


def test_a_poll_of_another_park_does_not_exist_for_a_stranger(ask, outsider):
    assert browser(outsider).get(ask().get_absolute_url()).status_code == 404


def test_the_office_closes_it_on_the_page(ask, office, tenants):
    poll = ask()
    path = reverse("councils:poll_close", args=[poll.park.code, poll.pk])
    assert browser(tenants[0]).post(path).status_code == 404
    assert browser(office).post(path).status_code == 302
    assert Poll.objects.get().state == Poll.State.CLOSED


def test_reading_a_poll_takes_no_more_questions_when_more_people_answer(ask, tenants, chair, office):
    poll = ask()
    client = browser(office)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(poll.get_absolute_url())
        return len(asked)

    for person in tenants[:3]:
        polling.answer(poll, option(poll, 1), by=person)
    questions()
    before = questions()
    for person in [tenants[3], chair]:
        polling.answer(poll, option(poll, 2), by=person)
    assert questions() == before
