"""The pages of a case and its ballot: what each person sees and may press."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from councils import ballots, cases, declare, discussion, venues
from councils.models import Ballot, Case, Contribution, Declaration, Position, Recusal, Resolution, Round
from enterprises.models import Person
from parkdesk.core import clock, outbox
from parkdesk.core.models import Entry
from requests_flow.models import Need
from requests_flow.words import State
from tests.councils import voting
from tests.councils.voting import PAPER, seat
from tests.requests_flow.conftest import MORNING


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(case, verb="") -> str:
    where = [case.council.park.code, case.pk]
    return reverse("councils:case_step", args=[*where, verb]) if verb else reverse("councils:case", args=where)


def ballot_page(case) -> str:
    return reverse("councils:ballot", args=[case.council.park.code, case.pk])


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def case(council, office):
    """In discussion; nobody has declared yet."""
    return voting.in_discussion(council, office)


@pytest.fixture
def round_(council, office, now):
    return voting.voted_on(council, office, now)


# --- finding the case ---------------------------------------------------------------------------------
def test_a_need_leads_to_its_case_before_the_trail_has_been_heard(a_need, council, office):
    need = a_need(State.DELIBERATING)
    answer = browser(office).get(reverse("councils:case_for", args=[need.reference]))
    assert answer.status_code == 302
    assert answer["Location"] == page(Case.objects.get())
    outbox.drain()
    assert Case.objects.count() == 1


def test_a_need_that_is_not_before_the_council_leads_nowhere(a_need, council, office, chair):
    need = a_need(State.TRIAGED)
    assert browser(office).get(reverse("councils:case_for", args=[need.reference])).status_code == 404
    assert browser(chair).get(reverse("councils:case_for", args=["N-2026-999999-9"])).status_code == 404


def test_the_page_of_a_case_does_not_exist_for_others(case, outsider, enterprise_person, operator_person):
    for person in (outsider, enterprise_person, operator_person):
        assert browser(person).get(page(case)).status_code == 404
    assert Client().get(page(case)).status_code == 302


def test_the_page_says_nothing_about_who_reported(a_need, council, office, chair, enterprise_person, enterprise):
    need = a_need(
        State.DELIBERATING, by=enterprise_person, enterprise=enterprise, phone="+8615400000001", name="乔晨遥"
    )
    case = cases.open_for(need)
    for person in (chair, seat(council, 1).person):
        shown = text(browser(person).get(page(case)))
        for secret in (need.reference, "15400000001", enterprise_person.name, enterprise.name):
            assert secret not in shown
    assert need.reference in text(browser(office).get(page(case)))


def test_whoever_prepares_is_told_that_a_case_waits(a_need, council, office):
    cases.open_for(a_need(State.DELIBERATING))
    shown = text(browser(office).get(council.get_absolute_url()))
    assert "写明表决的问题" in shown


def test_members_find_their_cases_on_the_page_of_the_council_and_the_public_does_not(round_, council, chair):
    shown = text(browser(chair).get(council.get_absolute_url()))
    assert PAPER["title"] in shown
    assert ballot_page(round_.case) in shown
    assert PAPER["title"] not in text(Client().get(council.get_absolute_url()))


# --- the office prepares ------------------------------------------------------------------------------
def test_the_office_writes_the_case_opens_the_discussion_and_the_vote(council, office, now):
    desk = browser(office)
    answer = desk.post(reverse("councils:case_new", args=[council.park.code]), {"title": PAPER["title"], "key": "k"})
    case = Case.objects.get()
    assert answer["Location"] == page(case, "prepare")
    assert desk.post(page(case, "discuss"), {"venue": "joint"}).status_code == 409
    desk.post(page(case, "prepare"), {**PAPER, "is_secret": "named"})
    last = venues.talk_end(case, "joint").date().isoformat()
    desk.post(page(case, "discuss"), {"venue": "joint", "until": last})
    assert Case.objects.get().state == Case.State.IN_DISCUSSION
    assert desk.get(page(case, "vote")).status_code == 409
    now.shift(timedelta(days=6))
    day = ballots.days_from_now(3).date().isoformat()
    assert desk.post(page(case, "vote"), {"closes_at": day}).status_code == 302
    assert Round.objects.get().closes_at == ballots.days_from_now(3)


def test_what_was_typed_stays_when_something_is_missing(council, office):
    case = cases.propose(council, "客梯", by=office)
    answer = browser(office).post(page(case, "prepare"), {**PAPER, "question": ""})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"question", "is_secret"}
    assert PAPER["facts"] in text(answer)


def test_shared_money_is_voted_on_in_secret_unless_it_is_said_why_not(council, office):
    case = cases.propose(council, "客梯", by=office)
    said = {**PAPER, "is_about_shared": "on", "is_secret": "named"}
    desk = browser(office)
    assert set(desk.post(page(case, "prepare"), said).context["form"].errors) == {"is_secret"}
    assert desk.post(page(case, "prepare"), {**said, "options": "全体代表同意记名"}).status_code == 302
    assert not Case.objects.get().is_secret


def test_what_is_discussed_is_changed_with_a_reason_only(case, office):
    desk = browser(office)
    said = {**PAPER, "question": "同意大修", "is_secret": "named"}
    assert set(desk.post(page(case, "amend"), said).context["form"].errors) == {"note"}
    assert desk.post(page(case, "amend"), {**said, "note": "报价有更新"}).status_code == 302
    assert Case.objects.get().question == "同意大修"


@pytest.mark.parametrize("verb", ["prepare", "amend", "discuss", "vote", "defer", "withdraw", "exclude"])
def test_an_ordinary_member_does_not_do_what_the_office_does(case, party_member, verb):
    assert browser(party_member).get(page(case, verb)).status_code == 403


def test_a_step_that_is_none_does_not_exist(case, office):
    assert browser(office).get(page(case, "decide")).status_code == 404
    assert browser(office).post(page(case, "refer")).status_code == 404


# --- members speak ------------------------------------------------------------------------------------
def test_a_member_declares_speaks_for_the_party_and_joins_the_discussion(case, party_member):
    mine = browser(party_member)
    mine.post(page(case, "declare"), {"has_interest": "no"})
    mine.post(page(case, "say"), {"party": "party_member", "text": "先取得书面检测意见"})
    mine.post(page(case, "contribute"), {"text": "检测费谁出？"})
    assert Declaration.objects.get().has_interest is False
    assert Position.objects.get().party == "party_member"
    assert Contribution.objects.get().text == "检测费谁出？"
    shown = text(mine.get(page(case)))
    assert "先取得书面检测意见" in shown
    assert "检测费谁出？" in shown


def test_a_member_speaks_for_no_other_party(case, party_member):
    answer = browser(party_member).post(page(case, "say"), {"party": "operator", "text": "我们同意"})
    assert answer.status_code == 200
    assert not Position.objects.exists()


def test_whoever_has_an_interest_says_which_and_steps_back(case, council):
    mine = browser(seat(council, 5).person)
    answer = mine.post(page(case, "declare"), {"has_interest": "yes"})
    assert set(answer.context["form"].errors) == {"category"}
    mine.post(page(case, "declare"), {"has_interest": "yes", "category": "trade", "text": "配件供应商"})
    assert Recusal.objects.get().category == "trade"
    shown = text(browser(seat(council, 3).person).get(page(case)))
    assert "与当事方有业务往来" in shown
    assert "配件供应商" not in shown


def test_the_same_press_twice_is_one_contribution(case, party_member):
    mine = browser(party_member)
    for _ in range(2):
        mine.post(page(case, "contribute"), {"text": "检测费谁出？", "key": "press"})
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "said"),
    [("discuss", {"venue": "joint"}), ("defer", {"reason": "等检测报告"}), ("withdraw", {"reason": "已撤回"})],
)
def test_a_press_that_worked_answers_the_same_when_it_comes_twice(council, office, now, verb, said):
    case = voting.prepared(council, office)
    desk = browser(office)
    for _ in range(2):
        assert desk.post(page(case, verb), {**said, "key": "press"}).status_code == 302
    assert Entry.objects.filter(verb=f"councils.case.{verb}").count() == 1


def test_counting_with_a_double_press_is_counting_once(round_, office, now):
    voting.cast_all(round_, "YYYYYYYY")
    voting.over(round_, now)
    desk = browser(office)
    for _ in range(2):
        assert desk.post(page(round_.case, "count"), {"key": "press"}).status_code == 302


@pytest.mark.parametrize("verb", ["declare", "contribute", "demand"])
def test_without_a_seat_nobody_does_what_members_do(case, office, verb):
    assert browser(office).post(page(case, verb), {"has_interest": "no", "text": "一"}).status_code == 403


# --- the ballot ---------------------------------------------------------------------------------------
def test_a_member_votes_and_changes_the_vote(round_, council):
    one = seat(council, 3)
    mine = browser(one.person)
    assert "投出这一票" in text(mine.get(ballot_page(round_.case)))
    answer = mine.post(ballot_page(round_.case), {"choice": "no", "reason": "先公示金额", "key": "a"}, follow=True)
    assert "您的表决已记录" in text(answer)
    mine.post(ballot_page(round_.case), {"choice": "yes", "key": "b"})
    assert Ballot.objects.get().choice == "yes"


def test_nothing_is_chosen_beforehand(round_, council):
    mine = browser(seat(council, 3).person)
    assert "checked" not in text(mine.get(ballot_page(round_.case)))
    answer = mine.post(ballot_page(round_.case), {})
    assert set(answer.context["form"].errors) == {"choice"}
    assert not Ballot.objects.exists()


def test_whoever_has_not_declared_does_it_with_the_vote(council, office, now):
    case = voting.in_discussion(council, office)
    voting.all_declare(case, 4)
    now.shift(timedelta(days=6))
    ballots.open_round(case, by=office)
    mine = browser(seat(council, 4).person)
    answer = mine.post(ballot_page(case), {"choice": "yes"})
    assert set(answer.context["form"].errors) == {"has_none"}
    assert not Ballot.objects.exists()
    mine.post(ballot_page(case), {"choice": "yes", "has_none": "on"})
    assert Ballot.objects.count() == 1
    assert case.declarations.count() == 8


def test_a_vote_after_the_clock_is_told_when_it_ended(round_, council, now):
    voting.cast_all(round_, "YYY-YYYY")
    voting.over(round_, now)
    mine = browser(seat(council, 3).person)
    assert "这次表决已于" in text(mine.get(ballot_page(round_.case)))
    answer = mine.post(ballot_page(round_.case), {"choice": "no"})
    assert answer.status_code == 409
    assert "没有记录" in text(answer)
    assert Ballot.objects.count() == 7


def test_a_vote_from_a_second_phone_is_refused_when_it_is_secret(council, office, now):
    round_ = voting.voted_on(council, office, now, is_secret=True)
    one = seat(council, 3)
    first, second = browser(one.person), browser(one.person)
    first.get(ballot_page(round_.case))
    second.get(ballot_page(round_.case))
    first.post(ballot_page(round_.case), {"choice": "yes", "key": "1"})
    answer = second.post(ballot_page(round_.case), {"choice": "no", "key": "2"})
    assert answer.status_code == 409
    assert "已经投过票" in text(answer)
    assert list(Ballot.objects.values_list("choice", "reason")) == [("yes", "")]


def test_a_recused_member_reads_why_there_is_no_vote_for_them(round_, council):
    one = seat(council, 5)
    declare.recuse(round_.case, one, category="trade", by=one.person)
    mine = browser(one.person)
    assert "您已回避" in text(mine.get(ballot_page(round_.case)))
    answer = mine.post(ballot_page(round_.case), {"choice": "yes"})
    assert answer.status_code == 409
    assert "您已回避" in text(answer)


def test_two_who_count_at_once_get_one_result(round_, council, office, chair, now):
    voting.cast_all(round_, "YYYYYYYY")
    voting.over(round_, now)
    first, second = browser(office), browser(chair)
    assert first.post(page(round_.case, "count"), {"key": "1"}).status_code == 302
    answer = second.post(page(round_.case, "count"), {"key": "2"})
    assert answer.status_code == 409
    assert "已计票" in text(answer)


def test_somebody_without_a_seat_has_no_ballot(round_, office, party_supervisor):
    assert browser(office).get(ballot_page(round_.case)).status_code == 404
    assert browser(party_supervisor).post(ballot_page(round_.case), {"choice": "yes"}).status_code == 404


# --- what is shown ------------------------------------------------------------------------------------
def test_the_arithmetic_is_printed_in_both_languages(round_, chair):
    voting.cast_all(round_, "YYYY--NA")
    for prefix in ("", "/en"):
        shown = text(browser(chair).get(prefix + page(round_.case)))
        assert "共 8 席，法定人数 6 席" in shown
        assert "8 seats, quorum 6 of 8 from 4 parties; 6 voted, from 5 parties: reached; 4 for &gt; 3" in shown


def test_the_checksum_of_the_electorate_stands_beside_the_vote(round_, chair):
    """Council.md, public verification: whoever keeps it can tell later whether anybody was added or left out."""
    assert round_.electorate_digest in text(browser(chair).get(page(round_.case)))


def test_a_running_secret_vote_shows_the_turnout_and_nothing_else(council, office, chair, now):
    round_ = voting.voted_on(council, office, now, is_secret=True)
    voting.cast_all(round_, "YYYY--NN")
    shown = text(browser(chair).get(page(round_.case)))
    assert "已投 6 票" in shown
    assert "赞成" not in shown
    assert "如果现在截止" not in shown


def test_figures_of_a_secret_vote_that_give_somebody_away_stay_hidden_afterwards(council, office, chair, now):
    round_ = voting.voted_on(council, office, now, is_secret=True)
    voting.cast_all(round_, "YYYYYYYN")
    voting.counted(round_, now, office)
    shown = text(browser(chair).get(page(round_.case)))
    assert "票数会透露个人的投票" in shown
    assert "赞成 7" not in shown


def test_what_was_agreed_is_handed_over_on_a_page(a_need, council, office, chair, now, operator_unit):
    case = cases.open_for(a_need(State.DELIBERATING))
    case = venues.discuss(cases.prepare(case, by=office, **PAPER), by=office)
    voting.all_declare(case)
    now.shift(timedelta(days=6))
    round_ = ballots.open_round(case, by=office)
    voting.cast_all(round_, "YYYYYYYY")
    voting.counted(round_, now, office)
    said = {"text": "由运营商牵头，于2027年1月15日前完成更换。", "unit": operator_unit.pk, "due_on": "2027-01-15"}
    assert browser(office).get(page(case, "carry")).status_code == 403
    assert browser(chair).post(page(case, "carry"), {**said, "due_on": "2026-01-15"}).status_code == 200
    assert browser(chair).post(page(case, "carry"), said).status_code == 302
    assert Resolution.objects.get().unit == operator_unit
    assert Need.objects.get().state == State.TRANSFERRED
    assert "由运营商牵头" in text(browser(chair).get(page(case)))


def test_the_page_of_a_case_keeps_to_its_queries(round_, chair, django_assert_max_num_queries):
    voting.cast_all(round_, "YYYYYYYY")
    discussion.speak_for(cases.propose(round_.case.council, "食堂", by=chair), "enterprise", "好", by=chair)
    mine = browser(Person.objects.get(pk=chair.pk))
    mine.get(page(round_.case))
    with django_assert_max_num_queries(19):
        mine.get(page(round_.case))


def test_a_vote_keeps_to_its_queries(round_, council, django_assert_max_num_queries):
    one = seat(council, 3)
    mine = browser(one.person)
    mine.get(ballot_page(round_.case))
    with django_assert_max_num_queries(20):
        assert mine.post(ballot_page(round_.case), {"choice": "yes", "key": "k"}).status_code == 302
    assert clock.now() < round_.closes_at


def test_my_page_counts_what_waits_for_me_and_opens_it(round_, council):
    one = seat(council, 3)
    mine = browser(one.person)
    outbox.drain()
    shown = text(mine.get(reverse("me")))
    assert "待我议事" in shown
    assert shown.count(ballot_page(round_.case)) >= 2
    mine.post(ballot_page(round_.case), {"choice": "yes", "key": "k"})
    assert f'href="{reverse("councils:mine")}">0' in text(mine.get(reverse("me")))
