"""At the till: a voucher is taken once, a wrong take is taken back, and every refusal has its sentence."""

from datetime import timedelta

import pytest

from parkdesk.core import limits, notices, outbox
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Notice
from points import redeem, till, till_day
from points.models import Merchant, Product, Scan, TillCode, Voucher
from tests.factories import MerchantClerkFactory, MerchantFactory, PersonFactory, ProductFactory
from tests.points.rewards.shop import a_voucher, has, took

Outcome = Scan.Outcome
UNKNOWN = "2222-2222-2222"


def outcomes() -> list[str]:
    return list(Scan.objects.order_by("pk").values_list("outcome", flat=True))


def test_two_steps_and_the_points_are_the_shops(voucher, shop, clerk, guest):
    seen = till.check(voucher.code, merchant=shop, by=clerk)
    taken = till.take(seen, merchant=shop, by=clerk)
    assert (taken.state, taken.merchant, taken.taken_by) == (Voucher.State.USED, shop, clerk)
    assert (has(guest), took(shop)) == (0, 80)
    assert outcomes() == [Outcome.TAKEN]


def test_looking_at_a_voucher_takes_nothing(voucher, shop, clerk):
    till.check(voucher.code, merchant=shop, by=clerk)
    assert (took(shop), outcomes()) == (0, [])


def test_the_second_take_reads_when_and_where_it_was_used(voucher, shop, clerk, morning):
    till.take(voucher, merchant=shop, by=clerk)
    morning("2026-11-24 10:05")
    with pytest.raises(till.NotTaken, match=r"9:30.*拾光咖啡") as caught:
        till.take(voucher, merchant=shop, by=clerk)
    assert caught.value.outcome == Outcome.USED
    assert (took(shop), outcomes()) == (80, [Outcome.TAKEN, Outcome.USED])


def test_the_same_press_again_is_the_same_take(voucher, shop, clerk):
    for _ in range(3):
        assert till.take(voucher, merchant=shop, by=clerk, key="press").state == Voucher.State.USED
    assert (took(shop), outcomes()) == (80, [Outcome.TAKEN])


def test_a_voucher_of_another_shop_is_named_and_not_taken(voucher, shop):
    elsewhere = MerchantClerkFactory(merchant=MerchantFactory(name="弘达成便利店"))
    with pytest.raises(till.NotTaken, match="拾光咖啡") as caught:
        till.check(voucher.code, merchant=elsewhere.merchant, by=elsewhere.person)
    assert caught.value.outcome == Outcome.OTHER_SHOP
    with pytest.raises(NotYours):
        till.take(voucher, merchant=elsewhere.merchant, by=elsewhere.person)
    assert took(elsewhere.merchant) == took(shop) == 0


def test_who_helps_out_at_another_shop_takes_a_voucher_for_the_shop_that_it_is_for(voucher, shop, clerk):
    other = MerchantFactory()
    MerchantClerkFactory(merchant=other, person=clerk, starts_on="2026-11-23", ends_on="2026-11-27")
    with pytest.raises(NotYours):
        till.take(voucher, merchant=other, by=clerk)
    till.take(voucher, merchant=shop, by=clerk)
    assert (took(other), took(shop)) == (0, 80)


def test_who_helps_out_stands_where_they_began_last(shop, clerk, morning):
    other = MerchantClerkFactory(person=clerk, starts_on="2026-11-23", ends_on="2026-11-27").merchant
    assert list(Merchant.objects.served_by(clerk)) == [other, shop]
    morning("2026-11-30 09:00")
    assert list(Merchant.objects.served_by(clerk)) == [shop]


@pytest.mark.parametrize("who", ["guest", "former clerk", "somebody"])
def test_who_does_not_stand_at_the_till_takes_nothing(voucher, shop, clerk, guest, who):
    if who == "former clerk":
        clerk.clerkships.update(ends_on="2026-11-23")
    person = {"guest": guest, "former clerk": clerk, "somebody": PersonFactory()}[who]
    with pytest.raises(NotYours):
        till.take(voucher, merchant=shop, by=person)
    assert took(shop) == 0


