"""Shared accounts of a park: written, presented, disclosed, commented, audited, corrected (ADR 0039)."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from councils import accounts
from councils.accounts import Written
from councils.models import AccountComment, AccountKind, AccountVersion, QuarterAccount
from councils.quarters import Quarter
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import Entry
from tests.councils.account_stage import *  # noqa: F403
from tests.councils.account_stage import CLOSING, FIRST, LINES, OPENING, State
from tests.rounds import examples, undone


# --- written -----------------------------------------------------------------------------------------------
def test_the_closing_balance_is_computed_and_the_next_quarter_opens_with_it(walk_to, council, operator_member):
    one = walk_to(State.DISCLOSED)
    assert one.closing_fen == CLOSING
    after = accounts.start(council, by=operator_member, opening_fen=1)
    assert (after.term, after.opening_fen) == (Quarter(2026, 3), CLOSING)


def test_the_next_quarter_waits_until_the_one_before_is_disclosed(walk_to, council, office):
    walk_to(State.PRESENTED)
    with pytest.raises(NotNow, match="上一季度"):
        accounts.start(council, by=office)
    assert QuarterAccount.objects.count() == 1


def test_a_quarter_that_has_not_begun_is_not_begun(council, office):
    with pytest.raises(NotNow, match="尚未开始"):
        accounts.start(council, by=office, first=Quarter.of(clock.today()).back(-1))


def test_the_database_keeps_one_account_a_quarter(walk_to, council, office):
    walk_to()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuarterAccount.objects.create(council=council, year=2026, quarter=2, opening_fen=0, written_by=office)


def test_neither_tenants_nor_members_of_other_parties_write(walk_to, council, tenant, party_member, outsider):
    one = walk_to()
    for stranger in (tenant, party_member, outsider):
        with pytest.raises(PermissionDenied):
            accounts.write(one, lines=LINES[:1], by=stranger)
        with pytest.raises(PermissionDenied):
            accounts.start(council, by=stranger)
    assert QuarterAccount.objects.get().closing_fen == CLOSING


def test_what_lies_before_the_council_is_not_written_any_more(walk_to, operator_member, chair):
    one = walk_to(State.PRESENTED)
    with pytest.raises(NotNow):
        accounts.write(one, lines=LINES[:1], by=operator_member)
    one = advance(one, "send_back", by=chair, reason="雨水管少一张发票")
    assert accounts.write(one, lines=LINES[:1], by=operator_member).closing_fen == OPENING + 114_800_00


# --- presented and disclosed -------------------------------------------------------------------------------
def test_whoever_presides_presents_it_and_nothing_without_lines(council, operator_member, chair, office):
    one = accounts.start(council, by=operator_member, first=FIRST)
    with pytest.raises(PermissionDenied):
        advance(one, "present", by=operator_member)
    with pytest.raises(NotNow, match="至少"):
        advance(one, "present", by=chair)
    assert QuarterAccount.objects.get().state == State.DRAFT


def test_a_quarter_is_disclosed_after_its_last_day_by_the_office_alone(council, operator_member, chair, office):
    one = accounts.start(council, by=operator_member, first=Quarter.of(clock.today()))
    one = accounts.write(one, lines=LINES, by=operator_member)
    one = advance(one, "present", by=chair)
    with pytest.raises(PermissionDenied):
        accounts.disclose(one, by=chair)
    with pytest.raises(NotNow, match="季度"):
        accounts.disclose(one, by=office)


def test_an_opening_balance_that_does_not_agree_is_not_disclosed(walk_to, council, operator_member, chair, office):
    walk_to(State.DISCLOSED)
    one = accounts.write(accounts.start(council, by=operator_member), lines=LINES, by=operator_member)
    one = advance(one, "present", by=chair)
    QuarterAccount.objects.filter(pk=one.pk).update(opening_fen=CLOSING + 1)
    with pytest.raises(NotNow, match="期初"):
        accounts.disclose(one, by=office)


# --- comments and audit ------------------------------------------------------------------------------------
def test_people_of_the_park_comment_for_the_days_of_the_rules_and_the_office_answers(walk_to, tenant, office, now):
    one = walk_to(State.DISCLOSED)
    said = accounts.comment(one, text="有没有比价？", by=tenant)
    accounts.answer(one, said=said, answer="三家比价。", by=office)
    with pytest.raises(NotNow):
        accounts.answer(one, said=said, answer="再答一次", by=office)
    now.shift(timedelta(days=10))
    with pytest.raises(NotNow, match="意见"):
        accounts.comment(one, text="晚了", by=tenant)
    assert [(c.text, c.answer) for c in AccountComment.objects.all()] == [("有没有比价？", "三家比价。")]


def test_nobody_of_another_park_comments_and_nobody_on_a_draft(walk_to, tenant, outsider):
    one = walk_to(State.PRESENTED)
    with pytest.raises(NotNow):
        accounts.comment(one, text="?", by=tenant)
    with pytest.raises(PermissionDenied):
        accounts.comment(one, text="?", by=outsider)
    assert not AccountComment.objects.exists()


def test_the_auditor_waits_for_the_days_of_comments_and_for_the_answers(walk_to, tenant, office, auditor, now):
    one = walk_to(State.DISCLOSED)
    said = accounts.comment(one, text="?", by=tenant)
    with pytest.raises(PermissionDenied):
        advance(one, "audit", by=office, audit_note="一致")
    with pytest.raises(NotNow, match="意见"):
        advance(one, "audit", by=auditor, audit_note="一致")
    now.shift(timedelta(days=10))
    with pytest.raises(NotNow, match="答复"):
        advance(one, "audit", by=auditor, audit_note="一致")
    accounts.answer(one, said=said, answer="好", by=office)
    assert advance(one, "audit", by=auditor, audit_note="一致").state == State.AUDITED


def test_what_people_write_stands_among_the_words_that_can_be_erased(walk_to, tenant):
    accounts.comment(walk_to(State.DISCLOSED), text="有没有比价？", by=tenant)
    assert "text" not in Entry.objects.get(verb="councils.quarteraccount.comment").facts


# --- corrected ---------------------------------------------------------------------------------------------
def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(walk_to, office, auditor):
    one = walk_to(State.AUDITED)
    mended = accounts.correct(one, lines=LINES[:2], reason="雨水管属四季度", by=office)
    assert (mended.version, mended.state, mended.audit_note) == (2, State.DISCLOSED, "")
    assert mended.closing_fen == OPENING + 114_800_00 + 31_25
    old = AccountVersion.objects.get()
    record = json.loads(old.record)
    assert (old.reason, record["closing_fen"], record["audit_note"]) == ("雨水管属四季度", CLOSING, "收支与流水一致。")
    with pytest.raises(Exception, match="append"), transaction.atomic():
        AccountVersion.objects.update(reason="")


def test_where_a_later_quarter_exists_a_correction_keeps_the_closing_balance(walk_to, council, office, operator_member):
    one = walk_to(State.DISCLOSED)
    accounts.start(council, by=operator_member)
    with pytest.raises(NotNow, match="下一季度"):
        accounts.correct(one, lines=LINES[:1], reason="错", by=office)
    assert not AccountVersion.objects.exists()
    assert QuarterAccount.objects.get(pk=one.pk).closing_fen == CLOSING
    same = [*LINES[:2], Written("cleaning", LINES[2].amount_fen, "保洁")]
    assert accounts.correct(one, lines=same, reason="类别有误", by=office).closing_fen == CLOSING


def test_a_correction_that_changes_nothing_is_refused_and_none_but_the_office_corrects(
    walk_to, office, operator_member
):
    one = walk_to(State.DISCLOSED)
    with pytest.raises(NotNow):
        accounts.correct(one, lines=LINES, reason="无", by=office)
    with pytest.raises(PermissionDenied):
        accounts.correct(one, lines=LINES[:1], reason="无", by=operator_member)


WRITTEN = st.lists(
    st.builds(Written, st.sampled_from(AccountKind.values), st.integers(1, 10**9), st.just("")), min_size=1, max_size=5
)
DEEDS = st.lists(st.tuples(st.sampled_from(["write", "show", "correct", "start"]), WRITTEN), min_size=1, max_size=12)


@given(DEEDS)
@examples(15)
def test_over_any_edits_every_quarter_adds_up_and_opens_with_the_closing_of_the_one_before(
    council, operator_member, chair, office, now, deeds
):
    with undone():
        accounts.start(council, by=operator_member, first=Quarter(2025, 1), opening_fen=OPENING)
        for deed, lines in deeds:
            _try(deed, council, lines, operator_member, chair, office)
            chain = list(council.accounts.order_by("year", "quarter"))
            for one in chain:
                sums = {True: 0, False: 0}
                for line in one.lines.all():
                    sums[line.is_income] += line.amount_fen
                assert one.closing_fen == one.opening_fen + sums[True] - sums[False]
            for before, after in pairwise(chain):
                assert after.term == before.term.back(-1)
                assert after.opening_fen == before.closing_fen


def _try(deed, council, lines, writer, chair, office):
    """One deed on some quarter; what is not open now changes nothing."""
    places = list(council.accounts.order_by("year", "quarter"))
    one = places[lines[0].amount_fen % len(places)] if deed == "correct" else places[-1]
    try:
        if deed == "start":
            accounts.start(council, by=writer)
        elif deed == "write":
            accounts.write(one, lines=lines, by=writer)
        elif deed == "correct":
            accounts.correct(one, lines=lines, reason="更正", by=office)
        else:
            accounts.disclose(advance(one, "present", by=chair), by=office)
    except NotNow:
        pass
