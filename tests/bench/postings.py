"""Postings as the house makes them, and the bare function: the least that books a transfer in one call.

Runs inside the house's Django (`manage.py bench work`), one after the other on one connection.
"""

from itertools import cycle
from uuid import uuid4

from django.db import connection

from enterprises.models import Person
from parkdesk.core.actors import CLOCK
from points import accounts, folding, posting
from points.models import Account, Transfer
from tests.bench.hands import Work, worked_in

PEOPLE = 50
SHOP = 10_000_000
# What a year of a volunteer leaves behind: many small lots, so that 10 points now and then take from two.
LOTS = [5, 20, 15, 50, 10, 30, 25, 40] * 4
# A transfer with its key, a leg for each side, and the two balances; no chain, no lots, no rights, no refusals.
BARE = """
CREATE TABLE IF NOT EXISTS bench_account (id bigint PRIMARY KEY, balance bigint NOT NULL);
CREATE TABLE IF NOT EXISTS bench_transfer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key uuid NOT NULL UNIQUE, at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS bench_leg (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id bigint NOT NULL REFERENCES bench_account,
    transfer_id bigint NOT NULL REFERENCES bench_transfer, amount bigint NOT NULL
);
CREATE OR REPLACE FUNCTION bench_post(p_key uuid, p_from bigint, p_to bigint, p_amount bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_transfer bigint;
BEGIN
    INSERT INTO bench_transfer (key, at) VALUES (p_key, now()) RETURNING id INTO v_transfer;
    UPDATE bench_account SET balance = balance - p_amount WHERE id = p_from;
    UPDATE bench_account SET balance = balance + p_amount WHERE id = p_to;
    INSERT INTO bench_leg (account_id, transfer_id, amount)
    VALUES (p_from, v_transfer, -p_amount), (p_to, v_transfer, p_amount);
    RETURN v_transfer;
END $$;
"""


def works() -> dict[str, Work]:
    """What can be ordered, with the accounts that it needs."""
    people = [accounts.of_person(person) for person in Person.objects.order_by("pk")[:PEOPLE]]
    issuance = accounts.system(Account.Kind.ISSUANCE)
    shop, _ = Account.objects.get_or_create(kind=Account.Kind.MERCHANT, owner_type="merchant", owner_id=SHOP)
    for account in people:
        for points in LOTS:
            posting.post(uuid4(), [(issuance, -points), (account, points)], code=Transfer.Code.AWARD, by=CLOCK)
    _furnish_bare([account.pk for account in people], shop.pk)
    turns = cycle(people)

    def award() -> None:
        posting.post(uuid4(), [(issuance, -10), (next(turns), 10)], code=Transfer.Code.AWARD, by=CLOCK)

    def spend() -> None:
        posting.post(uuid4(), [(next(turns), -10), (shop, 10)], code=Transfer.Code.REDEEM, by=CLOCK)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT bench_post(%s, %s, %s, %s)", [uuid4(), shop.pk, next(turns).pk, 10])
            cursor.fetchone()

    return {**worked_in({"award": award, "spend": spend, "bare": bare}), "fold": _fold}


def _fold() -> None:
    """Number all loose legs of the house."""
    while folding.fold():
        pass


def _furnish_bare(people: list[int], shop: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        cursor.executemany("INSERT INTO bench_account VALUES (%s, 0)", [[pk] for pk in (*people, shop)])
