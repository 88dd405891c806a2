"""Lots: the soonest to expire is spent first; what is over counts no more, whether a job has run or not."""

from datetime import date
from uuid import uuid4

import pytest

from parkdesk.core.actors import CLOCK
from points import accounts, audit, holds, posting, ticking
from points.lots import GRACE
from points.models import Account, Lot, LotUse, Transfer
from points.refusals import Overdrawn
from tests.points.conftest import Code, Kind, fresh, give, later, spend

pytestmark = pytest.mark.usefixtures("morning", "db")
OLD, LAST_YEAR, THIS_YEAR = date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1)


def left():
    return list(Lot.objects.order_by("seq").values_list("remaining", flat=True))


def test_points_last_until_the_end_of_the_following_year():
    assert accounts.last_day(date(2026, 1, 1)) == accounts.last_day(date(2026, 12, 31)) == date(2027, 12, 31)


def test_the_soonest_to_expire_are_spent_first(account, shop):
    give(account, 30, on=THIS_YEAR)
    give(account, 20, on=LAST_YEAR)
    give(account, 10, on=THIS_YEAR)
    for amount, stands in ((15, [30, 5, 10]), (10, [25, 0, 10]), (30, [0, 0, 5])):
        spend(account, amount, shop)
        assert left() == stands
    assert list(audit.verify()) == []


def test_points_without_a_last_day_are_spent_last(account, shop):
    give(account, 30)
    give(account, 20)
    Lot.objects.filter(seq=1).update(expires_on=None)
    spend(account, 25, shop)
    assert left() == [25, 0]


def test_the_last_day_is_a_good_day(account, shop, morning):
    give(account, 30, on=LAST_YEAR)
    morning("2026-12-31 23:59")
    spend(account, 10, shop)
    morning("2027-01-01 00:00")
    assert accounts.standing(fresh(account)).available == 0


def test_what_is_over_cannot_be_spent_though_no_job_has_run(account, shop, morning):
    give(account, 30, on=LAST_YEAR)
    give(account, 20, on=THIS_YEAR)
    morning("2027-01-01 00:00")
    assert fresh(account).balance == 50
    assert accounts.standing(fresh(account)).balance == accounts.standing(fresh(account)).available == 20
    with pytest.raises(Overdrawn):
        spend(account, 21, shop)
    spend(account, 20, shop)
    assert accounts.standing(fresh(account)).available == 0
    assert list(audit.verify()) == []


def test_points_expire_once_however_often_the_job_runs(account, morning):
    give(account, 30, on=LAST_YEAR)
    give(account, 20, on=THIS_YEAR)
    morning("2027-01-01 00:00")
    assert [ticking.let_points_expire() for _ in range(3)] == [1, 0, 0]
    assert (fresh(account).balance, accounts.balance(accounts.system(Kind.EXPIRED))) == (20, 30)
    gone = Transfer.objects.get(code=Code.EXPIRE)
    assert gone.actor_ref == CLOCK.ref
    assert list(audit.verify()) == []


def test_nothing_expires_that_somebody_else_has_just_taken(account, shop, monkeypatch, morning):
    """The sum was read, then another sweep was quicker."""
    give(account, 30, on=LAST_YEAR)
    give(account, 20, on=THIS_YEAR)
    morning("2027-01-01 00:00")
    monkeypatch.setattr(posting, "_patiently", quicker(posting._patiently, account))
    assert posting.sweep(account, date(2027, 1, 1)) is None
    assert fresh(account).balance == 19
    assert list(audit.verify()) == []


def test_what_is_over_and_cannot_be_moved_is_not_spent_either(account, shop, monkeypatch, morning):
    """Another posting may hold the sweep up; then the answer is no, and never a wrong lot."""
    give(account, 30, on=LAST_YEAR)
    morning("2027-01-01 00:00")
    monkeypatch.setattr(posting, "sweep", lambda *_: None)
    with pytest.raises(Overdrawn):
        spend(account, 30, shop)
    assert fresh(account).balance == 30


def quicker(real, account):
    """A purchase and another sweep come between looking and posting."""

    def late(slip):
        posting._patiently = real
        spend(account, 1, Account.objects.get(kind=Kind.MERCHANT))
        assert posting.sweep(account, date(2027, 1, 1))
        return real(slip)

    return late


def test_an_account_without_anything_expires_nothing(account):
    assert posting.sweep(account, date(2030, 1, 1)) is None


def test_a_standing_names_every_day_on_which_points_end(account):
    give(account, 30, on=LAST_YEAR)
    give(account, 20, on=THIS_YEAR)
    give(account, 5, on=THIS_YEAR)
    standing = accounts.standing(fresh(account))
    assert standing.expiring == ((date(2026, 12, 31), 30), (date(2027, 12, 31), 25))
    assert standing.next_to_expire == (date(2026, 12, 31), 30)


def test_a_standing_of_nothing_is_nothing(account):
    standing = accounts.standing(fresh(account))
    assert (standing.balance, standing.held, standing.available, standing.expiring) == (0, 0, 0, ())
    assert standing.next_to_expire is None


def test_a_standing_asks_for_lots_once_and_for_late_holds_only_where_something_is_held(
    account, member, django_assert_num_queries
):
    give(account, 30, on=LAST_YEAR)
    give(account, 20, on=THIS_YEAR)
    with django_assert_num_queries(2):
        assert accounts.standing(accounts.of_person(member)).available == 50
    holds.place(uuid4(), account, 10, by=member, expires_at=later(hours=1))
    with django_assert_num_queries(3):
        assert accounts.standing(accounts.of_person(member)).available == 40


def test_what_a_refund_brings_back_after_its_day_may_be_spent_a_little_longer(account, shop, morning):
    give(account, 30, on=LAST_YEAR)
    bought = spend(account, 30, shop)
    morning("2027-01-02 09:00")
    posting.reverse(bought, key=uuid4(), by=CLOCK)
    lot = Lot.objects.get()
    assert (lot.remaining, lot.expires_on) == (30, date(2027, 1, 2) + GRACE)
    assert accounts.standing(fresh(account)).available == 30
    assert list(LotUse.objects.order_by("pk").values_list("amount", flat=True)) == [30, -30]
    assert list(audit.verify()) == []


def test_what_a_refund_brings_back_in_time_keeps_its_day(account, shop):
    give(account, 30, on=LAST_YEAR)
    posting.reverse(spend(account, 30, shop), key=uuid4(), by=CLOCK)
    assert Lot.objects.get().expires_on == date(2026, 12, 31)
