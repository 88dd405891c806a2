"""Many hands on the same points at the same moment: what is there is spent once, what was asked twice is done once."""

from collections import Counter
from contextlib import nullcontext
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.models import F

from enterprises.roles import Role
from parkdesk.core import clock, trail
from parkdesk.core.actors import CLOCK
from points import accounts, audit, awards, folding, holds, posting, rulebook, seeds
from points.models import Account, Award, Hold, Leg, Lot, Transfer
from points.refusals import AlreadyAwarded, AlreadyReversed, HoldOver, Overdrawn
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory
from tests.points.conftest import Code, Kind, fresh, give, later, spend
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 250)
PATIENCE = 50


@pytest.fixture
def shop(transactional_db):
    accounts.system(Kind.ISSUANCE)
    accounts.system(Kind.EXPIRED)
    return Account.objects.create(kind=Kind.MERCHANT, owner_type="merchant", owner_id=1)


@pytest.fixture
def rich(shop):
    """A member with 100 points in two lots."""
    account = accounts.of_person(PersonFactory())
    give(account, 60)
    give(account, 40)
    return fresh(account)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_the_last_points_are_spent_once(at_once, rich, shop, lap):
    outcome = at_once(lambda _: spend(rich, 60, shop), HANDS)
    assert [type(error) for error in outcome.errors] == [Overdrawn] * (HANDS - 1)
    assert len(outcome.answers) == 1
    assert (fresh(rich).balance, fresh(shop).balance) == (40, 60)
    assert list(audit.verify()) == []


def test_without_the_constraint_the_last_points_are_spent_more_than_once(at_once, rich, shop):
    """Control: reading what is there, and then writing, lets several through."""

    def read_then_write(_):
        if Account.objects.get(pk=rich.pk).balance < 60:
            return False
        Account.objects.filter(pk=shop.pk).update(balance=F("balance") + 60)
        Account.objects.filter(pk=rich.pk).update(balance=40)
        return True

    for _ in range(PATIENCE):
        Account.objects.filter(pk=rich.pk).update(balance=100)
        if sum(at_once(read_then_write, HANDS).answers) > 1:
            return
    pytest.fail("the race did not show: the test above proves nothing")


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_presses_with_one_key_are_one_transfer(at_once, rich, shop, lap):
    key, legs = uuid4(), [(rich, -5), (shop, 5)]
    outcome = at_once(lambda _: posting.post(key, legs, code=Code.REDEEM, by=CLOCK), HANDS)
    assert outcome.errors == []
    assert len({transfer.pk for transfer in outcome.answers}) == 1
    assert fresh(shop).balance == 5
    assert list(audit.verify()) == []


