"""Many hands at the same moment, on real transactions: exactly one succeeds, and nothing that was said is lost.

Each race has a control: the same race with the guard taken away, which must show that hands do get in each other's way.
"""

import time
from collections import Counter
from datetime import timedelta

import pytest

from enterprises.roles import Role
from parkdesk.core import clock, limits, outbox, trail
from parkdesk.core.actors import CLOCK, Holder
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import Claim, Delivery, Entry
from requests_flow import desk
from requests_flow.intake import Report, hand_in
from requests_flow.models import Need, Rating
from requests_flow.words import State
from tests.factories import AppointmentFactory, ParkFactory
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
# `make test` runs a few rounds, `make deep` a thousand in all.
ROUNDS = how_many(2, 250)
PATIENCE = 50
HOUR = timedelta(hours=1)
REPORT = Report(text="3号楼东侧客梯早上又停了", phone="+8615400000001", consent_version="1")


def handed_in():
    return hand_in(Report(text="打印机连不上网"))[0]


# --- twenty presses of one submission ----------------------------------------------------------------
@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_presses_of_one_submission_are_one_need(at_once, lap):
    outcome = at_once(lambda _: hand_in(REPORT, key=f"press{lap}"), HANDS)
    assert outcome.errors == []
    assert len({need.reference for need, _ in outcome.answers}) == 1
    assert Counter(is_new for _, is_new in outcome.answers) == {True: 1, False: HANDS - 1}
    assert Need.objects.count() == Entry.objects.count() == Claim.objects.count() == 1


def test_without_the_claim_twenty_presses_are_more_than_one_need(at_once):
    """Control: looking first whether the press is known, and then storing, is not enough."""

    def look_then_store(_):
        if not Claim.objects.filter(scope="naive", key="press").exists():
            hand_in(REPORT)
            Claim.objects.get_or_create(scope="naive", key="press", defaults={"at": clock.now(), "result": "done"})

    for _ in range(PATIENCE):
        Claim.objects.all().delete()
        before = Need.objects.count()
        at_once(look_then_store, HANDS)
        if Need.objects.count() - before > 1:
            return
    pytest.fail("the race did not show: the test above proves nothing")


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_different_submissions_at_once_are_all_kept(at_once, lap):
    outcome = at_once(lambda number: hand_in(Report(text=f"第{number}家公司停电了"), key=f"{lap}-{number}"), HANDS)
    assert outcome.errors == []
    assert len({need.reference for need, _ in outcome.answers}) == HANDS
    assert {need.text for need in Need.objects.all()} == {f"第{number}家公司停电了" for number in range(HANDS)}
    assert list(trail.verify()) == []
    assert Delivery.objects.filter(listener="notices").count() == HANDS


