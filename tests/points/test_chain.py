"""The record cannot be changed unseen: whoever goes past the triggers is found (points.md I-21)."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from parkdesk.core import append_only
from parkdesk.core.actors import CLOCK
from points import accounts, audit, chain, folding, holds, posting, ticking
from points.models import GENESIS, Account, Hold, Leg, LooseLeg, Lot, LotUse, Transfer
from tests.points.conftest import Kind, fresh, give, later, spend
from tests.rounds import undone

pytestmark = pytest.mark.usefixtures("morning", "db")


@pytest.fixture
def busy(accounts_of, shop):
    """Two members who earned, bought, got something back, hold something; some legs numbered, some loose."""
    one, other = accounts_of(2)
    give(one, 30, on=date(2025, 3, 1))
    give(one, 30)
    give(other, 50)
    bought = spend(one, 40, shop)
    spend(other, 5, shop)
    folding.fold()
    posting.reverse(bought, key=uuid4(), by=CLOCK)
    give(other, 20)
    holds.settle(holds.place(uuid4(), other, 10, by=CLOCK, expires_at=later(hours=1)), to=shop, by=CLOCK)
    holds.place(uuid4(), other, 10, by=CLOCK, expires_at=later(hours=1))
    assert list(audit.verify()) == []
    return one, other


def tamper(sql, *values):
    """What somebody with the keys of the database could do."""
    with append_only.maintenance(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys, no triggers
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


HEAD = "dbca58a6f9f83e9ed95d635daad0634e3f02c6cfd8fa4a47f5b14bda7e98df32"
HEAD_OF_THE_HOUSE = "f5f7c1d6c332eb55dd206ec773c2d6b5743b756597d782652ca087e6bfc4b57a"


# --- the arithmetic ----------------------------------------------------------------------------------
def test_a_chain_is_the_same_everywhere(issuance, morning):
    """A fixed sequence has one fixed hash, on both databases and for ever (I-24)."""
    morning("2026-11-24 10:00")
    account = Account.objects.create(kind=Kind.PERSON, owner_type="person", owner_id=10**9)
    for number in range(3):
        key = f"00000000-0000-4000-8000-00000000000{number}"
        legs = [(issuance, -10 - number), (account, 10 + number)]
        posting.post(key, legs, code="award", by=CLOCK, memo="固定")
    assert bytes(fresh(account).head_hash).hex() == HEAD
    folding.fold()
    assert bytes(fresh(issuance).head_hash).hex() == HEAD_OF_THE_HOUSE


def test_the_first_leg_goes_on_from_nothing(account):
    transfer = give(account, 10)
    line = chain.line(str(account), 1, 10, 10)
    assert bytes(Leg.objects.get().hash) == chain.link(GENESIS, folding.stamp_of(transfer), line)


# --- folding -----------------------------------------------------------------------------------------
def test_loose_legs_get_their_numbers(account, issuance):
    for amount in (1, 2, 3):
        give(account, amount)
    assert (fresh(issuance).balance, accounts.balance(issuance)) == (0, -6)
    assert [folding.fold(limit=2), ticking.number_loose_legs(), folding.fold()] == [2, 1, 0]
    assert not LooseLeg.objects.exists()
    legs = issuance.legs.order_by("seq").values_list("seq", "amount", "balance_after")
    assert list(legs) == [(1, -1, -1), (2, -2, -3), (3, -3, -6)]
    assert fresh(issuance).balance == accounts.balance(issuance) == -6
    assert list(audit.verify()) == []


# --- any change is found -----------------------------------------------------------------------------
CHANGES = {
    "transfer": {
        "key": str(uuid4()),
        "code": "settle",
        "unit": "minute",
        "effective_on": "2026-01-01",
        "created_at": "2026-01-01 00:00:00+00:00",
        "actor_ref": "somebody",
        "actor_kind": "terminal",
        "memo": "x",
        "request_hash": b"x" * 32,
    },
    "leg": {"amount": 7, "balance_after": 7, "hash": b"x" * 32, "seq": 99, "transfer_id": None, "account_id": None},
    "looseleg": {"amount": -7, "account_id": None},
    "account": {"balance": 7, "held": 7, "seq": 7, "head_hash": b"x" * 32, "owner_id": 7},
    "lot": {"amount": 99, "remaining": 1, "earned_on": "2024-01-01", "expires_on": "2099-01-01", "seq": 99},
    "lotuse": {"amount": 3},
    "hold": {"amount": 9, "state": "voided", "posted_amount": 3},
}
MODELS = {one._meta.model_name: one for one in (Transfer, Leg, LooseLeg, Account, Lot, LotUse, Hold)}
EVERY = [(table, column) for table, columns in CHANGES.items() for column in columns]


def another(model, column, row):
    """Where a reference may be turned to: another row of the same table."""
    model = model._meta.get_field(column).related_model
    return model.objects.exclude(pk=getattr(row, column)).order_by("pk").first().pk


def rows_of(table):
    return list(MODELS[table].objects.order_by("pk"))


def where(row):
    """The one row, by its key."""
    if isinstance(row, Leg):
        return "account_id = %s AND seq = %s", (row.account_id, row.seq)
    return "id = %s", (row.pk,)


def changed(row, column, value):
    before = getattr(row, column)
    return bytes(before) != value if isinstance(before, bytes | memoryview) else str(before) != str(value)


def refused_or_found(sql, *values):
    """The database does not even let it in, or the audit sees it."""
    try:
        tamper(sql, *values)
    except IntegrityError:
        return True
    return any(audit.verify())


@pytest.mark.parametrize(("table", "column"), EVERY)
def test_a_changed_row_is_found(busy, table, column):
    model, value = MODELS[table], CHANGES[table][column]
    tried = 0
    for row in rows_of(table):
        new = value if value is not None else another(model, column, row)
        if not changed(row, column, new) or (table == "hold" and column == "posted_amount" and row.state != "posted"):
            continue
        tried += 1
        condition, key = where(row)
        with undone():
            assert refused_or_found(f"UPDATE points_{table} SET {column} = %s WHERE {condition}", new, *key), row
    assert tried


@pytest.mark.parametrize("table", MODELS)
def test_a_deleted_row_is_found(busy, table):
    for row in rows_of(table):
        if isinstance(row, Hold) and row.state not in {"pending", "posted"}:
            continue
        condition, key = where(row)
        with undone():
            assert refused_or_found(f"DELETE FROM points_{table} WHERE {condition}", *key), row


def test_a_leg_put_in_afterwards_is_found(busy):
    one, _ = busy
    last = one.legs.latest("seq")
    last.seq, last.balance_after = last.seq + 1, last.balance_after + last.amount
    last.transfer = Transfer.objects.exclude(legs__account=one).first()
    last.save(force_insert=True)
    assert [finding.reason for finding in audit.verify(one)][:1] == ["the hash does not fit"]


def test_two_legs_that_changed_places_are_found(busy):
    one, _ = busy
    first, second = one.legs.order_by("seq")[:2]
    tamper("UPDATE points_leg SET seq = 98 WHERE account_id = %s AND seq = %s", one.pk, first.seq)
    tamper("UPDATE points_leg SET seq = %s WHERE account_id = %s AND seq = %s", first.seq, one.pk, second.seq)
    tamper("UPDATE points_leg SET seq = %s WHERE account_id = %s AND seq = 98", second.seq, one.pk)
    assert "the hash does not fit" in {finding.reason for finding in audit.verify(one)}


def test_a_loose_leg_of_nothing_is_found(busy):
    loose = LooseLeg.objects.first()
    with undone():
        tamper("DELETE FROM points_transfer WHERE id = %s", loose.transfer_id)
        assert f"loose leg {loose.pk}: its transfer is gone" in map(str, audit.verify())


def test_points_that_were_spent_from_nowhere_are_found(busy):
    one, _ = busy
    bought = one.legs.filter(amount__lt=0).earliest("seq")
    tamper("DELETE FROM points_lotuse WHERE transfer_id = %s", bought.transfer_id)
    assert f"{one}#{bought.seq}: it was not taken from lots" in map(str, audit.verify(one))


def test_the_seal_is_of_one_account_alone(busy):
    one, other = busy
    assert not any(audit.verify(one))
    tamper("UPDATE points_leg SET amount = amount + 1 WHERE account_id = %s AND seq = 1", one.pk)
    assert any(audit.verify(one))
    assert not any(audit.verify(other))


# --- the command -------------------------------------------------------------------------------------
def test_verify_ledger_says_that_it_is_untouched(busy, capsys):
    call_command("verify_ledger")
    assert capsys.readouterr().out.splitlines() == ["checking 8 transfers of 4 accounts", "untouched"]


def test_verify_ledger_names_the_first_broken_place(busy):
    one, _ = busy
    tamper("UPDATE points_leg SET amount = amount + 1 WHERE account_id = %s AND seq = 2", one.pk)
    with pytest.raises(CommandError, match=rf"^broken {one}#2: the balance does not go on$"):
        call_command("verify_ledger")
