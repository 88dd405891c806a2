"""Holds: points put aside, posted, given back or over; each ends once."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Entry
from points import accounts, audit, holds, posting, ticking
from points.models import Hold, Lot, Transfer
from points.refusals import Conflict, HoldOver, Overdrawn
from tests.points.conftest import Code, fresh, give, later, spend

pytestmark = pytest.mark.usefixtures("morning", "db")
State = Hold.State


@pytest.fixture
def hold(rich):
    """60 of 100 points, held for an hour."""
    return holds.place(uuid4(), rich, 60, by=CLOCK, expires_at=later(hours=1))


def test_what_is_held_cannot_be_spent_twice(rich, shop, hold):
    assert (fresh(rich).balance, fresh(rich).held, fresh(rich).available) == (100, 60, 40)
    with pytest.raises(Overdrawn):
        spend(rich, 41, shop)
    with pytest.raises(Overdrawn):
        holds.place(uuid4(), rich, 41, by=CLOCK, expires_at=later(hours=1))
    spend(rich, 40, shop)
    assert list(audit.verify()) == []


def test_a_hold_holds_something(rich):
    with pytest.raises(ValueError, match="something"):
        holds.place(uuid4(), rich, 0, by=CLOCK, expires_at=later(hours=1))


def test_the_same_key_is_the_same_hold(rich, member):
    key = uuid4()
    first = holds.place(key, rich, 60, by=member, expires_at=later(hours=1))
    assert holds.place(key, rich, 60, by=member, expires_at=later(hours=2)) == first
    assert fresh(rich).held == 60
    with pytest.raises(Conflict):
        holds.place(key, rich, 59, by=member, expires_at=later(hours=1))


def test_a_hold_is_posted_whole(rich, shop, hold, member):
    transfer = holds.settle(hold, to=shop, by=member, memo="coffee")
    assert (transfer.code, transfer.memo, transfer.actor) == (Code.REDEEM, "coffee", member)
    assert (hold.state, hold.transfer, hold.posted_amount) == (State.POSTED, transfer, 60)
    assert (fresh(rich).balance, fresh(rich).held, fresh(shop).balance) == (40, 0, 60)
    assert list(audit.verify()) == []


def test_a_hold_is_posted_in_part_and_the_rest_is_free(rich, shop, hold):
    holds.settle(hold, to=shop, by=CLOCK, amount=25)
    assert (fresh(rich).balance, fresh(rich).held, hold.posted_amount) == (75, 0, 25)
    assert list(audit.verify()) == []


@pytest.mark.parametrize("amount", [0, -1, 61])
def test_no_more_is_posted_than_is_held(shop, hold, amount):
    with pytest.raises(ValueError, match="does not post"):
        holds.settle(hold, to=shop, by=CLOCK, amount=amount)


def test_a_hold_is_given_back(rich, hold, member):
    assert holds.release(hold, by=member).state == State.VOIDED
    assert fresh(rich).available == 100
    assert Entry.objects.get(verb="points.hold.release").actor == member


def ended(hold, shop, how):
    if how == State.POSTED:
        holds.settle(hold, to=shop, by=CLOCK)
    elif how == State.VOIDED:
        holds.release(hold, by=CLOCK)
    else:
        Hold.objects.filter(pk=hold.pk).update(expires_at=later(hours=-1))
        holds.expire_due()
    return fresh(hold)


@pytest.mark.parametrize("how", [State.POSTED, State.VOIDED, State.EXPIRED])
def test_a_hold_ends_once(rich, shop, hold, how):
    hold = ended(hold, shop, how)
    assert hold.state == how
    before = (fresh(rich).balance, fresh(rich).held, Transfer.objects.count())
    with pytest.raises(HoldOver):
        holds.settle(hold, to=shop, by=CLOCK)
    with pytest.raises(HoldOver):
        holds.release(hold, by=CLOCK)
    assert holds.expire_due() == 0
    assert (fresh(rich).balance, fresh(rich).held, Transfer.objects.count()) == before
    assert list(audit.verify()) == []


def test_a_hold_whose_time_is_over_is_not_posted_even_before_the_job_has_run(shop, hold, morning):
    morning("2026-11-24 10:30")
    with pytest.raises(HoldOver):
        holds.settle(hold, to=shop, by=CLOCK)


def test_what_was_held_too_long_is_free_for_the_next_hold_at_once(rich, hold, morning):
    morning("2026-11-24 10:30")
    assert accounts.standing(fresh(rich)).available == 100
    holds.place(uuid4(), rich, 100, by=CLOCK, expires_at=later(hours=1))
    assert fresh(hold).state == State.EXPIRED
    assert list(audit.verify()) == []


def test_the_job_lets_go_of_what_is_held_too_long(rich, hold, morning):
    assert ticking.let_go_of_what_is_held_too_long() == 0
    morning("2026-11-24 10:30")
    assert [ticking.let_go_of_what_is_held_too_long() for _ in range(3)] == [1, 0, 0]
    assert fresh(rich).held == 0


def test_a_hold_may_be_posted_after_its_points_have_expired(account, shop, morning):
    """They were good when they were held."""
    morning("2027-12-31 23:50")
    give(account, 30, on=date(2026, 3, 1))
    hold = holds.place(uuid4(), account, 30, by=CLOCK, expires_at=later(hours=1))
    morning("2028-01-01 00:10")
    assert ticking.let_points_expire() == 0
    assert posting.sweep(account, date(2028, 1, 1)) is None
    holds.settle(hold, to=shop, by=CLOCK)
    assert fresh(shop).balance == 30
    assert list(audit.verify()) == []


def test_points_that_expired_while_they_were_held_go_when_the_hold_is_over(account, morning):
    morning("2027-12-31 23:50")
    give(account, 30, on=date(2026, 3, 1))
    hold = holds.place(uuid4(), account, 20, by=CLOCK, expires_at=later(hours=1))
    morning("2028-01-01 00:10")
    assert ticking.let_points_expire() == 1
    assert (fresh(account).balance, fresh(account).held) == (20, 20)
    holds.release(hold, by=CLOCK)
    assert accounts.standing(fresh(account)).available == 0
    assert [ticking.let_points_expire() for _ in range(2)] == [1, 0]
    assert fresh(account).balance == 0
    assert Lot.objects.get().remaining == 0
    assert list(audit.verify()) == []


def test_a_fault_other_than_too_few_points_is_not_hidden(rich, monkeypatch):
    def broken(*_):
        raise IntegrityError("another constraint")

    monkeypatch.setattr(holds, "_place", broken)
    with pytest.raises(IntegrityError, match="another"), transaction.atomic():
        holds.place(uuid4(), rich, 1, by=CLOCK, expires_at=later(hours=1))


def test_the_database_refuses_a_posted_hold_without_its_transfer(hold):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(state=State.POSTED)
