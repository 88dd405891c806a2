"""Members with points, a merchant's account, and the house's own."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from points import accounts, posting
from points.models import Account, Transfer
from tests.factories import PersonFactory

MORNING = "2026-11-24 09:30"
Kind = Account.Kind
Code = Transfer.Code
HOUR = timedelta(hours=1)


@pytest.fixture
def morning(at):
    """It is Tuesday 24 November 2026, 9:30; call it to go on."""
    at(MORNING)
    return at


@pytest.fixture
def member(db) -> Person:
    return PersonFactory(name="魏临乔")


@pytest.fixture
def issuance(db) -> Account:
    return accounts.system(Kind.ISSUANCE)


@pytest.fixture
def shop(db) -> Account:
    """A merchant's account; the merchant itself is not needed here."""
    return Account.objects.create(kind=Kind.MERCHANT, owner_type="merchant", owner_id=1)


def give(account: Account, amount: int, on: date | None = None) -> Transfer:
    """Points that a rule would have given."""
    legs = [(accounts.system(Kind.ISSUANCE), -amount), (account, amount)]
    return posting.post(uuid4(), legs, code=Code.AWARD, by=CLOCK, effective_on=on)


def spend(account: Account, amount: int, shop: Account) -> Transfer:
    """Points that go to a merchant without a hold before."""
    return posting.post(uuid4(), [(account, -amount), (shop, amount)], code=Code.REDEEM, by=CLOCK)


def later(**how: int):
    """A moment that far from now."""
    return clock.now() + timedelta(**how)


@pytest.fixture
def account(member) -> Account:
    """The member's account, empty."""
    return accounts.of_person(member)


@pytest.fixture
def rich(account) -> Account:
    """The member's account with 100 points of today."""
    give(account, 100)
    return fresh(account)


@pytest.fixture
def accounts_of() -> Callable[[int], list[Account]]:
    """So many members' accounts."""
    return lambda count: [accounts.of_person(PersonFactory()) for _ in range(count)]


def fresh(thing):
    """As the database has it now."""
    return type(thing)._base_manager.get(pk=thing.pk)