def test_a_code_that_nobody_has_is_refused_and_written_down(voucher, shop, clerk):
    with pytest.raises(till.NotTaken) as caught:
        till.check(UNKNOWN, merchant=shop, by=clerk)
    assert caught.value.voucher is None
    assert outcomes() == [Outcome.UNKNOWN]


@pytest.mark.parametrize(
    ("end", "outcome"), [("give back", Outcome.GIVEN_BACK), ("undo", Outcome.GIVEN_BACK), ("wait", Outcome.EXPIRED)]
)
def test_a_voucher_that_has_ended_says_why(voucher, shop, clerk, guest, morning, end, outcome):
    if end == "give back":
        redeem.give_back(voucher, by=guest)
    elif end == "undo":
        till.undo(till.take(voucher, merchant=shop, by=clerk), by=clerk)
    else:
        morning("2027-01-24 08:00")
    with pytest.raises(till.NotTaken) as caught:
        till.check(voucher.code, merchant=shop, by=clerk)
    assert caught.value.outcome == outcome
    assert outcomes()[-1] == outcome


def test_ten_guesses_in_a_minute_lock_the_till(voucher, shop, clerk, morning):
    for _ in range(10):
        with pytest.raises(till.NotTaken):
            till.check(UNKNOWN, merchant=shop, by=clerk)
    with pytest.raises(limits.TooMany):
        till.check(voucher.code, merchant=shop, by=clerk)
    morning("2026-11-24 09:31:01")
    assert till.check(voucher.code, merchant=shop, by=clerk) == voucher
    assert outcomes() == [Outcome.UNKNOWN] * 10


def test_right_codes_that_were_used_are_no_guesses(voucher, shop, clerk):
    till.take(voucher, merchant=shop, by=clerk)
    for _ in range(15):
        with pytest.raises(till.NotTaken):
            till.check(voucher.code, merchant=shop, by=clerk)


# --- six digits --------------------------------------------------------------------------------------
def test_six_digits_open_the_voucher_at_that_till(voucher, shop, clerk, guest):
    said = till.say_digits(voucher, merchant=shop, by=guest)
    assert till.check(said.digits, merchant=shop, by=clerk) == voucher


def test_six_digits_end_after_two_minutes(voucher, shop, clerk, guest, morning):
    said = till.say_digits(voucher, merchant=shop, by=guest)
    morning("2026-11-24 09:32")
    with pytest.raises(till.NotTaken) as caught:
        till.check(said.digits, merchant=shop, by=clerk)
    assert caught.value.outcome == Outcome.DIGITS_OVER
    assert till.forget_digits() == 1


def test_six_digits_are_for_one_shop(voucher, shop, coffee, guest):
    other = MerchantClerkFactory()
    coffee.merchants.add(other.merchant)
    said = till.say_digits(voucher, merchant=shop, by=guest)
    with pytest.raises(till.NotTaken):
        till.check(said.digits, merchant=other.merchant, by=other.person)


def test_new_digits_replace_the_old_ones(voucher, shop, clerk, guest, monkeypatch):
    numbers = iter([1, 2])
    monkeypatch.setattr(till.secrets, "randbelow", lambda _: next(numbers))
    first, second = (till.say_digits(voucher, merchant=shop, by=guest).digits for _ in range(2))
    assert (first, second) == ("000001", "000002")
    assert TillCode.objects.get().digits == second
    with pytest.raises(till.NotTaken):
        till.check(first, merchant=shop, by=clerk)


def test_two_guests_never_have_the_same_digits_at_one_till(voucher, shop, coffee, guest, monkeypatch):
    numbers = iter([7, 7, 8])
    monkeypatch.setattr(till.secrets, "randbelow", lambda _: next(numbers))
    other = PersonFactory()
    till.say_digits(voucher, merchant=shop, by=guest)
    assert till.say_digits(a_voucher(coffee, other), merchant=shop, by=other).digits == "000008"


