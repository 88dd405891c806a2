"""The discussion of a case: answers, who is named, and the papers beside it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from councils import ballots, case_papers, cases, declare, discussion, venues
from councils.case_guards import is_tied
from councils.models import Case, CasePaper, Contribution
from parkdesk.core import clock, files, outbox
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Attachment, Notice
from requests_flow.words import Kind, State
from tests.councils import voting
from tests.councils.voting import seat
from tests.pdfs import sent_paper
from tests.requests_flow.conftest import MORNING


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def case(council, office):
    return voting.in_discussion(council, office)


def says(case, place, text, **more):
    one = seat(case.council, place)
    return discussion.contribute(case, one, text, by=one.person, **more)


def told_since(count):
    """Who was told something on the site after the first so many notices."""
    outbox.drain()
    rows = Notice.objects.filter(channel=Notice.Channel.IN_APP).order_by("pk")
    return {one.recipient for one in rows[count:]}


def so_far():
    outbox.drain()
    return Notice.objects.filter(channel=Notice.Channel.IN_APP).count()


def key(one):
    return f"person:{one.person_id}"


def a_draft():
    return str(files.store_paper(sent_paper(2)).key)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def page(case, verb=""):
    where = [case.council.park.code, case.pk]
    return reverse("councils:case_step", args=[*where, verb]) if verb else reverse("councils:case", args=where)


# --- answers and names --------------------------------------------------------------------------------
def test_who_is_named_is_told_at_once_and_nobody_else(case, council):
    before = so_far()
    says(case, 2, "请唐工算一下", mentions=[seat(council, 4)])
    assert told_since(before) == {key(seat(council, 4))}


def test_a_name_after_the_sign_is_a_mention(case, council):
    before = so_far()
    said = says(case, 2, f"@{seat(council, 5).person.name} 您怎么看？")
    assert list(said.mentions.all()) == [seat(council, 5)]
    assert told_since(before) == {key(seat(council, 5))}


def test_who_is_answered_is_told_but_nobody_tells_themselves(case, council):
    first = says(case, 3, "检测费谁出？")
    before = so_far()
    says(case, 2, "运营商出。", answers=first)
    says(case, 3, "谢谢", answers=first, mentions=[seat(council, 3)])
    assert told_since(before) == {key(seat(council, 3))}
    assert Contribution.objects.get(text="谢谢").mentions.count() == 0


def test_who_has_stepped_back_is_not_called_into_the_discussion(case, council):
    away = seat(council, 5)
    declare.recuse(case, away, category="trade", by=away.person)
    before = so_far()
    assert says(case, 2, f"@{away.person.name}", mentions=[away]).mentions.count() == 0
    assert told_since(before) == set()


def test_from_whom_a_case_is_kept_hears_of_no_mention(council, office, a_need, operator_member):
    """The landlord's own people learn of a protected case by no door (decisions 5)."""
    need = a_need(State.DELIBERATING, is_protected=True, kind=Kind.COMPLAINT)
    case = venues.discuss(cases.prepare(cases.open_for(need), by=office, **voting.PAPER), by=office)
    assert is_tied(case, operator_member)
    before = so_far()
    says(case, 2, f"@{operator_member.name} 请说明", mentions=[seat(council, 1), seat(council, 3)])
    assert told_since(before) == {key(seat(council, 3))}


def test_nobody_answers_what_was_said_elsewhere(case, council, office):
    other = voting.in_discussion(council, office, title="另一件")
    said = says(other, 3, "另一件事")
    with pytest.raises(NotNow):
        says(case, 2, "答", answers=said)
    assert Contribution.objects.count() == 1


def test_the_page_leads_from_a_remark_to_its_answer_and_back(case, council):
    first = says(case, 3, "检测费谁出？")
    mine = browser(seat(council, 2).person)
    shown = mine.get(page(case)).content.decode()
    link = f"{page(case, 'contribute')}?answers={first.pk}"
    assert link in shown
    form = mine.get(link).content.decode()
    assert "检测费谁出？" in form
    mine.post(link, {"text": "运营商出", "answers": first.pk, "mentions": [seat(council, 4).pk]})
    said = Contribution.objects.get(text="运营商出")
    assert (said.answers, list(said.mentions.all())) == (first, [seat(council, 4)])
    assert f"#said-{first.pk}" in mine.get(page(case)).content.decode()


