"""The rule book: drafted whole, approved by the councils, never changed afterwards, read by day."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from enterprises.roles import Role
from parkdesk.core import append_only
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from points import audit, rulebook, seeds
from points.models import Rule, RuleBook, RuleVersion
from points.models.rules import NEVER_PAID
from tests.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.usefixtures("morning", "db")
SESSION = "2026年1月全体园治会联席会议"
NOVEMBER = date(2026, 11, 24)
CLEANING = {"code": "clean-up", "title": "环境清洁", "title_en": "Clean-up", "points": 10}


@pytest.fixture
def leader():
    return AppointmentFactory(role=Role.COMMUNITY_LEADER).person


@pytest.fixture
def book(leader):
    """The book of 2026, approved."""
    seeds.ensure_rule_book(2026)
    return rulebook.approve(2026, SESSION, leader)


# --- the seed table ----------------------------------------------------------------------------------
def test_the_first_book_has_all_that_the_park_knows_and_waits_for_the_councils():
    book = seeds.ensure_rule_book(2026)
    assert (book.state, book.revision, book.starts_on) == ("draft", 1, date(2026, 1, 1))
    assert book.versions.count() == len(seeds.TABLE) == 22
    assert seeds.ensure_rule_book(2026) == book
    assert rulebook.in_force(NOVEMBER) is None
    assert not rulebook.versions(NOVEMBER).exists()


@pytest.mark.parametrize(
    ("code", "dimension", "points", "limit"),
    [
        ("lead-event", "harmony", 50, (None, 200, "month")),
        ("meeting", "governance", 10, (4, None, "month")),
        ("proposal-done", "governance", 50, (2, None, "month")),
        ("confirmed-on-site", "governance", 15, (6, None, "month")),
        ("visit", "governance", 5, (40, None, "month")),
        ("recusal", "integrity", 5, (4, None, "month")),
        ("intern", "future", 20, (5, None, "year")),
        ("registration", "", 100, (None, None, "")),
    ],
)
def test_the_values_are_those_of_the_park(book, code, dimension, points, limit):
    version = rulebook.current(code, NOVEMBER)
    assert (version.dimension, version.points) == (dimension, points)
    assert (version.cap_count, version.cap_points, version.cap_period) == limit
    assert (version.review_over, version.notice_days) == (50, 3)


def test_a_rule_reads_in_both_languages(book):
    from django.utils import translation

    version = rulebook.current("visit", NOVEMBER)
    assert (version.display_title, version.display_evidence) == ("园区长有效走访", "走访记录")
    with translation.override("en"):
        assert (version.display_title, version.display_evidence) == ("A park leader's valid visit", "visit form")


# --- approval ----------------------------------------------------------------------------------------
def test_the_community_leader_records_that_the_councils_approved_it(book, leader):
    assert (book.state, book.reference) == ("approved", SESSION)
    assert book.digest == rulebook.digest(book)
    assert Entry.objects.get(verb="points.rulebook.approve").actor == leader
    assert seeds.ensure_rule_book(2026) == book


def test_nobody_else_approves_a_rule_book():
    seeds.ensure_rule_book(2026)
    with pytest.raises(NotYours):
        rulebook.approve(2026, SESSION, AppointmentFactory(role=Role.DESK_MANAGER).person)
    with pytest.raises(NotYours):
        rulebook.approve(2026, SESSION, PersonFactory())


def test_without_a_draft_there_is_nothing_to_approve(book, leader):
    with pytest.raises(RuleBook.DoesNotExist):
        rulebook.approve(2026, SESSION, leader)


def test_a_draft_that_is_not_adopted_is_written_anew(leader):
    first = seeds.ensure_rule_book(2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        rulebook.draft(2026, [CLEANING])
    rulebook.drop(2026, by=leader)
    assert seeds.ensure_rule_book(2026).revision == 2
    with pytest.raises(NotNow):
        advance(first, "drop", by=leader)


def test_an_approved_rule_is_never_changed(book):
    before = list(RuleVersion.objects.order_by("pk").values())
    for change in (
        lambda: RuleVersion.objects.update(points=1000),
        lambda: RuleVersion.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert list(RuleVersion.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "slip_in",
    [
        lambda book: RuleVersion.objects.filter(rule__code="visit").update(points=1000),
        lambda book: RuleVersion.objects.create(book=book, rule=Rule.objects.create(code="gift"), points=1),
        lambda book: RuleBook.objects.filter(pk=book.pk).update(starts_on=date(2025, 1, 1)),
    ],
    ids=["value", "rule", "day"],
)
def test_an_audit_finds_that_a_book_is_not_what_was_approved(book, slip_in):
    assert list(audit.verify()) == []
    with append_only.maintenance():
        slip_in(book)
    assert [str(finding) for finding in audit.verify()] == ["rule book 2026.1: it is not what was approved"]


# --- by day ------------------------------------------------------------------------------------------
def test_the_book_of_a_day_is_the_newest_that_has_begun(book, leader):
    rulebook.draft(2026, [CLEANING | {"points": 12}], starts_on=date(2026, 7, 1))
    assert rulebook.in_force(NOVEMBER) == book
    revised = rulebook.approve(2026, SESSION, leader)
    assert rulebook.in_force(date(2026, 6, 30)) == book
    assert rulebook.in_force(date(2026, 7, 1)) == revised
    assert rulebook.current("clean-up", NOVEMBER).points == 12


def test_a_rule_that_the_new_book_leaves_out_is_over(book, leader):
    rulebook.draft(2027, [CLEANING])
    rulebook.approve(2027, SESSION, leader)
    assert rulebook.current("visit", date(2026, 12, 31)).points == 5
    with pytest.raises(RuleVersion.DoesNotExist):
        rulebook.current("visit", date(2027, 1, 1))


def test_a_year_without_a_book_of_its_own_goes_on_with_the_last(book):
    assert rulebook.current("visit", date(2028, 5, 1)).book == book
    assert rulebook.in_force(date(2025, 12, 31)) is None


# --- what no book may say ----------------------------------------------------------------------------
@pytest.mark.parametrize("verb", NEVER_PAID)
def test_nobody_is_paid_for_a_report_a_rating_or_a_vote(verb):
    book = RuleBook.objects.create(year=2027, starts_on=date(2027, 1, 1))
    rule = Rule.objects.create(code="bought")
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.create(book=book, rule=rule, title="x", title_en="x", points=1, verb=verb)


@pytest.mark.parametrize("where", ["verb", "waits_for", "undone_by"])
def test_a_rule_listens_only_to_what_is_heard(where):
    unheard = "enterprises.park.look"
    with pytest.raises(ValueError, match=r"clean-up: nobody hears enterprises\.park\.look"):
        rulebook.draft(2027, [CLEANING | {where: unheard if where == "verb" else [unheard]}])
    assert not RuleBook.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": 0},
        {"max_quantity": 0},
        {"cap_count": 3},
        {"cap_period": "month"},
        {"cap_period": "month", "cap_points": 5},
    ],
    ids=["no points", "no units", "no period", "no limit", "limit under one award"],
)
def test_a_rule_makes_sense(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rulebook.draft(2027, [CLEANING | wrong])
