"""A coffee shop, who stands at its till, and a guest with a voucher."""

import pytest

from enterprises.models import Person
from points.models import Merchant, Product, Voucher
from tests.factories import MerchantClerkFactory, MerchantFactory, PersonFactory, ProductFactory
from tests.points.rewards.shop import a_voucher


@pytest.fixture
def guest(db) -> Person:
    """Somebody who has points."""
    return PersonFactory(name="于南星")


@pytest.fixture
def shop(db) -> Merchant:
    return MerchantFactory(name="拾光咖啡", name_en="Shiguang Coffee")


@pytest.fixture
def clerk(shop) -> Person:
    """Who stands at the till of the shop."""
    return MerchantClerkFactory(merchant=shop).person


@pytest.fixture
def coffee(shop) -> Product:
    return ProductFactory(shops=[shop], stock=3)


@pytest.fixture
def voucher(morning, coffee, guest) -> Voucher:
    """A coffee that the guest may drink."""
    return a_voucher(coffee, guest)
