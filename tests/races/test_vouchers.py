"""Many hands on one voucher, one last piece, one balance: exactly one has it, all others read a plain answer."""

from collections import Counter

import pytest

from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from points import accounts, redeem, till
from points.models import Product, Scan, Settlement, Voucher
from points.settlements import close_last_month
from tests.factories import MerchantClerkFactory, MerchantFactory, PersonFactory, ProductFactory
from tests.points.rewards.shop import a_voucher, give, has, took
from tests.rounds import how_many

pytestmark = pytest.mark.race
TILLS, HANDS = 60, 20
ROUNDS = how_many(1, 50)
PATIENCE = 50


@pytest.fixture
def shop(transactional_db):
    return MerchantFactory()


@pytest.fixture
def clerks(shop):
    """Sixty people at sixty tills of one shop."""
    return [MerchantClerkFactory(merchant=shop).person for _ in range(TILLS)]


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_voucher_scanned_by_sixty_tills_at_once_is_taken_once(at_once, shop, clerks, lap):
    voucher = a_voucher(ProductFactory(shops=[shop]), PersonFactory())
    outcome = at_once(lambda number: till.take(voucher, merchant=shop, by=clerks[number]), TILLS)
    assert len(outcome.answers) == 1
    assert Counter(type(error) for error in outcome.errors) == {till.NotTaken: TILLS - 1}
    assert {error.outcome for error in outcome.errors} == {Scan.Outcome.USED}
    assert all(str(shop) in error.sentence for error in outcome.errors)
    assert took(shop) == voucher.points
    assert Counter(Scan.objects.values_list("outcome", flat=True)) == {"taken": 1, "used": TILLS - 1}


def test_without_the_lock_several_tills_take_it(at_once, shop, clerks):
    """Control: looking at the state first and writing afterwards lets several through."""
    voucher = a_voucher(ProductFactory(shops=[shop]), PersonFactory())

    def look_then_take(number):
        if Voucher.objects.get().state != Voucher.State.ISSUED:
            return False
        Voucher.objects.update(state="used", merchant=shop, taken_by=clerks[number], taken_at=clock.now())
        return True

    for _ in range(PATIENCE):
        Voucher.objects.filter(pk=voucher.pk).update(state="issued", merchant=None, taken_by=None, taken_at=None)
        if sum(at_once(look_then_take, HANDS).answers) > 1:
            return
    pytest.fail("the race did not show: the test above proves nothing")


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_the_last_points_are_spent_once(at_once, shop, lap):
    guest, coffee = PersonFactory(), ProductFactory(shops=[shop], stock=None)
    give(guest, coffee.price + 79)
    outcome = at_once(lambda _: redeem.order(coffee, by=guest), HANDS)
    assert len(outcome.answers) == Voucher.objects.count() == 1
    assert all(isinstance(error, NotNow) for error in outcome.errors)
    assert has(guest) == 79


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_the_last_coffee_goes_to_one_of_twenty(at_once, shop, lap):
    coffee, guests = ProductFactory(shops=[shop], stock=1), [PersonFactory() for _ in range(HANDS)]
    for guest in guests:
        give(guest, coffee.price)
    outcome = at_once(lambda number: redeem.order(coffee, by=guests[number]), HANDS)
    assert len(outcome.answers) == 1
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert sum(has(guest) for guest in guests) == coffee.price * (HANDS - 1)
    assert Product.objects.get().stock == 0


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_take_and_a_giving_back_at_once_are_one_of_the_two(at_once, shop, clerks, lap):
    guest = PersonFactory()
    voucher = a_voucher(ProductFactory(shops=[shop]), guest)

    def hand(number):
        if number % 2:
            return redeem.give_back(voucher, by=guest)
        return till.take(voucher, merchant=shop, by=clerks[number])

    outcome = at_once(hand, HANDS)
    assert len(outcome.answers) == 1
    assert all(isinstance(error, NotNow | till.NotTaken) for error in outcome.errors)
    assert (has(guest), took(shop)) in {(80, 0), (0, 80)}


def test_five_clocks_settle_a_month_once(at_once, shop, clerks, at):
    at("2026-11-24 09:30")
    for _ in range(3):
        till.take(a_voucher(ProductFactory(shops=[shop]), PersonFactory()), merchant=shop, by=clerks[0])
    at("2026-12-01 08:00")
    outcome = at_once(lambda _: close_last_month(), 5)
    assert outcome.errors == []
    assert sum(outcome.answers) == Settlement.objects.count() == 1
    assert (Settlement.objects.get().points, took(shop)) == (240, 0)
    assert accounts.balance(accounts.system("redeemed")) == 240
