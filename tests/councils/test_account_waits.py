"""Shared accounts wait for one after another: whoever presides, the office, the auditor; each is asked in turn."""

from datetime import timedelta

from councils import accounts, waits
from councils.models import RuleSet
from enterprises.models import Person
from parkdesk.core import clock, outbox
from parkdesk.core.flow import advance
from parkdesk.core.models import Notice
from tests.councils.account_stage import *  # noqa: F403
from tests.councils.account_stage import State


def todo(person) -> list[str]:
    return [one.todo for one in waits.of(Person.objects.get(pk=person.pk)) if "2026年第2季度" in one.title]


def told(step) -> set[str]:
    outbox.drain()
    return set(Notice.objects.filter(entry__verb=f"councils.quarteraccount.{step}").values_list("recipient", flat=True))


def test_a_draft_waits_for_whoever_presides_and_for_nobody_else(walk_to, chair, office, auditor, tenant):
    walk_to(State.DRAFT)
    assert todo(chair) == ["看一遍，再提交园治会"]
    assert todo(office) == todo(auditor) == todo(tenant) == []


def test_a_quarter_without_a_line_waits_for_nobody_yet(council, operator_member, chair):
    accounts.start(council, by=operator_member)
    assert waits.of(Person.objects.get(pk=chair.pk)) == []


def test_what_lies_before_the_council_waits_for_the_office(walk_to, chair, office, auditor):
    walk_to(State.PRESENTED)
    assert todo(office) == ["向园区公示"]
    assert todo(chair) == todo(auditor) == []


def test_a_comment_waits_for_its_answer_and_the_rest_for_the_last_day(walk_to, tenant, office, auditor, now):
    one = walk_to(State.DISCLOSED)
    assert todo(office) == todo(auditor) == []
    said = accounts.comment(one, text="有没有比价？", by=tenant)
    assert todo(office) == ["答复园区人员的意见"]
    now.shift(timedelta(days=20))
    assert todo(auditor) == [], "a comment has no answer yet"
    accounts.answer(one, said=said, answer="三家比价。", by=office)
    assert todo(office) == []
    assert todo(auditor) == ["写审计说明"]
    advance(one, "audit", by=auditor, audit_note="收支与流水一致。")
    assert todo(auditor) == []


def test_on_the_last_day_for_comments_no_audit_note_is_asked(walk_to, auditor, now):
    walk_to(State.DISCLOSED)
    days = RuleSet.current(clock.today()).account_comment_days
    last = clock.add_working_days(clock.calendar(), clock.today(), days)
    now.shift(timedelta(days=(last - clock.today()).days))
    assert todo(auditor) == []
    now.shift(timedelta(days=1))
    assert todo(auditor) == ["写审计说明"]


def test_whoever_wrote_it_is_told_that_it_comes_back(walk_to, chair, operator_member):
    advance(walk_to(State.PRESENTED), "send_back", by=chair, reason="少了停车收入")
    assert told("send_back") == {f"person:{operator_member.pk}"}


def test_the_members_are_told_once_that_it_is_disclosed(walk_to, council, tenant):
    walk_to(State.DISCLOSED)
    assert told("disclose") == {f"person:{one.person_id}" for one in council.members()}
    sent = Notice.objects.count()
    assert tenant.pk not in council.members().values_list("person", flat=True)
    told("disclose")
    assert Notice.objects.count() == sent