# --- twenty clerks taking one step -------------------------------------------------------------------
@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_clerks_acknowledge_one_need_once(at_once, lap):
    clerks = [AppointmentFactory(role=Role.WINDOW_CLERK).person for _ in range(HANDS)]
    need = handed_in()
    outcome = at_once(lambda number: desk.acknowledge(need, by=clerks[number]), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    (winner,) = outcome.answers
    kept = Need.objects.get()
    assert (kept.state, kept.owner, kept.first_contact) == (State.ACKNOWLEDGED, winner.owner, winner.owner)
    assert [entry.step for entry in Entry.objects.about(need)] == ["submit", "acknowledge"]
    assert Entry.objects.last().actor == winner.owner


def test_without_the_lock_more_than_one_clerk_believes_to_have_it(at_once):
    """Control: reading the state first and writing afterwards lets several through."""
    AppointmentFactory(role=Role.WINDOW_CLERK)

    def read_then_write(number):
        if Need.objects.get().state != State.SUBMITTED:
            return False
        Need.objects.update(state=State.ACKNOWLEDGED, acknowledged_at=clock.now())
        return True

    need = handed_in()
    for _ in range(PATIENCE):
        Need.objects.filter(pk=need.pk).update(state=State.SUBMITTED)
        if sum(at_once(read_then_write, HANDS).answers) > 1:
            return
    pytest.fail("the race did not show: the test above proves nothing")


def test_twenty_ratings_of_one_handling_are_one(at_once):
    worker = AppointmentFactory(role=Role.WINDOW_CLERK).person
    need = resolved(worker)
    reporter = Holder("link", f"need:{need.pk}")
    outcome = at_once(lambda number: desk.rate(need, grade=1 + number % 5, by=reporter), HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert len(outcome.answers) == Rating.objects.count() == 1


def resolved(worker):
    """A need that a person at the desk has answered."""
    unit = ParkFactory().operator
    worker.appointments.update(unit=unit)
    worker = type(worker).objects.get(pk=worker.pk)
    need, _ = hand_in(Report(text="打印机连不上网"))
    return desk.settle(
        need, desk.Sorting(category="PRO", tier="simple", rule="S"), unit=unit, answer="已重启", by=worker
    )


def test_confirming_and_reopening_at_once_are_each_taken_once_at_most(at_once):
    need = resolved(AppointmentFactory(role=Role.WINDOW_CLERK).person)
    reporter, settled = Holder("link", f"need:{need.pk}"), list(Entry.objects.about(need))
    steps = {0: ("confirm", {}), 1: ("reopen", {"reason": "又停了"})}
    outcome = at_once(lambda number: advance(need, steps[number % 2][0], by=reporter, **steps[number % 2][1]), HANDS)
    assert {type(error) for error in outcome.errors} <= {NotNow}
    taken = [entry.step for entry in Entry.objects.about(need)][len(settled) :]
    assert taken in (["reopen"], ["confirm", "reopen"])
    assert len(taken) == len(outcome.answers)
    assert list(trail.verify()) == []


def test_twenty_notes_on_one_need_are_one_chain(at_once):
    clerks = [AppointmentFactory(role=Role.WINDOW_CLERK).person for _ in range(HANDS)]
    need = handed_in()
    outcome = at_once(lambda number: advance(need, "note", by=clerks[number], note=f"{number}"), HANDS)
    assert outcome.errors == []
    entries = Entry.objects.about(need)
    assert [entry.seq for entry in entries] == list(range(1, HANDS + 2))
    assert {entry.note for entry in entries[1:]} == {str(number) for number in range(HANDS)}
    assert list(trail.verify()) == []


# --- counting and delivering -------------------------------------------------------------------------
def test_twenty_tries_at_once_are_all_counted(at_once):
    def hit(_):
        return limits.hit("login", limit=15, window=HOUR)

    outcome = at_once(hit, HANDS)
    assert sorted(outcome.answers) == list(range(1, 16))
    assert [type(error) for error in outcome.errors] == [limits.TooMany] * 5


def test_several_workers_deliver_everything_in_order_and_nobody_hears_it_at_the_same_time(at_once, monkeypatch):
    monkeypatch.setattr(outbox, "_listeners", {})
    heard, inside, parks = [], Counter(), [ParkFactory() for _ in range(4)]

    @outbox.follow("enterprises.park.*", name="ear")
    def hear(entry):
        inside[entry.subject_id] += 1
        assert inside[entry.subject_id] == 1
        time.sleep(0.001)
        heard.append((entry.subject_id, entry.seq))
        inside[entry.subject_id] -= 1

    for park in parks * 5:
        trail.write(park, CLOCK, trail.Line(verb="enterprises.park.look", facts={}, words={}, at=clock.now()))
    outcome = at_once(work_until_quiet, 6)
    assert outcome.errors == []
    assert not outbox.waiting().exists()
    for park in parks:
        assert [seq for subject, seq in heard if subject == park.pk] == [1, 2, 3, 4, 5]


def work_until_quiet(_):
    """One of several workers; a delivery that another one holds is waited for."""
    while outbox.waiting().exists():
        outbox.deliver()