def test_without_the_key_twenty_presses_are_twenty_transfers(at_once, rich, shop):
    """Control: what looks first whether it was done pays several times."""

    def look_then_post(_):
        if not Transfer.objects.filter(memo="naive").exists():
            posting.post(uuid4(), [(rich, -1), (shop, 1)], code=Code.REDEEM, by=CLOCK, memo="naive")

    for _ in range(PATIENCE):
        at_once(look_then_post, HANDS)
        if Transfer.objects.filter(memo="naive").count() > 1:
            return
        give(rich, 1)
    pytest.fail("the race did not show: the test above proves nothing")


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_many_different_postings_between_the_same_accounts_are_all_kept(at_once, rich, shop, lap):
    """Half of them earn, half of them spend: no number is given twice, no link is lost, nobody waits for ever."""

    def either(number):
        return give(rich, 3) if number % 2 else spend(rich, 2, shop)

    outcome = at_once(either, HANDS)
    assert outcome.errors == []
    assert (fresh(rich).balance, fresh(shop).balance) == (110, 20)
    assert list(rich.legs.order_by("seq").values_list("seq", flat=True)) == list(range(1, HANDS + 3))
    assert list(audit.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_transfers_in_both_directions_do_not_lock_each_other_out(at_once, rich, shop, lap):
    other = accounts.of_person(PersonFactory())
    give(other, 100)

    def across(number):
        one, two = (rich, other) if number % 2 else (other, rich)
        return posting.post(uuid4(), [(one, -1), (two, 1)], code=Code.REDEEM, by=CLOCK)

    outcome = at_once(across, HANDS)
    assert outcome.errors == []
    assert fresh(rich).balance + fresh(other).balance == 200
    assert list(audit.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_the_last_points_are_held_once(at_once, rich, lap):
    outcome = at_once(lambda _: holds.place(uuid4(), rich, 60, by=CLOCK, expires_at=later(hours=1)), HANDS)
    assert [type(error) for error in outcome.errors] == [Overdrawn] * (HANDS - 1)
    assert (Hold.objects.count(), fresh(rich).held) == (1, 60)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_hold_is_posted_or_given_back_once(at_once, rich, shop, lap):
    hold = holds.place(uuid4(), rich, 60, by=CLOCK, expires_at=later(hours=1))

    def end(number):
        return holds.release(hold, by=CLOCK) if number % 2 else holds.settle(hold, to=shop, by=CLOCK)

    outcome = at_once(end, HANDS)
    assert [type(error) for error in outcome.errors] == [HoldOver] * (HANDS - 1)
    was_posted = isinstance(outcome.answers[0], Transfer)
    assert (fresh(rich).balance, fresh(rich).held, fresh(shop).balance) == ((40, 0, 60) if was_posted else (100, 0, 0))
    assert list(audit.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_purchase_is_taken_back_once(at_once, rich, shop, lap):
    bought = spend(rich, 60, shop)
    outcome = at_once(lambda _: posting.reverse(bought, key=uuid4(), by=CLOCK), HANDS)
    assert [type(error) for error in outcome.errors] == [AlreadyReversed] * (HANDS - 1)
    assert (fresh(rich).balance, fresh(shop).balance) == (100, 0)
    assert list(audit.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_points_expire_once_while_others_are_spent(at_once, rich, shop, lap):
    Lot.objects.filter(seq=1).update(expires_on="2020-12-31")

    def either(number):
        if number % 2:
            return posting.sweep(rich, clock.today())
        return spend(rich, 4, shop)

    outcome = at_once(either, HANDS)
    assert outcome.errors == []
    assert fresh(rich).balance == 0
    assert Counter(Transfer.objects.values_list("code", flat=True))[Code.EXPIRE] == 1
    assert sum(Leg.objects.filter(account=rich).values_list("amount", flat=True)) == 0


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_several_ticks_number_each_loose_leg_once(at_once, rich, shop, lap):
    def either(number):
        return give(rich, 1) if number % 2 else folding.fold(3)

    outcome = at_once(either, HANDS)
    assert outcome.errors == []
    folding.fold()
    house = accounts.system(Kind.ISSUANCE)
    assert accounts.balance(house) == house.balance == -110
    assert list(audit.verify()) == []


# --- awards ------------------------------------------------------------------------------------------
@pytest.fixture
def rules(shop):
    """The rules of the year are in force."""
    year = clock.today().year
    seeds.ensure_rule_book(year)
    leader = AppointmentFactory(role=Role.COMMUNITY_LEADER).person
    return rulebook.approve(year, "联席会议", leader)


def ended(park, member):
    """A meeting that a member attended in full."""
    line = trail.Line(verb="councils.meeting.end", facts={}, words={}, beneficiaries=(member.pk,), at=clock.now())
    return trail.write(park, CLOCK, line)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_an_entry_heard_by_twenty_workers_pays_once(at_once, rules, lap):
    member = PersonFactory()
    entry = ended(ParkFactory(), member)
    outcome = at_once(lambda _: awards.hear(entry), HANDS)
    assert {type(error) for error in outcome.errors} <= {IntegrityError}  # the outbox brings it once more
    awards.hear(entry)
    assert accounts.of_person(member).balance == 10
    assert list(audit.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_limit_is_kept_when_everything_comes_at_once(at_once, rules, lap):
    """A fifth meeting of a month earns nothing, also when twenty are heard at the same moment (I-11)."""
    member = PersonFactory()
    entries = [ended(ParkFactory(), member) for _ in range(HANDS)]
    outcome = at_once(lambda number: awards.hear(entries[number]), HANDS)
    assert outcome.errors == []
    assert accounts.of_person(member).balance == 40
    assert Award.objects.filter(state=Award.State.CAPPED).count() == HANDS - 4
    assert list(audit.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_what_all_desks_write_down_at_once_stands_once(at_once, rules, lap):
    member, clerk = PersonFactory(), AppointmentFactory(role=Role.WINDOW_CLERK).person
    outcome = at_once(lambda _: awards.propose(member, "clean-up", on=clock.today(), evidence="x", by=clerk), HANDS)
    assert [type(error) for error in outcome.errors] == [AlreadyAwarded] * (HANDS - 1)
    assert Award.objects.count() == 1


# --- an audit while the house goes on ------------------------------------------------------------------
@pytest.fixture
def meanwhile(at_once, rich, monkeypatch):
    """Somebody earns each time the audit has begun to read one table and not yet the one beside it."""
    told = audit._beside

    def beside(things, rows):
        return told(Beforehand(things, lambda: at_once(lambda _: give(rich, 1), 1)), rows)

    monkeypatch.setattr(audit, "_beside", beside)


class Beforehand:
    """Things of which nobody asks before something has happened."""

    def __init__(self, things, happens):
        self.things, self.happens = things, happens

    def order_by(self, *names):
        self.happens()
        return self.things.order_by(*names)


def test_what_is_posted_while_an_audit_runs_is_no_fault(meanwhile, rich):
    before = rich.seq
    assert list(audit.verify()) == []
    assert list(audit.verify(rich)) == []
    assert fresh(rich).seq == before + 3


def test_without_one_moment_an_audit_of_a_busy_house_finds_faults(meanwhile, rich, monkeypatch):
    """Control: each statement sees a state of its own."""
    monkeypatch.setattr(audit, "snapshot", nullcontext)
    assert list(audit.verify(rich)) != []
