"""Members are told at most once a day in a digest, and reminded of a vote at most once, however jobs run."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from councils import case_ticking, discussion
from councils.models import Round
from parkdesk.core import clock, notices, outbox
from parkdesk.core.models import Notice
from tests.councils import voting
from tests.councils.voting import seat
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples, undone

RUNS = st.sampled_from([0, 1, 2, 5])


@pytest.fixture
def now(morning):
    return morning(MORNING)


def the_clock_ticks(times):
    for _ in range(times):
        case_ticking.remind_of_votes()
        case_ticking.count_votes_whose_time_is_over()
        outbox.drain()


def reminded():
    """How often each was reminded of the vote, on the site."""
    told = Notice.objects.filter(entry__verb="councils.round.remind", channel=Notice.Channel.IN_APP)
    return Counter(told.values_list("recipient", flat=True))


@given(votes=st.text("YNA-", min_size=8, max_size=8), steps=st.lists(st.tuples(st.integers(1, 40), RUNS), max_size=6))
@examples(6, 200)
def test_nobody_is_reminded_of_a_vote_twice_and_nobody_who_has_voted(council, office, morning, votes, steps):
    with undone():
        now = morning(MORNING)
        round_ = voting.voted_on(council, office, now)
        voting.cast_all(round_, votes)
        due_at = round_.closes_at - timedelta(hours=24)
        was_due = False
        for hours, times in steps:
            now.shift(timedelta(hours=hours))
            was_due |= bool(times) and due_at <= clock.now() < round_.closes_at
            the_clock_ticks(times)
        silent = {f"person:{one.person_id}" for one, said in zip(council.members(), votes, strict=True) if said == "-"}
        told = reminded()
        assert set(told.values()) <= {1}
        assert set(told) <= silent
        assert not was_due or set(told) == silent


@pytest.mark.parametrize("times", [1, 2, 5])
def test_the_reminder_goes_out_once_however_often_the_job_runs(council, office, now, times):
    round_ = voting.voted_on(council, office, now)
    now.shift(round_.closes_at - clock.now() - timedelta(hours=20))
    the_clock_ticks(times)
    assert set(reminded().values()) == {1}
    assert len(reminded()) == 8


def test_who_was_reminded_is_not_reminded_again_after_an_extension(council, office, now):
    """They are told of the new end, once, and that is enough: one reminder a vote."""
    round_ = voting.voted_on(council, office, now)
    now.shift(round_.closes_at - clock.now() - timedelta(hours=20))
    the_clock_ticks(1)
    voting.over(round_, now)
    the_clock_ticks(1)
    longer = Round.objects.get()
    assert longer.is_extended
    now.shift(longer.closes_at - clock.now() - timedelta(hours=1))
    the_clock_ticks(2)
    assert set(reminded().values()) == {1}


def test_who_could_not_be_reminded_before_an_extension_is_reminded_before_its_end(council, office, now):
    voting.over(voting.voted_on(council, office, now), now)
    the_clock_ticks(1)
    longer = Round.objects.get()
    now.shift(longer.closes_at - clock.now() - timedelta(hours=1))
    the_clock_ticks(2)
    assert set(reminded().values()) == {1}


def test_a_reminder_that_no_job_sent_in_time_is_not_sent_late(council, office, now):
    round_ = voting.voted_on(council, office, now)
    voting.over(round_, now)
    the_clock_ticks(5)
    assert not reminded()
    assert Round.objects.get().reminded_at is None


@given(said=st.lists(st.tuples(st.integers(0, 30), RUNS), min_size=1, max_size=6))
@examples(5, 100)
def test_who_wants_a_digest_gets_one_message_a_day_at_most(council, office, morning, said):
    """However much is said in a case, and however often outbox and post are emptied."""
    with undone():
        now = morning(MORNING)
        me = seat(council, 5)
        me.person.email = "reader@firm.example.com"
        me.person.save(update_fields=["email"])
        notices.keep_wishes(f"person:{me.person_id}", rhythm="daily")
        case = voting.in_discussion(council, office)
        mail.outbox.clear()
        days = []
        for hours, times in said:
            discussion.contribute(case, seat(council, 2), "请看", by=seat(council, 2).person, mentions=[me])
            now.shift(timedelta(hours=hours))
            days += sent(me, times)
        outbox.drain()  # what was said last becomes a message now, and goes out with the next digest
        now.shift(datetime.combine(clock.today(), time(10), clock.SHANGHAI) + timedelta(days=2) - clock.now())
        days += sent(me, 1)
        assert days
        assert set(Counter(days).values()) == {1}


def sent(me, times):
    """The days on which this reader was written to, one for each message."""
    before = len(mail.outbox)
    for _ in range(times):
        outbox.drain()
        notices.send_due()
    mine = [one for one in mail.outbox[before:] if me.person.email in one.to]
    return [clock.today()] * len(mine)