@pytest.mark.parametrize("forged", ["999999", "x", "-1", "1 OR 1"])
def test_an_answer_to_nothing_is_refused_and_what_was_typed_stays(case, council, forged):
    mine = browser(seat(council, 2).person)
    assert mine.get(f"{page(case, 'contribute')}?answers={forged}").status_code == 200
    answer = mine.post(page(case, "contribute"), {"text": "我的话", "answers": forged})
    assert answer.status_code == 200
    assert "我的话" in answer.content.decode()
    assert not Contribution.objects.exists()


# --- papers -------------------------------------------------------------------------------------------
def test_a_member_lays_a_paper_before_the_case_and_the_others_open_it(case, council):
    one = seat(council, 4)
    answer = browser(one.person).post(page(case, "attach"), {"name": "客梯报价", "photo": [sent_paper(2)]})
    assert answer.status_code == 302
    paper = CasePaper.objects.get()
    assert (paper.title, paper.put_by, paper.number) == ("客梯报价", one.person, 1)
    assert not Attachment.objects.get().is_public
    other = browser(seat(council, 6).person)
    assert "客梯报价" in other.get(page(case)).content.decode()
    opened = other.get(reverse("councils:case_paper", args=[council.park.code, case.pk, 1, 1]))
    assert opened.status_code == 302
    assert other.get(opened["Location"]).status_code == 200


def test_only_who_may_read_the_case_opens_its_paper(case, council, outsider, office):
    case_papers.attach(case, "报价", [a_draft()], by=office)
    where = reverse("councils:case_paper", args=[council.park.code, case.pk, 1, 1])
    assert browser(outsider).get(where).status_code == 404
    assert Client().get(where).status_code in (302, 403)
    with pytest.raises(NotYours):
        case_papers.attach(case, "报价", [a_draft()], by=outsider)


@pytest.mark.parametrize("place", [0, 2, 99])
def test_a_sheet_that_is_none_is_not_found(case, council, office, place):
    case_papers.attach(case, "报价", [a_draft()], by=office)
    where = reverse("councils:case_paper", args=[council.park.code, case.pk, 1, place])
    assert browser(office).get(where).status_code == 404


def test_a_paper_without_a_file_or_with_a_bad_one_is_refused_and_its_title_stays(case, council, office):
    desk = browser(office)
    bad = SimpleUploadedFile("x.pdf", b"%PDF-1.7 broken", content_type="application/pdf")
    for sent in ({"name": "报价"}, {"name": "报价", "photo": [bad]}):
        answer = desk.post(page(case, "attach"), sent)
        assert answer.status_code == 200
        assert "报价" in answer.content.decode()
        assert "photo" in answer.context["form"].errors
    assert not CasePaper.objects.exists()


def test_no_paper_comes_while_members_vote(case, office, now):
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    ballots.open_round(case, by=office)
    with pytest.raises(NotNow):
        case_papers.attach(Case.objects.get(), "报价", [a_draft()], by=office)
    assert not CasePaper.objects.exists()


def test_who_has_stepped_back_lays_nothing_on_the_table(case, council):
    one = seat(council, 5)
    declare.recuse(case, one, category="trade", by=one.person)
    with pytest.raises(NotNow):
        case_papers.attach(case, "报价", [a_draft()], by=one.person)
    assert not CasePaper.objects.exists()


def test_twenty_papers_are_enough(case, office):
    CasePaper.objects.bulk_create(CasePaper(case=case, number=n, title="件", put_by=office) for n in range(1, 21))
    with pytest.raises(NotNow):
        case_papers.attach(case, "第二十一件", [a_draft()], by=office)


def test_a_paper_that_is_taken_away_leaves_its_line_and_no_file(case, council, office, party_member):
    paper = case_papers.attach(case, "报价", [a_draft()], by=office)
    with pytest.raises(NotYours):
        case_papers.detach(paper, by=party_member)
    case_papers.detach(paper, by=office, reason="报价有误")
    assert not Attachment.objects.exists()
    assert "报价" in browser(party_member).get(page(case)).content.decode()
    again = case_papers.attach(case, "新报价", [a_draft()], by=office)
    assert again.number == 2
