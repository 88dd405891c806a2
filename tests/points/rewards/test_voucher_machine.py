"""Vouchers in the hands of everybody: random deeds of guests, tills and the clock, beside a plain list that must agree.

points.md I-8 (a voucher is used at most once), I-7 (a hold ends once), I-15 (a settlement is its vouchers, ten fen a
point, no voucher in two); and no piece and no point is lost or made on the way.
"""

from datetime import timedelta

from django.db.models import Count, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from points import accounts, audit, redeem, settlements, till
from points.models import Hold, Product, Scan, Settlement, SettlementLine, Voucher
from points.models.merchants import FEN_A_POINT
from points.settlements import Month
from tests.factories import MerchantClerkFactory, PersonFactory, ProductFactory
from tests.points.conftest import MORNING
from tests.points.rewards.shop import give, has, took
from tests.rounds import IS_DEEP, examples, undone

State = Voucher.State
STOCK, PRICE, PURSE = 4, 80, 200
NUMBERS = st.integers(0, 9)
DAYS = st.sampled_from([0, 0, 1, 7, 61])


class VoucherMachine(RuleBasedStateMachine):
    """Two guests, two shops that take the same coffee; `self.plain` says how each voucher stands."""

    def __init__(self, go):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        self.go = go
        go(MORNING)
        self.clerks = [MerchantClerkFactory() for _ in range(2)]
        self.coffee = ProductFactory(shops=[one.merchant for one in self.clerks], stock=STOCK, price=PRICE)
        self.guests = [PersonFactory() for _ in range(2)]
        for guest in self.guests:
            give(guest, PURSE)
        self.plain = {}  # pk -> [state, guest, shop]

    def teardown(self):
        self.block.__exit__(None, None, None)

    def one(self, number):
        """One of the vouchers there are, or None."""
        known = sorted(self.plain)
        return Voucher.objects.get(pk=known[number % len(known)]) if known else None

    def attempt(self, may, deed):
        """It is done exactly when it may be done; what is refused is a plain answer. Returns whether it was done."""
        try:
            deed()
        except (NotNow, till.NotTaken):
            assert not may
            return False
        assert may
        return True

    def left(self, guest):
        gone = sum(state in {State.ISSUED, State.USED} for state, who, _ in self.plain.values() if who == guest)
        return PURSE - gone * PRICE

    def on_the_shelf(self):
        return STOCK - sum(state in {State.ISSUED, State.USED} for state, _, _ in self.plain.values())

    @rule(guest=st.integers(0, 1))
    def order(self, guest):
        for pk, row in self.plain.items():  # what is over by the clock is worth nothing any more
            if row[:2] == [State.ISSUED, guest] and clock.now() >= Voucher.objects.get(pk=pk).expires_at:
                row[0] = State.EXPIRED
        may = self.left(guest) >= PRICE and self.on_the_shelf() > 0
        made = []
        if self.attempt(may, lambda: made.append(redeem.order(self.coffee, by=self.guests[guest]))):
            self.plain[made[0].pk] = [State.ISSUED, guest, None]

    @rule(number=NUMBERS, shop=st.integers(0, 1), by_digits=st.booleans())
    def take(self, number, shop, by_digits):
        if not (voucher := self.one(number)):
            return
        row, clerk = self.plain[voucher.pk], self.clerks[shop]
        may = row[0] == State.ISSUED and clock.now() < voucher.expires_at

        def deed():
            code = voucher.code
            if by_digits:
                owner = self.guests[row[1]]
                code = till.say_digits(voucher, merchant=clerk.merchant, by=owner).digits
            seen = till.check(code, merchant=clerk.merchant, by=clerk.person)
            till.take(seen, merchant=clerk.merchant, by=clerk.person)

        if self.attempt(may, deed):
            row[0], row[2] = State.USED, shop

    @rule(number=NUMBERS)
    def undo(self, number):
        if not (voucher := self.one(number)) or self.plain[voucher.pk][0] != State.USED:
            return
        row = self.plain[voucher.pk]
        may = clock.now() < voucher.taken_at + timedelta(minutes=30)
        if self.attempt(may, lambda: till.undo(voucher, by=self.clerks[row[2]].person)):
            row[0] = State.UNDONE

    @rule(number=NUMBERS)
    def give_back(self, number):
        if not (voucher := self.one(number)):
            return
        row = self.plain[voucher.pk]
        if self.attempt(row[0] == State.ISSUED, lambda: redeem.give_back(voucher, by=self.guests[row[1]])):
            row[0] = State.GIVEN_BACK

    @rule(days=DAYS, minutes=st.sampled_from([5, 40]), ticks=st.integers(0, 2))
    def time_passes(self, days, minutes, ticks):
        later = clock.now().astimezone(clock.SHANGHAI) + timedelta(days=days, minutes=minutes)
        if later.year > 2027:  # points have an end of their own; the ledger's machine tries that
            return
        self.go(f"{later:%Y-%m-%d %H:%M}")
        for _ in range(max(ticks, days > 60)):
            redeem.expire_due()
            settlements.close_last_month()
        for voucher in Voucher.objects.filter(state=State.EXPIRED):
            assert self.plain[voucher.pk][0] in {State.ISSUED, State.EXPIRED}
            self.plain[voucher.pk][0] = State.EXPIRED

    @invariant()
    def every_voucher_stands_as_it_should(self):
        assert dict(Voucher.objects.values_list("pk", "state")) == {pk: row[0] for pk, row in self.plain.items()}

    @invariant()
    def nothing_is_lost_and_nothing_made(self):
        assert [has(guest) for guest in self.guests] == [self.left(0), self.left(1)]
        assert Product.objects.get(pk=self.coffee.pk).stock == self.on_the_shelf()
        settled = SettlementLine.objects.aggregate(sum=Sum("points"))["sum"] or 0
        used = sum(state == State.USED for state, _, _ in self.plain.values())
        assert sum(took(one.merchant) for one in self.clerks) == used * PRICE - settled
        assert accounts.balance(accounts.system("redeemed")) == settled

    @invariant()
    def a_voucher_is_used_once_and_its_hold_ends_once(self):
        takes = Scan.objects.filter(outcome="taken").values("voucher").annotate(count=Count("pk"))
        assert all(one["count"] == 1 for one in takes)
        pending = Hold.objects.filter(state=Hold.State.PENDING).count()
        assert pending == sum(state == State.ISSUED for state, _, _ in self.plain.values())

    @invariant()
    def a_settlement_is_its_vouchers(self):
        for one in Settlement.objects.prefetch_related("lines__voucher"):
            assert one.points == sum(line.points for line in one.lines.all())
            assert one.fen == one.points * FEN_A_POINT
            assert all(line.voucher.state == State.USED for line in one.lines.all())
            assert all(line.voucher.taken_at < Month(one.first_day).ends_at for line in one.lines.all())

    @invariant()
    def the_audit_finds_nothing(self):
        assert list(audit.verify()) == []


def test_vouchers_keep_their_promises_whatever_is_done_with_them(db, at):
    many = examples(15, 1000, stateful_step_count=50 if IS_DEEP else 25)
    run_state_machine_as_test(lambda: VoucherMachine(at), settings=many)
