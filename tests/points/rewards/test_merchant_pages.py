"""The till on a phone: two taps, a plain answer to every refusal, the day, the month."""

import logging
import re

import pytest
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.discreet import WithoutSecrets
from points import settlements, till
from points.models import Merchant, Scan, Settlement, Voucher
from tests.factories import AppointmentFactory, MerchantClerkFactory, PersonFactory
from tests.points.rewards.shop import a_voucher, took

TILL = "/merchant/"


@pytest.fixture
def counter(client, clerk):
    """The phone at the till."""
    client.force_login(clerk)
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def hidden(answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode()).group(1)


def press(counter, answer):
    """The one button on the ticket."""
    facts = {"ticket": hidden(answer, "ticket"), "key": hidden(answer, "key")}
    return counter.post(reverse("points:till_take"), facts)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_scan_and_one_press(counter, voucher, shop, prefix):
    scanned = counter.get(f"{prefix}/merchant/scan/{voucher.code}/")
    assert scanned.status_code == 200
    taken = press(counter, scanned)
    assert taken.url.endswith(f"/merchant/vouchers/{voucher.pk}/")
    assert took(shop) == 80
    assert "80" in text(counter.get(taken.url))


def test_the_same_press_twice_shows_the_same_take(counter, voucher, shop):
    scanned = counter.get(f"/merchant/scan/{voucher.code}/")
    assert press(counter, scanned).url == press(counter, scanned).url
    assert took(shop) == 80


def test_a_second_scan_reads_when_it_was_used(counter, voucher, shop, clerk):
    till.take(voucher, merchant=shop, by=clerk)
    answer = counter.get(f"/merchant/scan/{voucher.code}/")
    assert answer.status_code == 409
    assert "9:30" in text(answer)
    assert 'name="ticket"' not in answer.content.decode()


def test_two_tills_look_and_both_press(counter, voucher, shop):
    """Both had the ticket on their screen; the second press is refused and says why."""
    first, second = (counter.get(f"/merchant/scan/{voucher.code}/") for _ in range(2))
    assert press(counter, first).status_code == 302
    late = press(counter, second)
    assert late.status_code == 409
    assert "拾光咖啡" in text(late)
    assert took(shop) == 80


def test_typing_the_code_or_the_six_digits_finds_it_too(counter, voucher, shop, guest):
    digits = till.say_digits(voucher, merchant=shop, by=guest).digits
    for typed in (voucher.code.lower(), digits, f"{digits[:3]} {digits[3:]}"):
        assert 'name="ticket"' in counter.post(TILL, {"code": typed}).content.decode()
    assert took(shop) == 0


@pytest.mark.parametrize("typed", ["", "7KQM", "OOOOIIII0011", "七个字"])
def test_what_cannot_be_a_code_is_mended_not_refused(counter, shop, typed):
    answer = counter.post(TILL, {"code": typed})
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert not Scan.objects.exists()


def test_ten_wrong_codes_lock_the_till_for_a_minute(counter, voucher, morning):
    codes = [counter.post(TILL, {"code": "222222222222"}).status_code for _ in range(12)]
    assert codes == [409] * 10 + [429] * 2
    morning("2026-11-24 09:31:30")
    assert counter.post(TILL, {"code": voucher.code}).status_code == 200


def test_a_forged_or_old_ticket_takes_nothing(counter, voucher, shop, morning):
    scanned = counter.get(f"/merchant/scan/{voucher.code}/")
    assert counter.post(reverse("points:till_take"), {"ticket": f"{voucher.pk}:x:y", "key": "1"}).url == TILL
    morning("2026-11-24 09:41")
    assert press(counter, scanned).url == TILL
    assert took(shop) == 0


def test_a_wrong_take_is_undone_after_a_question(counter, voucher, shop, clerk):
    till.take(voucher, merchant=shop, by=clerk)
    address = reverse("points:till_undo", args=[voucher.pk])
    assert "80" in text(counter.get(address))
    assert took(shop) == 80
    assert counter.post(address, {"reason": "按错了", "key": "1"}).url == TILL
    assert (took(shop), Voucher.objects.get().state) == (0, "undone")
    assert counter.get(address).status_code == 409


def test_after_half_an_hour_the_way_back_is_closed(counter, voucher, shop, clerk, morning):
    till.take(voucher, merchant=shop, by=clerk)
    morning("2026-11-24 10:01")
    counter.force_login(clerk)
    assert reverse("points:till_undo", args=[voucher.pk]) not in counter.get(TILL).content.decode()
    assert counter.post(reverse("points:till_undo", args=[voucher.pk]), {}).status_code == 409


