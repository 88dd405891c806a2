"""Who answered what in a poll is forgotten in time, or with the person; what the poll came to stays as it was."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils import poll_folding, polling
from councils.models import Poll, PollAnswer, PollOption, PollWeight
from parkdesk import erasing, retention
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from parkdesk.privacy import of_person
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples, undone


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def people(council, park):
    firm = EnterpriseFactory(park=park)
    return [MembershipFactory(person=PersonFactory(), enterprise=firm).person for _ in range(5)]


@pytest.fixture
def poll(park, office, people):
    """With weights: the first two count more."""
    made = polling.ask(park, "班车加一班吗？", ["加", "不加"], closes_on=clock.today() + timedelta(days=3), by=office)
    Poll.objects.update(is_weighted=True)
    PollWeight.objects.bulk_create(PollWeight(poll=made, person=one) for one in people[:2])
    return Poll.objects.get(pk=made.pk)


def answer_all(poll, people, numbers):
    for one, number in zip(people, numbers, strict=False):
        polling.answer(poll, poll.options.get(number=number), by=one)


def ended(poll, office, now, days):
    """Closed by the office, and so many days later."""
    polling.close(poll, by=office)
    now.shift(timedelta(days=days))
    return Poll.objects.get(pk=poll.pk)


def of_polls():
    return next(one for one in retention.fading() if one.code == "poll_answers")


def test_who_answered_is_forgotten_90_days_after_the_end_and_not_a_day_before(poll, people, office, now):
    answer_all(poll, people, (1, 2, 1, 1, 2))
    before = polling.results(poll)
    poll = ended(poll, office, now, 89)
    assert not of_polls().fading.due().exists()
    now.shift(timedelta(days=2))
    for one in of_polls().fading.due():
        poll_folding.fold(one)
    assert not PollAnswer.objects.exists()
    assert not PollWeight.objects.exists()
    assert polling.results(poll) == before
    assert not of_polls().fading.due().exists()


def test_an_open_poll_forgets_nobody_however_old(poll, people, now):
    answer_all(poll, people, (1, 2, 1, 1, 2))
    now.shift(timedelta(days=400))
    assert not of_polls().fading.due().exists()


@pytest.mark.parametrize("times", [1, 2, 5])
def test_however_often_it_is_folded_the_results_stay(poll, people, office, now, times):
    answer_all(poll, people, (1, 1, 2))
    before = polling.results(poll)
    poll = ended(poll, office, now, 100)
    for _ in range(times):
        poll_folding.fold(poll)
    assert polling.results(poll) == before


def test_who_is_erased_stays_counted_and_is_not_known_any_more(poll, people, office):
    answer_all(poll, people, (1, 2, 1))
    before = polling.results(poll)
    erasing.erase_person(people[0], by=office)
    assert polling.results(Poll.objects.get()) == before
    assert not PollAnswer.objects.filter(person=people[0]).exists()
    assert not PollWeight.objects.filter(person=people[0]).exists()
    assert PollAnswer.objects.count() == 2


def test_a_person_sees_their_own_answer_among_what_is_held_about_them(poll, people):
    answer_all(poll, people, (2,))
    held = {one.holding.code: one.rows for one in of_person(people[0])}
    assert "不加" in held["poll_answers"][0].values()
    assert "poll_answers" not in {one.holding.code for one in of_person(people[1])}


def test_a_folded_poll_takes_no_answer(poll, people, office, now):
    answer_all(poll, people, (1, 1, 1))
    poll = ended(poll, office, now, 100)
    poll_folding.fold(poll)
    with pytest.raises(NotNow):
        polling.answer(poll, poll.options.first(), by=people[0])


@given(numbers=st.lists(st.integers(1, 2), max_size=5), gone=st.sets(st.integers(0, 4)))
@examples(10, 200)
def test_whoever_is_forgotten_in_whatever_order_the_results_stay(poll, people, numbers, gone):
    with undone():
        answer_all(poll, people, numbers)
        before = polling.results(poll)
        for place in gone:
            poll_folding.forget(people[place])
        assert polling.results(poll) == before
        assert sum(PollOption.objects.values_list("folded", flat=True)) + PollAnswer.objects.count() == len(numbers)
