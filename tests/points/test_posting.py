"""Posting: double entry, once for its key, whole or not at all; the same on both databases."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Sum

from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from points import accounts, by_steps, posting
from points.models import Account, Leg, LooseLeg, Lot, LotUse, Merchant, Transfer
from points.refusals import AlreadyReversed, Conflict, Overdrawn
from points.slips import Slip
from tests.points.conftest import Code, Kind, fresh, give, spend

pytestmark = pytest.mark.usefixtures("morning", "db")


def everything():
    """All rows of the ledger, to see that nothing has changed."""
    return {
        model: list(model.objects.order_by("pk").values()) for model in (Account, Transfer, Leg, LooseLeg, Lot, LotUse)
    }


# --- posting -----------------------------------------------------------------------------------------
def test_points_that_come_in_stand_on_both_sides(account, issuance, member):
    transfer = posting.post(uuid4(), [(issuance, -10), (account, 10)], code=Code.AWARD, by=member, memo="visit")
    assert (transfer.code, transfer.actor_id, transfer.memo) == (Code.AWARD, member.pk, "visit")
    assert transfer == Transfer.objects.get()
    assert fresh(account).balance == fresh(account).available == 10
    assert accounts.balance(issuance) == -10
    leg = Leg.objects.get()
    assert (leg.pk, leg.amount, leg.balance_after, leg.transfer) == ((account.pk, 1), 10, 10, transfer)
    assert Lot.objects.get().expires_on == date(2027, 12, 31)


def test_a_posting_is_what_its_row_says(account, issuance):
    made = give(account, 10, on=date(2026, 11, 1))
    kept = Transfer.objects.get()
    fields = [field.attname for field in Transfer._meta.concrete_fields]
    assert [getattr(made, name) for name in fields] == [getattr(kept, name) for name in fields]
    assert (kept.effective_on, Lot.objects.get().earned_on) == (date(2026, 11, 1), date(2026, 11, 1))


@pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (0, 0), (5, -5, 0)])
def test_legs_that_do_not_come_to_nothing_are_no_transfer(accounts_of, amounts):
    legs = list(zip(accounts_of(len(amounts)), amounts, strict=True))
    with pytest.raises(ValueError, match="come to nothing"):
        posting.post(uuid4(), legs, code=Code.AWARD, by=CLOCK)


def test_an_account_has_one_leg_in_a_transfer(account):
    with pytest.raises(ValueError, match="one leg"):
        posting.post(uuid4(), [(account, 5), (account, -5)], code=Code.AWARD, by=CLOCK)


def test_a_transfer_does_not_mix_units(account, issuance):
    issuance.unit = "minute"
    with pytest.raises(ValueError, match="units"):
        posting.post(uuid4(), [(issuance, -5), (account, 5)], code=Code.AWARD, by=CLOCK)


def test_a_transfer_is_of_a_known_kind(account, issuance):
    with pytest.raises(ValueError, match="gift"):
        posting.post(uuid4(), [(issuance, -5), (account, 5)], code="gift", by=CLOCK)


def test_a_merchant_has_one_account(shop):
    merchant = Merchant(pk=shop.owner_id)
    assert accounts.of_merchant(merchant) == accounts.of_merchant(merchant) == shop


def test_only_the_houses_accounts_are_the_houses():
    with pytest.raises(ValueError, match="person"):
        accounts.system(Kind.PERSON)


def test_more_than_is_there_is_not_spent_and_nothing_changes(rich, shop):
    before = everything()
    with pytest.raises(Overdrawn) as refusal:
        spend(rich, 101, shop)
    assert isinstance(refusal.value, NotNow)
    assert refusal.value.reason
    assert everything() == before


def test_a_refusal_leaves_the_callers_transaction_usable(rich, shop):
    with transaction.atomic():
        with pytest.raises(Overdrawn):
            spend(rich, 101, shop)
        spend(rich, 100, shop)
    assert fresh(shop).balance == 100


def test_several_accounts_at_once_are_all_or_none(accounts_of, shop):
    poor, rich = accounts_of(2)
    give(rich, 50)
    before = everything()
    with pytest.raises(Overdrawn):
        posting.post(uuid4(), [(rich, -20), (poor, -20), (shop, 40)], code=Code.REDEEM, by=CLOCK)
    assert everything() == before


# --- once for its key --------------------------------------------------------------------------------
def test_the_same_key_with_the_same_request_is_the_first_transfer(account, issuance):
    key, legs = uuid4(), [(issuance, -10), (account, 10)]
    first = posting.post(key, legs, code=Code.AWARD, by=CLOCK)
    again = posting.post(key, reversed(legs), code=Code.AWARD, by=CLOCK)
    assert again == first == Transfer.objects.get()
    assert fresh(account).balance == 10


@pytest.mark.parametrize(
    "other",
    [{"amount": 11}, {"code": Code.SETTLE}, {"memo": "b"}, {"effective_on": date(2026, 11, 23)}],
    ids=["amount", "code", "memo", "day"],
)
def test_the_same_key_with_another_request_is_refused(account, issuance, other):
    key, said = uuid4(), {"amount": 10, "code": Code.AWARD, "memo": "a"}

    def ask(*, amount, **how):
        return posting.post(key, [(issuance, -amount), (account, amount)], by=CLOCK, **how)

    ask(**said)
    before = everything()
    with pytest.raises(Conflict):
        ask(**said | other)
    assert everything() == before


def test_the_same_key_on_another_day_is_still_the_first_transfer(account, issuance, at):
    key, legs = uuid4(), [(issuance, -10), (account, 10)]
    first = posting.post(key, legs, code=Code.AWARD, by=CLOCK)
    at("2026-11-25 09:30")
    assert posting.post(key, legs, code=Code.AWARD, by=CLOCK) == first


# --- taking back -------------------------------------------------------------------------------------
def test_a_purchase_taken_back_restores_balance_and_lots(account, shop, member):
    give(account, 30, on=date(2025, 3, 1))
    give(account, 30)
    lots = list(Lot.objects.values_list("seq", "remaining", "expires_on"))
    bought = spend(account, 40, shop)
    back = posting.reverse(bought, key=uuid4(), by=member, reason="扫错了")
    assert (back.code, back.reverses) == (Code.REVERSE, bought)
    assert (fresh(account).balance, fresh(shop).balance) == (60, 0)
    assert list(Lot.objects.values_list("seq", "remaining", "expires_on")) == lots
    entry = Entry.objects.get(verb="points.transfer.reverse")
    assert (entry.note, entry.actor) == ("扫错了", member)


def test_an_award_taken_back_takes_its_own_lot_first(account, issuance):
    give(account, 30, on=date(2025, 3, 1))
    wrong = give(account, 20)
    posting.reverse(wrong, key=uuid4(), by=CLOCK)
    assert list(Lot.objects.order_by("seq").values_list("amount", "remaining")) == [(30, 30), (20, 0)]
    assert accounts.balance(issuance) == -30


def test_an_award_that_is_partly_spent_is_taken_from_other_lots_too(account, shop):
    wrong = give(account, 20, on=date(2025, 3, 1))
    give(account, 30)
    spend(account, 15, shop)
    posting.reverse(wrong, key=uuid4(), by=CLOCK)
    assert list(Lot.objects.order_by("seq").values_list("amount", "remaining")) == [(20, 0), (30, 15)]


def test_an_award_that_is_spent_cannot_be_taken_back(account, shop):
    wrong = give(account, 20)
    spend(account, 15, shop)
    before = everything()
    with pytest.raises(Overdrawn):
        posting.reverse(wrong, key=uuid4(), by=CLOCK)
    assert everything() == before


def test_a_transfer_is_taken_back_once(rich, shop):
    bought, key = spend(rich, 40, shop), uuid4()
    back = posting.reverse(bought, key=key, by=CLOCK)
    assert posting.reverse(bought, key=key, by=CLOCK) == back
    with pytest.raises(AlreadyReversed):
        posting.reverse(bought, key=uuid4(), by=CLOCK)
    assert Entry.objects.filter(verb="points.transfer.reverse").count() == 1


def test_a_taking_back_is_not_taken_back(rich, shop):
    back = posting.reverse(spend(rich, 40, shop), key=uuid4(), by=CLOCK)
    with pytest.raises(AlreadyReversed):
        posting.reverse(back, key=uuid4(), by=CLOCK)


def test_the_database_itself_refuses_a_second_taking_back(rich, shop):
    bought = spend(rich, 40, shop)
    back = posting.reverse(bought, key=uuid4(), by=CLOCK)
    back.pk, back.key = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        back.save(force_insert=True)


# --- what the database itself promises ---------------------------------------------------------------
@pytest.mark.parametrize("model", [Transfer, Leg, LooseLeg, LotUse])
def test_what_is_posted_is_never_changed(rich, shop, model):
    spend(rich, 40, shop)
    before = everything()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(transfer_id=None) if model is not Transfer else model.objects.update(memo="x")
    assert everything() == before


@pytest.mark.parametrize("model", [Transfer, Leg, LotUse])
def test_what_is_posted_is_never_deleted(rich, shop, model):
    spend(rich, 40, shop)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize("change", [{"balance": -1}, {"held": 101}, {"held": -1}])
def test_no_account_falls_under_what_it_holds(rich, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=rich.pk).update(**change)


def test_a_leg_for_an_account_that_does_not_exist_is_refused(issuance, transactional_db):
    nobody = Account(pk=10**12, kind=Kind.MERCHANT, owner_type="merchant", owner_id=7)
    with pytest.raises((IntegrityError, KeyError)):
        posting.post(uuid4(), [(issuance, -1), (nobody, 1)], code=Code.AWARD, by=CLOCK)
    assert not Transfer.objects.exists()


# --- meeting others ----------------------------------------------------------------------------------
class Deadlock(Exception):
    sqlstate = "40P01"


def failing(times, error):
    """`_once` that meets another posting so many times before it works."""
    real, left = posting._once, [times]

    def once(slip):
        if left[0]:
            left[0] -= 1
            raise error
        return real(slip)

    return once


def met(cause):
    error = OperationalError("database is locked" if cause is None else "deadlock detected")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("cause", [None, Deadlock()], ids=["locked", "deadlock"])
def test_a_posting_that_met_another_is_tried_again(transactional_db, issuance, account, monkeypatch, cause):
    naps = []
    monkeypatch.setattr(posting.time, "sleep", naps.append)
    monkeypatch.setattr(posting, "_once", failing(posting.TRIES - 1, met(cause)))
    give(account, 10)
    assert fresh(account).balance == 10
    assert len(naps) == posting.TRIES - 1


@pytest.mark.parametrize("error", [met(Deadlock()), OperationalError("the server is gone")], ids=["often", "other"])
def test_a_posting_is_not_tried_for_ever(transactional_db, account, monkeypatch, error):
    monkeypatch.setattr(posting.time, "sleep", lambda _: None)
    monkeypatch.setattr(posting, "_once", failing(posting.TRIES, error))
    with pytest.raises(OperationalError):
        give(account, 10)


def test_inside_a_transaction_only_its_owner_tries_again(account, monkeypatch):
    monkeypatch.setattr(posting, "_once", failing(1, met(Deadlock())))
    with pytest.raises(OperationalError):
        give(account, 10)


def test_another_broken_promise_is_not_taken_for_too_few_points(rich, shop, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")

    def broken(_slip):
        raise IntegrityError("another constraint")

    monkeypatch.setattr(by_steps, "carry_out", broken)
    with pytest.raises(IntegrityError, match="another"):
        spend(rich, 1, shop)


# --- the function and the steps ----------------------------------------------------------------------
@pytest.mark.postgresql
def test_the_function_and_the_steps_write_the_same(accounts_of, issuance, shop):
    one, other = accounts_of(2)
    for account, way in ((one, posting.by_function), (other, by_steps)):
        for amount in (30, 20):
            way.carry_out(Slip(key=uuid4(), legs=((issuance, -amount), (account, amount)), code=Code.AWARD, by=CLOCK))
        way.carry_out(Slip(key=uuid4(), legs=((account, -35), (shop, 35)), code=Code.REDEEM, by=CLOCK))

    def told(account):
        legs = list(account.legs.order_by("seq").values_list("seq", "amount", "balance_after"))
        lots = list(account.lots.order_by("seq").values_list("seq", "amount", "remaining", "earned_on", "expires_on"))
        return legs, lots, fresh(account).balance, fresh(account).seq

    assert told(one) == told(other)
    assert Leg.objects.aggregate(sum=Sum("amount"))["sum"] == 100