def test_digits_are_given_for_a_good_voucher_to_its_owner_only(voucher, shop, guest):
    with pytest.raises(NotNow):
        till.say_digits(voucher, merchant=shop, by=PersonFactory())
    with pytest.raises(NotNow):
        till.say_digits(voucher, merchant=MerchantFactory(), by=guest)
    redeem.give_back(voucher, by=guest)
    with pytest.raises(NotNow):
        till.say_digits(Voucher.objects.get(), merchant=shop, by=guest)


# --- taken by mistake --------------------------------------------------------------------------------
def test_a_wrong_take_is_undone_and_the_guest_has_the_points_again(voucher, shop, clerk, guest, morning):
    taken = till.take(voucher, merchant=shop, by=clerk)
    morning("2026-11-24 09:59")
    undone = till.undo(taken, by=clerk, reason="咖啡机坏了")
    assert undone.state == Voucher.State.UNDONE
    assert (has(guest), took(shop), Product.objects.get().stock) == (80, 0, 3)
    assert outcomes() == [Outcome.TAKEN, Outcome.UNDONE]


def test_a_shop_that_has_closed_takes_nothing_more_and_still_undoes_what_it_took(voucher, coffee, shop, clerk, guest):
    taken = till.take(voucher, merchant=shop, by=clerk)
    another = a_voucher(coffee, guest)
    shop.is_open = False
    shop.save()
    with pytest.raises(till.NotTaken) as caught:
        till.check(another.code, merchant=shop, by=clerk)
    assert caught.value.outcome == Outcome.OTHER_SHOP
    with pytest.raises(NotYours):
        till.take(another, merchant=shop, by=clerk)
    till.undo(taken, by=clerk)
    assert took(shop) == 0


def test_after_thirty_minutes_a_take_stands(voucher, shop, clerk, guest, morning):
    taken = till.take(voucher, merchant=shop, by=clerk)
    morning("2026-11-24 10:00")
    with pytest.raises(NotNow):
        till.undo(taken, by=clerk)
    assert (has(guest), took(shop)) == (0, 80)


def test_a_take_is_undone_once(voucher, shop, clerk, guest):
    taken = till.take(voucher, merchant=shop, by=clerk)
    till.undo(taken, by=clerk)
    with pytest.raises(NotNow):
        till.undo(taken, by=clerk)
    assert (has(guest), took(shop)) == (80, 0)


def test_another_shop_does_not_undo_it(voucher, shop, clerk, coffee):
    other = MerchantClerkFactory()
    coffee.merchants.add(other.merchant)
    taken = till.take(voucher, merchant=shop, by=clerk)
    with pytest.raises(NotYours):
        till.undo(taken, by=other.person)


@pytest.mark.parametrize("step", ["take", "undo", "expire"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_owner_is_told_what_happened_to_it(voucher, shop, clerk, guest, morning, step, language):
    guest.language = language
    guest.save()
    if step == "expire":
        morning("2027-01-24 08:00")
        redeem.expire_due()
    else:
        taken = till.take(voucher, merchant=shop, by=clerk)
    if step == "undo":
        till.undo(taken, by=clerk)
    while outbox.waiting().exists():
        outbox.deliver()
    told = Notice.objects.filter(entry__verb=f"points.voucher.{step}", recipient=f"person:{guest.pk}")
    words = [notices.words(one) for one in told]
    assert len(words) == 2  # on the page, and by e-mail
    assert "80" in words[0].body
    assert (shop.name in words[0].subject) == (language != "en" and step != "expire")


def test_a_shop_sees_only_its_own_day(voucher, shop, clerk):
    other = ProductFactory()
    till.take(voucher, merchant=shop, by=clerk)
    since = voucher.issued_at - timedelta(hours=1)
    day, theirs = till_day.of(shop, since), till_day.of(other.merchants.get(), since)
    assert (day.count, day.fen, len(day.scans)) == (1, 800, 1)
    assert (theirs.count, theirs.fen, theirs.scans) == (0, 0, [])
