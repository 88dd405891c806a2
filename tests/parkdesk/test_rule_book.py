"""A new house sets up its points: the rule book from the command line, shops and rewards in the administration."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from enterprises.roles import Role
from points import rulebook
from points.models import Merchant, MerchantClerk, Product, RuleBook
from tests.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
SESSION = "2026年第四次联席会议"


@pytest.fixture
def leader():
    return AppointmentFactory(role=Role.COMMUNITY_LEADER).person


def decide(*how, by):
    call_command("rule_book", "2027", *how, "--by", by.username)


def test_a_book_is_drafted_and_approved_once_however_often_it_is_said(leader, capsys):
    for _ in range(2):
        call_command("rule_book", "2027")
    assert "rule book 2027.1: 22 rules, in force from 2027-01-01, draft" in capsys.readouterr().out
    for _ in range(2):
        decide("--approve", SESSION, by=leader)
    assert "approved" in capsys.readouterr().out
    book = rulebook.in_force(date(2027, 1, 1))
    assert (RuleBook.objects.count(), book.reference) == (1, SESSION)


def test_what_the_session_did_not_adopt_is_dropped_and_drafted_anew(leader):
    call_command("rule_book", "2027")
    decide("--drop", by=leader)
    call_command("rule_book", "2027")
    assert list(RuleBook.objects.order_by("revision").values_list("state", flat=True)) == ["dropped", "draft"]


def test_only_the_community_leader_puts_it_on_record():
    call_command("rule_book", "2027")
    clerk = AppointmentFactory(role=Role.WINDOW_CLERK).person
    for how in (["--approve", SESSION], ["--drop"]):
        with pytest.raises(CommandError, match=f"{clerk.username} is not the community leader"):
            decide(*how, by=clerk)
    assert RuleBook.objects.get().state == "draft"


def test_what_cannot_be_is_said_in_words(leader):
    with pytest.raises(CommandError, match="there is no draft of 2027"):
        decide("--approve", SESSION, by=leader)
    with pytest.raises(CommandError, match="nobody is called ghost"):
        call_command("rule_book", "2027", "--drop", "--by", "ghost")
    with pytest.raises(CommandError, match="--by"):
        call_command("rule_book", "2027", "--approve", SESSION)
    for nothing in ("", " ", "会" * 81):
        with pytest.raises(CommandError, match="1 to 80 signs"):
            decide("--approve", nothing, by=leader)


# --- shops and rewards -------------------------------------------------------------------------------
@pytest.fixture
def administration(client):
    """The administration, in the hands of a system administrator."""
    chief = PersonFactory(is_staff=True, is_superuser=True)
    AppointmentFactory(person=chief, role=Role.SYSTEM_ADMIN)
    client.force_login(chief)
    return client


def test_an_administrator_opens_a_shop_with_its_clerk_and_a_reward(administration):
    clerk = AppointmentFactory(role=Role.MERCHANT).person
    shop = {
        "code": "TEA-P01", "name": "拾光茶铺", "is_open": "on", "clerks-TOTAL_FORMS": 1, "clerks-INITIAL_FORMS": 0,
        "clerks-0-person": clerk.pk, "clerks-0-starts_on": "2026-01-01",
    }  # fmt: skip
    assert administration.post("/admin/points/merchant/add/", shop).status_code == 302
    merchant = Merchant.objects.served_by(clerk).get()
    reward = {
        "code": "tea", "kind": "drink", "name": "一杯茶", "worth": "1 杯", "price": 60, "valid_days": 60,
        "merchants": [merchant.pk], "is_offered": "on",
    }  # fmt: skip
    assert administration.post("/admin/points/product/add/", reward).status_code == 302
    assert list(Product.objects.offered()) == [Product.objects.get(code="tea")]
    for page in ("merchant/", f"merchant/{merchant.pk}/change/", "product/"):
        assert administration.get(f"/admin/points/{page}").status_code == 200


def test_nobody_stands_at_two_tills(administration):
    clerk = AppointmentFactory(role=Role.MERCHANT).person
    for code, status in (("A", 302), ("B", 200)):
        shop = {
            "code": code, "name": code, "is_open": "on", "clerks-TOTAL_FORMS": 1, "clerks-INITIAL_FORMS": 0,
            "clerks-0-person": clerk.pk, "clerks-0-starts_on": "2026-01-01",
        }  # fmt: skip
        assert administration.post("/admin/points/merchant/add/", shop).status_code == status
    assert MerchantClerk.objects.count() == 1
