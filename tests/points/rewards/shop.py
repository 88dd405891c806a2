"""A coffee shop, a guest with points, a voucher: what tests of rewards begin with."""

import uuid

from enterprises.models import Person
from parkdesk.core.actors import CLOCK
from points import accounts, posting, redeem
from points.models import Merchant, Product, Voucher


def give(person: Person, points: int) -> None:
    """Points that this person has earned."""
    legs = [(accounts.system("issuance"), -points), (accounts.of_person(person), points)]
    posting.post(uuid.uuid4(), legs, code="award", by=CLOCK)


def a_voucher(product: Product, person: Person) -> Voucher:
    """A voucher that this person has just ordered; they have the points for it and none to spare."""
    give(person, product.price)
    return redeem.order(product, by=person)


def has(person: Person) -> int:
    """What this person may spend."""
    return accounts.standing(accounts.of_person(person)).available


def took(shop: Merchant) -> int:
    """The points that this shop has taken and not settled yet."""
    return accounts.balance(accounts.of_merchant(shop))
