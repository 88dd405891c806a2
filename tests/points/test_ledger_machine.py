"""The ledger in the hands of everybody: random commands on random days, beside a plain abacus that must agree.

The invariants are those of points.md 12: I-1 to I-5, I-7, I-9, I-10, I-12, I-13, I-21 for the chain; and I-24, because
both databases are compared with the same abacus.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db.models import F, Q, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from points import accounts, audit, folding, holds, posting, ticking
from points.models import Account, Hold, Leg, LooseLeg, Lot, Transfer
from points.refusals import Conflict, HoldOver, Refused
from tests.points.abacus import Abacus, No
from tests.points.conftest import MORNING, Code, Kind
from tests.rounds import IS_DEEP, examples, undone

MEMBERS = ("a", "b", "c")
AMOUNTS = st.integers(1, 60)
NAMES = st.sampled_from(MEMBERS)
EARNED = st.sampled_from([date(2024, 5, 1), date(2025, 5, 1), date(2025, 12, 31), date(2026, 1, 1), None])
DAYS = st.sampled_from([0, 1, 20, 200])


class LedgerMachine(RuleBasedStateMachine):
    """Three members and a shop; `self.abacus` says what has to come out."""

    def __init__(self, morning):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        self.morning, self.abacus, self.count = morning, Abacus(MEMBERS), 0
        morning(MORNING)
        house = {"owner_type": "person", "kind": Kind.PERSON}
        self.account = {name: Account.objects.create(owner_id=10**9 + at, **house) for at, name in enumerate(MEMBERS)}
        self.account["shop"] = Account.objects.create(owner_type="merchant", owner_id=1, kind=Kind.MERCHANT)
        self.account["house"] = accounts.system(Kind.ISSUANCE)
        self.account["gone"] = accounts.system(Kind.EXPIRED)
        self.posted, self.requests, self.held = [], {}, {}

    def teardown(self):
        self.block.__exit__(None, None, None)

    def key(self):
        self.count += 1
        return UUID(int=self.count)

    @property
    def today(self):
        return clock.today()

    def both(self, real, plain):
        """The ledger and the abacus do it, or both refuse."""
        try:
            expected = plain()
        except No:
            with pytest.raises(Refused):
                real()
            return None
        return real(), expected

    def post(self, legs, code, on=None):
        key = self.key()
        sides = [(self.account[name], amount) for name, amount in legs.items()]
        made = self.both(
            lambda: posting.post(key, sides, code=code, by=CLOCK, effective_on=on),
            lambda: self.abacus.move(legs, self.today, earned=on),
        )
        if made:
            self.posted.append(made)
            self.requests[key] = (sides, code, on)

    # --- commands ------------------------------------------------------------------------------------
    @rule(name=NAMES, amount=AMOUNTS, on=EARNED)
    def earn(self, name, amount, on):
        self.post({"house": -amount, name: amount}, Code.AWARD, on)

    @rule(name=NAMES, amount=AMOUNTS)
    def spend(self, name, amount):
        self.post({name: -amount, "shop": amount}, Code.REDEEM)

    @rule(amounts=st.tuples(AMOUNTS, AMOUNTS))
    def spend_together(self, amounts):
        one, other = amounts
        self.post({"a": -one, "b": -other, "shop": one + other}, Code.REDEEM)

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), more=st.integers(0, 1))
    def press_again(self, data, more):
        key = data.draw(st.sampled_from(sorted(self.requests)))
        sides, code, on = self.requests[key]
        first, last = sides[0], sides[-1]
        asked = [(first[0], first[1] - more), *sides[1:-1], (last[0], last[1] + more)]
        if more:
            with pytest.raises(Conflict):
                posting.post(key, asked, code=code, by=CLOCK, effective_on=on)
        else:
            assert posting.post(key, asked, code=code, by=CLOCK, effective_on=on).key == key

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def take_back(self, data):
        transfer, made = data.draw(st.sampled_from(self.posted))
        self.both(
            lambda: posting.reverse(transfer, key=self.key(), by=CLOCK), lambda: self.abacus.back(made, self.today)
        )

    @rule(name=NAMES, amount=AMOUNTS)
    def hold(self, name, amount):
        key = self.key()
        for late in [late for late in self.late() if self.abacus.holds[late][0] == name]:
            self.abacus.free(late)
        made = self.both(
            lambda: holds.place(key, self.account[name], amount, by=CLOCK, expires_at=clock.now() + timedelta(days=30)),
            lambda: self.abacus.hold(key, name, amount, self.today),
        )
        if made:
            self.held[key] = made[0]

    def late(self):
        """Holds whose time is over while no job has run."""
        return [key for key in self.abacus.holds if self.held[key].expires_at <= clock.now()]

    @precondition(lambda self: self.held)
    @rule(data=st.data(), amount=AMOUNTS, is_bought=st.booleans())
    def end_hold(self, data, amount, is_bought):
        key = data.draw(st.sampled_from(sorted(self.held)))
        hold, is_late = self.held[key], key in self.late()
        amount = min(amount, hold.amount)
        if key not in self.abacus.holds or (is_bought and is_late):
            with pytest.raises(HoldOver):
                holds.settle(hold, to=self.account["shop"], by=CLOCK, amount=amount)
        elif is_bought:
            real = holds.settle(hold, to=self.account["shop"], by=CLOCK, amount=amount)
            self.posted.append((real, self.abacus.settle(key, amount, self.today)))
        else:
            holds.release(hold, by=CLOCK)
            self.abacus.free(key)

    @rule(days=DAYS)
    def time_goes_by(self, days):
        self.morning((clock.now() + timedelta(days=days)).astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M"))

    @rule(times=st.sampled_from([1, 2, 5]))
    def the_clock_ticks(self, times):
        for _ in range(times):
            ticking.let_go_of_what_is_held_too_long()
            ticking.let_points_expire()
        for key in self.late():
            self.abacus.free(key)
        for name in MEMBERS:
            self.abacus.sweep(name, self.today)

    @rule(limit=st.integers(1, 5))
    def legs_are_numbered(self, limit):
        folding.fold(limit)

    # --- what always holds ---------------------------------------------------------------------------
    @invariant()
    def the_abacus_agrees(self):
        for name in (*MEMBERS, "shop"):
            row, kept = self.abacus.rows[name], Account.objects.get(pk=self.account[name].pk)
            assert (kept.balance, kept.held) == (row.balance, row.held), name
            lots = Lot.objects.filter(account=kept).order_by("seq").values_list("amount", "remaining", "expires_on")
            assert list(lots) == [(lot.amount, lot.left, lot.ends) for lot in row.lots]
        assert accounts.balance(self.account["house"]) == self.abacus.house
        assert accounts.balance(self.account["gone"]) == self.abacus.gone

    @invariant()
    def i1_everything_comes_to_nothing(self):
        sums = [model.objects.aggregate(sum=Sum("amount"))["sum"] or 0 for model in (Leg, LooseLeg)]
        assert sum(sums) == 0
        for transfer in Transfer.objects.all():
            amounts = [*transfer.legs.values_list("amount", flat=True)]
            assert sum([*amounts, *transfer.loose_legs.values_list("amount", flat=True)]) == 0

    @invariant()
    def i2_i4_nobody_is_overdrawn_and_holds_are_held(self):
        assert not Account.objects.filter(allow_negative=False, balance__lt=F("held")).exists()
        for account in Account.objects.all():
            pending = account.holds.filter(state=Hold.State.PENDING).aggregate(sum=Sum("amount"))["sum"] or 0
            assert account.held == pending

    @invariant()
    def i3_balances_are_their_legs_and_numbers_have_no_gaps(self):
        for account in Account.objects.all():
            legs = list(account.legs.order_by("seq").values_list("seq", "amount", "balance_after"))
            assert [seq for seq, _, _ in legs] == list(range(1, account.seq + 1))
            assert account.balance == sum(amount for _, amount, _ in legs)
            assert not legs or legs[-1][2] == account.balance

    @invariant()
    def i5_lots_are_the_balance(self):
        for account in Account.objects.filter(kind=Kind.PERSON):
            left = account.lots.aggregate(sum=Sum("remaining"))["sum"] or 0
            assert left == account.balance
        assert not Lot.objects.filter(Q(remaining__lt=0) | Q(remaining__gt=F("amount"))).exists()

    @invariant()
    def i21_the_audit_finds_nothing(self):
        assert list(audit.verify()) == []


def test_the_ledger_keeps_its_promises_whatever_is_done_to_it(db, morning):
    many = examples(15, 1000, stateful_step_count=50 if IS_DEEP else 20)
    run_state_machine_as_test(lambda: LedgerMachine(morning), settings=many)
