"""The points page, the rewards, a voucher on the phone of whoever has it."""

import re
import uuid

import pytest
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.append_only import maintenance
from points import codes, posting, redeem, till
from points.models import Leg, Product, TillCode, Transfer, Voucher
from tests.factories import AppointmentFactory, PersonFactory, ProductFactory
from tests.points.rewards.shop import give, has

PAGE = "/points/"


@pytest.fixture
def phone(client, guest):
    client.force_login(guest)
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get(PAGE).url.startswith("/accounts/login/")


def test_who_has_no_points_reads_how_to_earn_some(phone, morning):
    answer = phone.get(PAGE)
    assert answer.status_code == 200
    assert reverse("points:rules") in answer.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_points_page_says_what_there_is_what_it_becomes_and_where_it_came_from(
    phone, voucher, guest, shop, clerk, prefix
):
    give(guest, 1000)
    till.take(voucher, merchant=shop, by=clerk)
    said = text(phone.get(prefix + PAGE))
    assert "1,000" in said
    assert "100 yuan" in said or "100" in said
    assert "+1,000" in said
    assert "−80" in said
    assert ("Shiguang Coffee" if prefix else "拾光咖啡") in said


def test_the_seal_breaks_when_a_line_was_changed(phone, guest, morning):
    give(guest, 50)
    assert 'class="seal"' in phone.get(PAGE).content.decode()
    with maintenance():
        Leg.objects.filter(amount=50).update(amount=49)
    assert 'class="seal"' not in phone.get(PAGE).content.decode()


def test_a_long_statement_is_read_page_by_page(phone, guest, morning):
    for points in range(1, 61):
        give(guest, points)
    first = phone.get(PAGE)
    assert "+60 " in text(first)
    assert "+48 " not in text(first)
    older = re.search(r'href="\?before=(\d+)#origin"', first.content.decode())
    second = text(phone.get(f"{PAGE}?before={older.group(1)}"))
    assert "+48 " in second
    assert phone.get(f"{PAGE}?before=nonsense").status_code == 200


@pytest.mark.parametrize("count", [3, 60])
def test_the_points_page_asks_as_many_questions_however_long_the_record_is(
    phone, guest, morning, shop, django_assert_max_num_queries, count
):
    for _ in range(count):
        give(guest, 10)
    for _ in range(4):
        ProductFactory(shops=[shop])
    phone.get(PAGE)
    with django_assert_max_num_queries(24):
        phone.get(PAGE)


def test_the_statement_can_be_taken_along(phone, voucher, guest, shop, clerk):
    till.take(voucher, merchant=shop, by=clerk)
    lines = phone.get(reverse("points:statement_csv")).getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("2,2026-11-24,")
    assert ",-80,0," in lines[2]


def test_what_is_missing_stands_on_the_card(phone, guest, coffee, morning):
    give(guest, 30)
    assert "50" in text(phone.get(reverse("points:rewards")))


def test_one_press_makes_the_voucher_and_shows_it(phone, guest, coffee, morning):
    give(guest, 100)
    page = phone.get(coffee.get_absolute_url())
    assert "20" in text(page)
    answer = phone.post(coffee.get_absolute_url(), {"key": "press", "price": 80})
    voucher = Voucher.objects.get()
    assert answer.url == voucher.get_absolute_url()
    assert phone.post(coffee.get_absolute_url(), {"key": "press", "price": 80}).url == answer.url
    shown = phone.get(answer.url).content.decode()
    assert codes.grouped(voucher.code) in shown
    assert "data:image/svg" in shown


@pytest.mark.parametrize("what", ["too few", "gone", "dearer"])
def test_a_refused_order_says_why_and_takes_nothing(phone, guest, coffee, morning, what):
    give(guest, 79 if what == "too few" else 100)
    if what != "too few":
        Product.objects.update(**{"gone": {"stock": 0}, "dearer": {"price": 90}}[what])
    answer = phone.post(coffee.get_absolute_url(), {"key": "a", "price": 80})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not Voucher.objects.exists()
    assert has(guest) in {79, 100}


