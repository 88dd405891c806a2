"""A statement: every point with its reason, newest first, page by page."""

from datetime import date

import pytest
from django.utils import translation

from points import statement
from points.models import Award, CapCounter, ExpiryWarning, Hold, Leg, Rule, RuleBook, RuleVersion, Transfer
from tests.points.conftest import Code, give, spend

pytestmark = pytest.mark.usefixtures("morning", "db")


def test_a_statement_goes_back_page_by_page(account):
    for amount in range(1, 6):
        give(account, amount)
    first = statement.lines(account, limit=2)
    second = statement.lines(account, first.cursor, limit=2)
    last = statement.lines(account, second.cursor, limit=2)
    assert [[line.amount for line in page.lines] for page in (first, second, last)] == [[5, 4], [3, 2], [1]]
    assert [page.cursor for page in (first, second, last)] == [4, 2, None]
    assert first.lines[0].balance_after == 15


def test_an_empty_account_has_an_empty_statement(account):
    assert statement.lines(account) == statement.Page((), None)


def test_a_page_needs_one_query_however_many_lines(account, django_assert_num_queries):
    for amount in range(1, 30):
        give(account, amount)
    with django_assert_num_queries(1):
        page = statement.lines(account)
        assert [line.why for line in page.lines]
    assert (len(page.lines), page.cursor) == (statement.PAGE, 5)


def test_a_line_says_what_kind_of_posting_it_is(account, shop):
    give(account, 10)
    spend(account, 4, shop)
    spent, given = statement.lines(account).lines
    with translation.override("en"):
        assert (given.why, spent.why) == ("Points given", "Reward taken")
    assert (spent.code, spent.amount, spent.rule, spent.memo) == (Code.REDEEM, -4, None, "")
    assert spent.hash == bytes(Leg.objects.get(account=account, seq=2).hash).hex()


def test_the_ledgers_things_have_names(account, shop):
    """What administrators and error reports show."""
    give(account, 10)
    spent = spend(account, 4, shop)
    assert str(account) == f"person:{account.owner_id}:person:point"
    assert str(spent) == f"redeem {spent.key}"
    assert str(Leg.objects.get(account=account, seq=1)) == f"{account.pk}#1 +10"
    assert str(spent.lot_uses.get()) == f"{account.lots.get().pk}: 4"
    assert str(account.lots.get()).startswith(f"{account.pk}#1: 6 of 10 until ")
    assert str(Transfer.objects.earliest("pk").loose_legs.get()).endswith(" -10")
    assert str(Hold(account=account, amount=3)) == f"{account.pk}: 3 pending"
    assert str(Award(person_id=1, rule_id=2, points=3)) == "1 2 3"
    assert str(CapCounter(person_id=1, rule_id=2, period="2026", count=3)) == "1 2 2026: 3"
    assert str(ExpiryWarning(account=account, ends_on=date(2026, 12, 31), days=7)) == f"{account.pk} 2026-12-31 7"
    assert str(Rule(code="visit")) == "visit"
    assert str(RuleBook(year=2026)) == "2026.1"
    assert str(RuleVersion(rule_id=1, book_id=2)) == "1@2"
