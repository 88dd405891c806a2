"""Rate limits: counted in windows that all processes share."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core import clock, limits
from parkdesk.core.limits import TooMany, hit
from parkdesk.core.models import Tally
from tests.rounds import examples, undone

HOUR = timedelta(hours=1)


@pytest.fixture
def now(at, db):
    return at("2026-11-24 09:30")


def test_tries_are_counted_up_to_the_limit_and_then_refused(now):
    assert [hit("intake:1.2.3.4", limit=3, window=HOUR) for _ in range(3)] == [1, 2, 3]
    with pytest.raises(TooMany) as refused:
        hit("intake:1.2.3.4", limit=3, window=HOUR)
    assert refused.value.retry_after == 3600


def test_whoever_is_refused_learns_how_long_to_wait(now):
    hit("intake", limit=1, window=HOUR)
    now.shift(timedelta(minutes=50))
    with pytest.raises(TooMany) as refused:
        hit("intake", limit=1, window=HOUR)
    assert refused.value.retry_after == 600


def test_a_window_begins_anew_when_it_has_ended(now):
    for _ in range(2):
        hit("intake", limit=2, window=HOUR)
    now.shift(HOUR - timedelta(microseconds=1))
    with pytest.raises(TooMany):
        hit("intake", limit=2, window=HOUR)
    now.shift(timedelta(microseconds=1))
    assert hit("intake", limit=2, window=HOUR) == 1


def test_trying_while_refused_does_not_prolong_the_wait(now):
    for _ in range(5):
        now.shift(timedelta(minutes=10))
        with suppress(TooMany):
            hit("intake", limit=1, window=HOUR)
    now.shift(timedelta(minutes=20))
    assert hit("intake", limit=1, window=HOUR) == 1


def test_each_key_has_a_count_of_its_own(now):
    hit("intake:1.2.3.4", limit=1, window=HOUR)
    assert hit("intake:1.2.3.5", limit=1, window=HOUR) == 1


def test_a_device_out_of_bounds_uses_nothing_up_of_what_its_park_shares(now, django_assert_num_queries):
    both = {"device": 2, "address": 9}
    with django_assert_num_queries(1):
        assert limits.hit_each(both, window=HOUR) == [1, 1]
    limits.hit_each(both, window=HOUR)
    with pytest.raises(limits.TooMany):
        limits.hit_each(both, window=HOUR)
    assert limits.hit_each({"another": 2, "address": 9}, window=HOUR) == [1, 3]


def test_looking_does_not_count(now):
    assert not limits.is_over("login", limit=1)
    hit("login", limit=1, window=HOUR)
    assert limits.is_over("login", limit=1)
    assert not limits.is_over("login", limit=2)


@pytest.mark.parametrize(("seconds", "is_over"), [(3599, True), (3600, False), (3601, False)])
def test_looking_and_counting_agree_on_when_a_window_ends(now, seconds, is_over):
    hit("login", limit=1, window=HOUR)
    now.shift(timedelta(seconds=seconds))
    assert limits.is_over("login", limit=1) is is_over


def test_a_window_ends_when_it_says(now):
    hit("login", limit=1, window=HOUR)
    assert Tally.objects.get().until == clock.now() + HOUR


def test_a_count_can_be_forgiven(now):
    hit("login", limit=1, window=HOUR)
    limits.forgive("login")
    assert hit("login", limit=1, window=HOUR) == 1


def test_windows_that_ended_are_swept_away(now):
    hit("old", limit=1, window=HOUR)
    now.shift(timedelta(minutes=30))
    hit("young", limit=1, window=HOUR)
    now.shift(timedelta(minutes=31))
    assert limits.forget_old() == 1
    assert list(Tally.objects.values_list("key", flat=True)) == ["young"]


def test_a_very_long_key_is_one_key(now):
    assert hit("k" * 300, limit=2, window=HOUR) == 1
    assert hit("k" * 300, limit=2, window=HOUR) == 2


@given(
    gaps=st.lists(st.integers(0, 90), max_size=20),
    limit=st.integers(1, 4),
)
@examples(25)
def test_the_counts_are_those_of_a_plain_window(now, gaps, limit):
    """The model: a window of an hour that the first hit opens."""
    with undone():
        until, count = None, 0
        for gap in gaps:
            now.shift(timedelta(minutes=gap))
            if until is None or until <= clock.now():
                until, count = clock.now() + HOUR, 0
            count += 1
            try:
                with transaction.atomic():
                    seen = hit("intake", limit=limit, window=HOUR)
                assert seen == count <= limit
            except TooMany:
                # The refused hit fell with the block around it.
                count -= 1
                assert count == limit
