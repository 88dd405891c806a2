"""Each month with each shop: every voucher once, ten fen a point (points.md I-15)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from parkdesk.core import clock
from points import accounts, settlements, till
from points.models import Merchant, Product, Settlement, SettlementLine, Voucher
from points.settlements import Month
from tests.factories import MerchantClerkFactory, PersonFactory
from tests.points.rewards.shop import a_voucher, took


@pytest.fixture
def november(morning, coffee, shop, clerk) -> list[Voucher]:
    """Three coffees of November, one of them undone, and one of the first of December."""
    Product.objects.update(stock=None)
    taken = [till.take(a_voucher(coffee, PersonFactory()), merchant=shop, by=clerk) for _ in range(3)]
    till.undo(taken[0], by=clerk)
    morning("2026-12-01 00:10")
    till.take(a_voucher(coffee, PersonFactory()), merchant=shop, by=clerk)
    return taken[1:]


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_month_is_settled_once_however_often_the_clock_ticks(november, shop, morning, times):
    morning("2026-12-01 08:00")
    for _ in range(times):
        settlements.close_last_month()
    one = Settlement.objects.get()
    assert (str(one.first_day), str(one.last_day), one.state) == ("2026-11-01", "2026-11-30", "closed")
    assert (one.points, one.fen) == (160, 1600)
    assert [line.voucher for line in one.lines.order_by("pk")] == november
    assert took(shop) == 80  # what was taken in December
    assert accounts.balance(accounts.system("redeemed")) == 160


def test_nothing_is_settled_while_it_can_still_be_undone(november, morning):
    morning("2026-12-01 00:29")
    assert settlements.close_last_month() == 0


def test_what_a_house_missed_is_settled_with_the_next_month(november, shop, morning):
    morning("2027-02-01 08:00")
    settlements.close_last_month()
    one = Settlement.objects.get()
    assert (str(one.first_day), one.points, took(shop)) == ("2027-01-01", 240, 0)


def test_a_shop_without_vouchers_has_no_settlement(morning, shop):
    morning("2026-12-01 08:00")
    assert settlements.close_last_month() == 0
    assert settlements.close(shop, Month.of(clock.today())) is None


def test_shops_are_settled_apart(november, coffee, morning):
    other = MerchantClerkFactory()
    coffee.merchants.add(other.merchant)
    morning("2026-11-30 23:59")
    till.take(a_voucher(coffee, PersonFactory()), merchant=other.merchant, by=other.person)
    morning("2026-12-02 08:00")
    assert settlements.close_last_month() == 2
    assert sorted(Settlement.objects.values_list("fen", flat=True)) == [800, 1600]


def test_a_voucher_stands_in_one_settlement_only(november, shop, morning):
    morning("2026-12-01 08:00")
    settlements.close_last_month()
    line = SettlementLine.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SettlementLine.objects.create(settlement=line.settlement, voucher=line.voucher, points=80)


def test_a_settlement_is_ten_fen_a_point_or_none(november, shop, morning):
    day = Month.of(clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(merchant=shop, first_day=day.first_day, last_day=day.last_day, points=10, fen=99)


@pytest.mark.parametrize(
    ("day", "first", "last"), [("2026-12-31", "2026-12-01", "2026-12-31"), ("2028-02-29", "2028-02-01", "2028-02-29")]
)
def test_a_month_knows_its_days(day, first, last):
    month = Month.of(date.fromisoformat(day))
    assert (str(month.first_day), str(month.last_day)) == (first, last)
    assert month.next.before == month


def test_only_its_own_people_and_overseers_read_a_settlement(november, shop, clerk, morning):
    morning("2026-12-01 08:00")
    settlements.close_last_month()
    assert Settlement.objects.visible_to(clerk).count() == 1
    assert Settlement.objects.visible_to(MerchantClerkFactory().person).count() == 0
    assert Settlement.objects.visible_to(PersonFactory()).count() == 0
    assert Merchant.objects.served_by(clerk).get() == shop