def test_the_day_stands_below_the_field(counter, voucher, shop, clerk):
    till.take(voucher, merchant=shop, by=clerk)
    counter.post(TILL, {"code": "222222222222"})
    said = text(counter.get(TILL))
    assert "8" in said
    assert "12月1日" in said
    assert said.count("9:30") == 2


def test_another_shops_take_is_not_there(client, voucher, shop, clerk):
    till.take(voucher, merchant=shop, by=clerk)
    client.force_login(MerchantClerkFactory().person)
    for name in ("till_taken", "till_undo"):
        assert client.get(reverse(f"points:{name}", args=[voucher.pk])).status_code == 404


@pytest.mark.parametrize("who", ["visitor", "guest", "desk"])
def test_the_till_is_the_shops_own(client, voucher, guest, who):
    if who != "visitor":
        client.force_login(guest if who == "guest" else AppointmentFactory(role=Role.WINDOW_CLERK).person)
    for address in (TILL, f"/merchant/scan/{voucher.code}/"):
        assert client.get(address).status_code == (302 if who == "visitor" else 404)


def test_who_has_the_role_and_no_shop_reads_whom_to_ask(client, db):
    client.force_login(AppointmentFactory(role=Role.MERCHANT).person)
    assert client.get(TILL).status_code == 200
    assert client.get("/merchant/scan/222222222222/").status_code == 404


def test_a_closed_shop_takes_nothing(counter, voucher, shop):
    Merchant.objects.update(is_open=False)
    answer = counter.get(f"/en/merchant/scan/{voucher.code}/")
    assert answer.status_code == 409
    assert "takes no vouchers at present" in text(answer)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_month_is_there_to_read_and_print(counter, voucher, shop, clerk, morning, prefix):
    till.take(voucher, merchant=shop, by=clerk)
    assert counter.get(f"{prefix}/merchant/settlements/").status_code == 200
    morning("2026-12-01 08:00")
    counter.force_login(clerk)
    settlements.close_last_month()
    address = f"{prefix}/merchant/settlements/{Settlement.objects.get().pk}/"
    assert address in counter.get(f"{prefix}/merchant/settlements/").content.decode()
    said = text(counter.get(address))
    assert "80" in said
    assert "8" in said


@pytest.mark.parametrize(
    ("role", "status"), [(Role.DISCIPLINE_AUDITOR, 200), (Role.DESK_MANAGER, 200), (Role.WINDOW_CLERK, 404)]
)
def test_who_oversees_the_shops_reads_their_months(client, voucher, shop, clerk, morning, role, status):
    till.take(voucher, merchant=shop, by=clerk)
    morning("2026-12-01 08:00")
    settlements.close_last_month()
    client.force_login(AppointmentFactory(role=role).person)
    assert client.get(Settlement.objects.get().get_absolute_url()).status_code == status


def test_a_busy_till_asks_few_questions(counter, coffee, shop, clerk, django_assert_max_num_queries, morning):
    coffee.stock = None
    coffee.save()
    for _ in range(25):
        till.take(a_voucher(coffee, PersonFactory()), merchant=shop, by=clerk)
    with django_assert_max_num_queries(9):
        counter.get(TILL)


def test_a_scan_and_a_press_ask_few_questions(counter, voucher, django_assert_max_num_queries):
    counter.get(TILL)
    with django_assert_max_num_queries(9):
        scanned = counter.get(f"/merchant/scan/{voucher.code}/")
    # Savepoints counted; on PostgreSQL the posting itself is one call.
    with django_assert_max_num_queries(42):
        press(counter, scanned)


def test_no_code_stands_in_a_log():
    line = logging.LogRecord("web", logging.INFO, "", 0, "GET %s", ("/merchant/scan/7KQM4XRW9BTH/",), None)
    WithoutSecrets().filter(line)
    assert "7KQM" not in line.getMessage()


def test_a_shop_that_has_closed_keeps_its_settlements_and_its_till(client, voucher, shop, clerk, morning):
    till.take(voucher, merchant=shop, by=clerk)
    morning("2026-12-01 08:00")
    settlements.close_last_month()
    shop.is_open = False
    shop.save()
    client.force_login(clerk)
    assert [one.merchant for one in client.get("/merchant/settlements/").context["settlements"]] == [shop]
    assert client.get("/merchant/").context["merchant"] == shop


def test_undo_pressed_twice_is_one_undoing(counter, voucher, shop, clerk, guest):
    till.take(voucher, merchant=shop, by=clerk)
    address = reverse("points:till_undo", args=[voucher.pk])
    said = {"key": hidden(counter.get(address), "key"), "reason": ""}
    for _ in range(2):
        assert counter.post(address, said).url == TILL
    assert counter.post(address, said | {"key": "another"}).status_code == 409
    assert (took(shop), Scan.objects.filter(outcome="undone").count()) == (0, 1)