def test_nobody_sees_the_voucher_of_somebody_else(client, voucher):
    client.force_login(PersonFactory())
    for name in ("voucher", "voucher_state", "voucher_give_back"):
        assert client.get(reverse(f"points:{name}", args=[voucher.pk])).status_code == 404


def test_the_open_page_learns_when_the_shop_has_taken_it(phone, voucher, shop, clerk):
    asks = f"{reverse('points:voucher_state', args=[voucher.pk])}?was=issued"
    assert phone.get(asks).status_code == 204
    till.take(voucher, merchant=shop, by=clerk)
    assert phone.get(asks).headers["HX-Refresh"] == "true"
    page = phone.get(voucher.get_absolute_url()).content.decode()
    assert "every 4s" not in page
    assert codes.grouped(voucher.code) not in page


def test_six_digits_are_shown_for_the_shop_where_somebody_stands(phone, voucher, shop):
    address = reverse("points:voucher_digits", args=[voucher.pk])
    assert phone.post(address, {"merchant": shop.pk}).status_code == 302
    digits = TillCode.objects.get().digits
    assert f"{digits[:3]} {digits[3:]}" in text(phone.get(voucher.get_absolute_url()))


def test_with_several_shops_one_has_to_be_chosen(phone, voucher, coffee):
    other = ProductFactory().merchants.get()
    coffee.merchants.add(other)
    address = reverse("points:voucher_digits", args=[voucher.pk])
    answer = phone.post(address, {})
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert not TillCode.objects.exists()


def test_giving_it_back_asks_first_and_then_frees_the_points(phone, voucher, guest):
    address = reverse("points:voucher_give_back", args=[voucher.pk])
    assert "80" in text(phone.get(address))
    assert has(guest) == 0
    assert phone.post(address).url == PAGE
    assert has(guest) == 80
    assert phone.post(address).status_code == 409


@pytest.mark.parametrize("state", ["used", "given_back", "expired", "undone"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_voucher_that_is_over_says_what_became_of_the_points(
    phone, voucher, guest, shop, clerk, morning, state, prefix
):
    if state == "given_back":
        redeem.give_back(voucher, by=guest)
    elif state == "expired":
        morning("2027-01-25 08:00")
        phone.force_login(guest)
    else:
        taken = till.take(voucher, merchant=shop, by=clerk)
        if state == "undone":
            till.undo(taken, by=clerk)
    answer = phone.get(prefix + voucher.get_absolute_url())
    assert answer.status_code == 200
    assert "80" in text(answer)
    assert "data:image" not in answer.content.decode()


def test_the_rule_book_is_open_to_everybody(client, db):
    assert client.get("/points/rules/").status_code == 200
    assert client.get("/en/points/notice/").status_code == 200


@pytest.mark.parametrize(("role", "may"), [(Role.WINDOW_CLERK, True), (Role.VOLUNTEER, False), (Role.MERCHANT, False)])
def test_only_the_desk_reviews_awards(client, db, role, may):
    client.force_login(AppointmentFactory(role=role).person)
    assert client.get("/points/review/").status_code == (200 if may else 404)


def test_points_that_end_soon_are_named_with_their_day(phone, guest, at):
    at("2025-06-02 09:00")
    give(guest, 40)
    at("2026-11-24 09:30")
    phone.force_login(guest)
    assert "2026年12月31日" in text(phone.get(PAGE))
    assert clock.today().year == 2026


def test_points_that_end_next_year_are_no_news(phone, guest, morning):
    give(guest, 40)
    assert "2027年12月31日" not in text(phone.get(PAGE))


def test_what_a_reversal_took_back_says_so(phone, guest, morning):
    give(guest, 30)
    posting.reverse(Transfer.objects.get(), key=uuid.uuid4(), by=CLOCK, reason="重复登记")
    assert "−30" in text(phone.get(PAGE))


def test_a_voucher_given_back_with_two_presses_is_given_back_once(phone, voucher, guest):
    address = reverse("points:voucher_give_back", args=[voucher.pk])
    said = {"key": re.search(r'name="key" value="(\w+)"', phone.get(address).content.decode())[1]}
    for _ in range(2):
        assert phone.post(address, said).url == "/points/"
    assert phone.post(address, {"key": "another"}).status_code == 409
    assert has(guest) == 80
