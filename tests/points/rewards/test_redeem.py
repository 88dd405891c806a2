"""Points become a voucher, and come back when nobody uses it."""

import pytest

from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from points import accounts, audit, codes, holds, redeem, till
from points.models import Hold, Product, Voucher
from tests.factories import PersonFactory, ProductFactory
from tests.points.rewards.shop import a_voucher, give, has

State = Voucher.State


def test_an_order_holds_the_points_and_takes_one_from_the_shelf(morning, coffee, guest):
    give(guest, 100)
    voucher = redeem.order(coffee, by=guest)
    assert (voucher.state, voucher.points) == (State.ISSUED, 80)
    assert has(guest) == 20
    assert accounts.standing(accounts.of_person(guest)).held == 80
    assert Product.objects.get().stock == 2
    assert voucher.hold.state == Hold.State.PENDING
    assert Entry.objects.get(verb="points.voucher.issue").actor == guest


def test_a_voucher_is_valid_to_the_end_of_its_sixtieth_day(voucher):
    assert str(voucher.last_day) == "2027-01-23"
    assert voucher.expires_at.isoformat() == "2027-01-23T16:00:00+00:00"


def test_the_same_press_twice_is_one_voucher(morning, coffee, guest):
    give(guest, 500)
    first, second = (redeem.order(coffee, by=guest, key="press") for _ in range(2))
    assert first == second
    assert (has(guest), Voucher.objects.count()) == (420, 1)


def test_nobody_spends_points_they_do_not_have(morning, coffee, guest):
    give(guest, 79)
    with pytest.raises(NotNow, match=r"79.*80"):
        redeem.order(coffee, by=guest)
    assert (has(guest), Voucher.objects.count(), Product.objects.get().stock) == (79, 0, 3)


def test_points_that_are_held_cannot_be_spent_again(voucher, coffee, guest):
    give(guest, 70)
    with pytest.raises(NotNow, match=r"70.*80"):
        redeem.order(coffee, by=guest)
    assert has(guest) == 70


def test_the_last_piece_goes_to_one_person(morning, coffee, guest):
    Product.objects.update(stock=1)
    a_voucher(coffee, guest)
    late = PersonFactory()
    with pytest.raises(NotNow):
        a_voucher(coffee, late)
    assert (has(late), Product.objects.get().stock) == (80, 0)


def test_a_reward_without_a_limit_stays_without_one(morning, shop, guest):
    coffee = ProductFactory(shops=[shop], stock=None)
    a_voucher(coffee, guest)
    assert Product.objects.get().stock is None


@pytest.mark.parametrize("change", [{"is_offered": False}, {"price": 90}])
def test_what_is_offered_no_longer_or_at_another_price_is_not_sold(morning, coffee, guest, change):
    give(guest, 100)
    Product.objects.update(**change)
    with pytest.raises(NotNow):
        redeem.order(coffee, by=guest, price=80)
    assert (has(guest), Product.objects.get().stock) == (100, 3)


def test_a_reward_of_a_closed_shop_is_not_sold(morning, coffee, shop, guest):
    shop.is_open = False
    shop.save()
    assert not Product.objects.offered().exists()
    with pytest.raises(NotNow):
        a_voucher(coffee, guest)


def test_what_is_given_back_frees_points_and_shelf(voucher, guest):
    redeem.give_back(voucher, by=guest)
    assert (has(guest), Product.objects.get().stock) == (80, 3)
    assert Voucher.objects.get().state == State.GIVEN_BACK
    assert Hold.objects.get().state == Hold.State.VOIDED
    with pytest.raises(NotNow):
        redeem.give_back(voucher, by=guest)


def test_nobody_gives_back_what_is_somebody_elses(voucher):
    with pytest.raises(NotYours):
        redeem.give_back(voucher, by=PersonFactory())
    assert Voucher.objects.get().state == State.ISSUED


@pytest.mark.parametrize("times", [0, 1, 2, 5])
def test_an_unused_voucher_gives_its_points_back_by_itself(voucher, guest, clerk, shop, morning, times):
    morning("2027-01-24 00:00")
    for _ in range(times):
        redeem.expire_due()
    if times:
        assert (has(guest), Product.objects.get().stock) == (80, 3)
        assert Voucher.objects.get().state == State.EXPIRED
    with pytest.raises(till.NotTaken):
        till.take(voucher, merchant=shop, by=clerk)


def test_a_voucher_of_its_last_minute_does_not_expire(voucher, guest, morning):
    morning("2027-01-23 23:59")
    assert redeem.expire_due() == 0
    assert has(guest) == 0


def test_points_of_an_expired_voucher_can_be_spent_before_any_job_has_run(voucher, coffee, guest, morning):
    morning("2027-01-24 00:01")
    redeem.order(coffee, by=guest)
    assert sorted(Voucher.objects.values_list("state", flat=True)) == [State.EXPIRED, State.ISSUED]
    assert has(guest) == 0


def test_a_house_that_stood_still_for_a_week_still_ends_its_vouchers(voucher, guest, morning):
    morning("2027-01-31 09:00")
    holds.expire_due()  # the ledger let go of what was held too long
    redeem.expire_due()
    assert Voucher.objects.get().state == State.EXPIRED
    assert has(guest) == 80


def test_only_the_clock_lets_a_voucher_expire(voucher, guest, morning):
    morning("2027-02-01 09:00")
    with pytest.raises(NotYours):
        advance(voucher, "expire", by=guest)


def test_the_code_itself_is_stored_nowhere(voucher):
    row = {str(value) for value in Voucher.objects.values().get().values()}
    assert codes.is_code(voucher.code)
    assert voucher.code not in row
    assert Voucher.objects.by_code(voucher.code).get() == voucher


def test_codes_differ_from_voucher_to_voucher(morning, guest, shop):
    coffee = ProductFactory(shops=[shop])
    assert len({a_voucher(coffee, guest).code for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "typed",
    [
        "7kqm4xrw9bth",
        "7KQM-4XRW-9BTH",
        "７ＫＱＭ　４ＸＲＷ　９ＢＴＨ",
        " 7KQM—4XRW—9BTH ",
        "https://desk.example/merchant/scan/7KQM4XRW9BTH/",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert codes.tidy(typed) == "7KQM4XRW9BTH"


def test_the_ledger_adds_up_after_all_of_it(voucher, coffee, guest, clerk, shop):
    till.take(a_voucher(coffee, guest), merchant=shop, by=clerk)
    redeem.give_back(voucher, by=guest)
    assert list(audit.verify()) == []
