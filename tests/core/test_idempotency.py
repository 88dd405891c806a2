"""One press, one record: repeats answer with the first result, a failure lets the next press try."""

import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core import clock, idempotency
from parkdesk.core.idempotency import once
from parkdesk.core.models import Claim
from tests.factories import ParkFactory
from tests.rounds import examples, undone


@pytest.fixture
def work():
    """Gives out N-1, N-2, … so that a second time would show."""
    count = itertools.count(1)
    return lambda: f"N-{next(count)}"


def explode():
    raise RuntimeError("the power is out")


def test_a_second_press_answers_with_the_first_result(db, work):
    assert once("intake", "press", work) == ("N-1", True)
    assert once("intake", "press", work) == ("N-1", False)


def test_another_form_or_another_key_is_another_press(db, work):
    assert [once("intake", "one", work), once("intake", "two", work), once("rating", "one", work)] == [
        ("N-1", True), ("N-2", True), ("N-3", True),
    ]  # fmt: skip


def test_without_a_key_every_press_counts(db, work):
    assert once("intake", "", work) == ("N-1", True)
    assert once("intake", "", work) == ("N-2", True)


def test_a_press_that_failed_keeps_nothing_and_may_be_tried_again(db, work):
    def half_done():
        ParkFactory(code="P99")
        explode()

    with pytest.raises(RuntimeError):
        once("intake", "press", half_done)
    assert not Claim.objects.exists()
    assert once("intake", "press", lambda: ParkFactory(code="P99").code) == ("P99", True)


def test_a_clash_inside_the_work_is_not_taken_for_a_repeat(db):
    ParkFactory(code="P99")
    with pytest.raises(IntegrityError):
        once("intake", "press", lambda: ParkFactory(code="P99").code)
    assert not Claim.objects.exists()


def test_a_key_that_no_form_of_ours_made_is_taken_as_it_is(db, work):
    long = "x" * 5000
    assert once("intake", long, work) == ("N-1", True)
    assert once("intake", long, work) == ("N-1", False)
    assert once("intake", long + "y", work) == ("N-2", True)


def test_keys_are_kept_for_a_day(db, work, at):
    now = at("2026-11-24 09:30")
    once("intake", "press", work)
    now.shift(timedelta(hours=24))
    assert idempotency.forget_old() == 0
    assert once("intake", "press", work) == ("N-1", False)
    now.shift(timedelta(seconds=1))
    assert idempotency.forget_old() == 1
    assert once("intake", "press", work) == ("N-2", True)


def test_every_form_gets_a_key_of_its_own():
    assert len({idempotency.new_key() for _ in range(100)}) == 100
    assert len(idempotency.new_key()) <= Claim._meta.get_field("key").max_length


@given(presses=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
@examples(20)
def test_however_often_a_button_is_pressed_its_work_is_done_at_most_once(db, presses):
    with undone():
        done = []
        for key, breaks in presses:

            def work(key=key, breaks=breaks):
                if breaks:
                    explode()
                done.append(key)
                return f"{key}-{len(done)}"

            try:
                reference, _ = once("intake", key, work)
                assert reference.startswith(key)
            except RuntimeError:
                assert key not in done
        assert len(done) == len(set(done))


def test_a_result_is_remembered_with_its_moment(db, work, at):
    at("2026-11-24 09:30")
    once("intake", "press", work)
    assert Claim.objects.get().at == clock.now()
