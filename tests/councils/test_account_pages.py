"""The pages of shared accounts: who reads what, without contact data; who commented is forgotten in time."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils import account_fading, accounts
from councils.models import AccountComment
from parkdesk import erasing, retention
from parkdesk.core.models import EntryText
from parkdesk.privacy import of_person
from tests.councils.account_stage import *  # noqa: F403
from tests.councils.account_stage import LINES, State


# --- who commented is forgotten ----------------------------------------------------------------------------
def of_comments():
    return next(one for one in retention.fading() if one.code == "account_comments")


def test_who_commented_is_forgotten_after_two_years_and_the_words_stay(walk_to, tenant, now):
    accounts.comment(walk_to(State.DISCLOSED), text="有没有比价？", by=tenant)
    now.shift(timedelta(days=account_fading.KEPT_DAYS - 1))
    assert not of_comments().fading.due().exists()
    now.shift(timedelta(days=2))
    for one in of_comments().fading.due():
        account_fading.fade(one)
    assert [(one.person, one.text) for one in AccountComment.objects.all()] == [(None, "有没有比价？")]
    assert not EntryText.objects.filter(words__contains="有没有比价").exists(), "the trail knows who spoke"


def test_who_is_erased_leaves_the_comment_without_a_name(walk_to, tenant, office):
    one = walk_to(State.DISCLOSED)
    accounts.comment(one, text="我是邵亦辰，有没有比价？", by=tenant)
    assert "account_comments" in {one.holding.code for one in of_person(tenant)}
    erasing.erase_person(tenant, by=office)
    said = AccountComment.objects.get()
    assert said.person is None
    assert "邵亦辰" not in said.text
    assert "有没有比价？" in said.text


# --- pages -------------------------------------------------------------------------------------------------
def text(answer):
    return answer.content.decode()


def test_the_people_of_the_park_read_what_is_disclosed_and_nobody_else(walk_to, as_, tenant, outsider, auditor):
    one = walk_to(State.DISCLOSED)
    page = text(as_(tenant).get(one.get_absolute_url()))
    assert "258,301.65" in page
    assert as_(outsider).get(one.get_absolute_url()).status_code == 404
    assert "258,301.65" in text(as_(auditor).get(one.get_absolute_url()))
    assert one.term.spoken in text(as_(tenant).get(f"/council/{one.park_code}/accounts/"))


def test_a_visitor_signs_in_first_and_a_tenant_finds_no_draft(walk_to, client, as_, tenant, party_member):
    one = walk_to(State.PRESENTED)
    assert client.get(one.get_absolute_url()).status_code == 302
    assert as_(tenant).get(one.get_absolute_url()).status_code == 404
    assert as_(party_member).get(one.get_absolute_url()).status_code == 200


def test_a_comment_is_shown_without_the_name_and_the_number(walk_to, as_, tenant, chair):
    one = walk_to(State.DISCLOSED)
    answer = as_(tenant).post(f"{one.get_absolute_url()}comment/", {"text": "请回电 15473912846"})
    assert answer.status_code == 302
    page = text(as_(chair).get(one.get_absolute_url()))
    assert "邵**" in page
    assert "邵亦辰" not in page
    assert "15473912846" not in page


def test_the_office_answers_on_the_page(walk_to, as_, tenant, office):
    one = walk_to(State.DISCLOSED)
    said = accounts.comment(one, text="有没有比价？", by=tenant)
    path = f"{one.get_absolute_url()}answer/"
    assert as_(office).post(path, {"said": said.pk, "answer": "三家比价。"}).status_code == 302
    assert "三家比价。" in text(as_(tenant).get(one.get_absolute_url()))


def test_reading_a_quarter_takes_no_more_questions_when_more_was_written(walk_to, as_, tenant, office):
    one = walk_to(State.DISCLOSED)
    client = as_(office)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(one.get_absolute_url())
        return len(asked)

    accounts.comment(one, text="一", by=tenant)
    questions()
    before = questions()
    for word in ("二", "三", "四"):
        accounts.comment(one, text=word, by=tenant)
    assert questions() == before


def test_an_earlier_version_is_read_on_its_page_and_the_table_is_taken_along(walk_to, as_, tenant, office):
    one = walk_to(State.DISCLOSED)
    accounts.correct(one, lines=LINES[:2], reason="雨水管属四季度", by=office)
    page = text(as_(tenant).get(f"{one.get_absolute_url()}v1/"))
    assert "雨水管属四季度" in page
    assert "42,850.00" in page
    lines = b"".join(as_(tenant).get(f"{one.get_absolute_url()}account.csv"))
    assert "114800.00" in lines.decode()
    assert as_(tenant).get(f"{one.get_absolute_url()}account.xlsx").status_code == 200
