"""The outbox: every entry reaches every listener at least once, in order per subject, whatever breaks."""

from collections import defaultdict
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core import clock, outbox, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Claim, Delivery
from tests.factories import ParkFactory
from tests.rounds import examples, undone

VERB = "enterprises.park.look"


class Killed(BaseException):
    """The worker was killed in the middle: nothing below it catches this."""


class Ear:
    """A listener that notes what it heard, and fails when told to. `told` yields True for a failure."""

    def __init__(self, told=()):
        self.heard, self.told, self.fault = [], iter(told), RuntimeError

    def __call__(self, entry):
        Claim.objects.create(scope="ear", key=f"{id(self)}-{len(self.heard)}", at=clock.now(), result="")
        self.heard.append((entry.subject_id, entry.seq))
        if next(self.told, False):
            raise self.fault("no answer")

    @property
    def of(self):
        """What was heard by subject, in the order of hearing."""
        found = defaultdict(list)
        for subject, seq in self.heard:
            found[subject].append(seq)
        return found


@pytest.fixture
def ear(db, follow):
    one = Ear()
    follow("enterprises.park.*", name="ear")(one)
    return one


def look(park, verb=VERB):
    return trail.write(park, CLOCK, trail.Line(verb=verb, facts={}, words={}, at=clock.now()))


def states():
    return list(Delivery.objects.order_by("entry__seq").values_list("state", flat=True))


def later(traveller, seconds):
    traveller.shift(timedelta(seconds=seconds))
    outbox.drain()


def test_a_listener_hears_what_it_follows_and_nothing_else(ear, park):
    look(park)
    look(park, "enterprises.building.look")
    assert outbox.drain() == 1
    assert ear.heard == [(park.pk, 1)]
    assert outbox.drain() == 0


def test_entries_of_one_park_are_heard_in_their_order(ear, park):
    for _ in range(5):
        look(park)
    outbox.drain()
    assert ear.of == {park.pk: [1, 2, 3, 4, 5]}


def test_a_failing_listener_is_tried_again_after_a_growing_pause(ear, park, at):
    now = at("2026-11-24 09:30")
    ear.told = iter([True] * 6)
    look(park)
    outbox.drain()
    for tries, pause in enumerate([5, 30, 300, 3600, 3600], start=2):
        later(now, pause - 1)
        assert len(ear.heard) == tries - 1
        later(now, 1)
        assert len(ear.heard) == tries
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.error) == ("failed", 6, "RuntimeError: no answer")
    later(now, 3600)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("done", "")


def test_what_a_failing_listener_wrote_is_taken_back(ear, park, at):
    at("2026-11-24 09:30")
    ear.told = iter([True])
    look(park)
    outbox.drain()
    assert not Claim.objects.exists()


def test_a_failing_listener_blocks_only_its_own_park_and_nobody_else(ear, follow, at):
    now = at("2026-11-24 09:30")
    blocked, free, other = ParkFactory(), ParkFactory(), Ear()
    follow("*", name="other")(other)
    ear.told = iter([True])
    for park in (blocked, blocked, free):
        look(park)
    outbox.drain()
    assert ear.of == {blocked.pk: [1], free.pk: [1]}
    assert other.of == {blocked.pk: [1, 2], free.pk: [1]}
    later(now, 5)
    assert ear.of == {blocked.pk: [1, 1, 2], free.pk: [1]}


def test_what_waits_is_read_on_behind_a_heap_that_fails(ear, at, monkeypatch):
    at("2026-11-24 09:30")
    monkeypatch.setattr(outbox, "AT_A_TIME", 2)
    parks = [ParkFactory() for _ in range(5)]
    ear.told = iter([True] * 4)
    for park in parks:
        look(park)
    outbox.drain()
    assert ear.of == {park.pk: [1] for park in parks}
    assert sorted(states()) == ["done", *["failed"] * 4]
    outbox.try_again_now(outbox.waiting())
    assert list(outbox.due(outbox.clock.now())) == list(
        outbox.waiting().order_by("entry_id").values_list("pk", flat=True)
    )


def test_a_killed_worker_loses_nothing(ear, park):
    ear.told, ear.fault = iter([True]), Killed
    look(park)
    with pytest.raises(Killed):
        outbox.deliver()
    assert states() == ["pending"]
    outbox.drain()
    assert ear.heard == [(park.pk, 1)] * 2
    assert states() == ["done"]


def test_a_failed_delivery_can_be_tried_at_once(ear, park, at):
    at("2026-11-24 09:30")
    ear.told = iter([True])
    look(park)
    outbox.drain()
    assert outbox.try_again_now(outbox.waiting()) == 1
    outbox.drain()
    assert states() == ["done"]


def test_replay_sends_old_entries_once_more_in_order(ear, park):
    for _ in range(3):
        look(park)
    outbox.drain()
    assert outbox.replay("ear") == 3
    outbox.drain()
    assert ear.of == {park.pk: [1, 2, 3, 1, 2, 3]}
    assert Delivery.objects.count() == 3


def test_replay_reaches_a_listener_that_came_later(ear, follow, park):
    look(park)
    late = Ear()
    follow("enterprises.*", name="late")(late)
    outbox.drain()
    assert late.heard == []
    assert outbox.replay("late") == 1
    outbox.drain()
    assert late.heard == [(park.pk, 1)]


def test_replay_since_a_moment_leaves_older_entries_alone(ear, park, at):
    now = at("2026-11-24 09:30")
    look(park)
    now.shift(timedelta(hours=1))
    look(park)
    assert outbox.replay("ear", since=clock.now()) == 1


def test_replay_knows_its_listeners(ear, capsys):
    with pytest.raises(KeyError):
        outbox.replay("nobody")
    with pytest.raises(CommandError, match="there are: ear"):
        call_command("replay", "nobody")
    with pytest.raises(CommandError, match="neither a day nor a moment"):
        call_command("replay", "ear", since="yesterday")
    call_command("replay", "ear", since="2026-11-24")
    assert "queued 0 entries for ear" in capsys.readouterr().out


def test_a_listener_that_this_process_does_not_know_has_not_heard_it(ear, park, at, monkeypatch):
    """Two releases run side by side for a while: the older one must not tick off what the newer one follows."""
    at("2026-11-24 10:00")
    look(park)
    with monkeypatch.context() as older:
        older.setattr(outbox, "_listeners", {})
        outbox.drain()
    assert states() == ["failed"]
    at("2026-11-24 10:01")
    outbox.drain()
    assert states() == ["done"]


@given(
    entries=st.lists(st.integers(0, 2), min_size=1, max_size=10),
    failures=st.lists(st.sampled_from([None, RuntimeError, Killed]), max_size=25),
    limit=st.integers(1, 5),
)
@examples(25)
def test_whatever_fails_everything_is_heard_at_least_once_and_in_order(db, follow, at, entries, failures, limit):
    """Entries about three parks, two listeners; hearings fail or the worker dies at random."""
    with undone():
        now, parks = at("2026-11-24 09:30"), [ParkFactory() for _ in range(3)]
        ears, settled = [Ear(), Ear()], defaultdict(list)
        plan = iter(failures)
        for number, ear in enumerate(ears):
            follow("enterprises.park.*", name=f"ear{number}")(unreliable(ear, plan, settled, number))
        for which in entries:
            look(parks[which])
        work_until_quiet(now, limit)
        for number, park in enumerate(parks):
            for which, ear in enumerate(ears):
                assert settled[which, park.pk] == list(range(1, entries.count(number) + 1))
                assert ear.of[park.pk] == sorted(ear.of[park.pk])


def unreliable(ear, plan, settled, number):
    """A listener that fails, or kills its worker, as the plan says; `settled` keeps what it heard whole."""

    def hear(entry):
        ear(entry)
        fault = next(plan, None)
        if fault:
            raise fault("by chance")
        settled[number, entry.subject_id].append(entry.seq)

    return hear


def work_until_quiet(now, limit):
    """A worker that is started anew whenever it was killed."""
    for _ in range(200):
        if not outbox.waiting().exists():
            return
        with suppress(Killed):
            outbox.deliver(limit)
            now.shift(timedelta(hours=1))
    pytest.fail("something is still waiting")
