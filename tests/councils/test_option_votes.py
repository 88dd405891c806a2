"""Votes on several options: offered, withdrawn, chosen, ranked, drawn by lot, counted early."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from councils import ballots, choosing, counting, declare, picks
from councils.models import Ballot, Case, Option, Receipt, Round
from councils.picks import Method, Said
from councils.tally import Result
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.councils import voting
from tests.councils.voting import seat
from tests.requests_flow.conftest import MORNING

WORDS = ("整机更换，预算38万元", "大修，预算11.6万元", "先修门机，预算4万元")


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def a_vote(council, office, now):
    """An open vote on three options."""

    def make(method=Method.SINGLE, **paper):
        case = voting.prepared(council, office, way=method, **paper)
        for words in WORDS:
            choosing.offer(case, words, by=office)
        case = voting.venues.discuss(case, by=office)
        voting.all_declare(case)
        now.shift(case.discussion_ends_at - voting.clock.now() + timedelta(minutes=1))
        return ballots.open_round(Case.objects.get(pk=case.pk), by=office)

    return make


def vote(round_, *marks):
    """One mark for each seat from the first on; an empty one is against, "-" abstains."""
    for one, mark in zip(round_.case.council.members(), marks, strict=False):
        said = Said("abstain") if mark == "-" else Said("yes", mark)
        ballots.cast(round_, one, said, by=one.person, key="")


def ended(round_, now):
    return voting.counted(round_, now, CLOCK)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def ballot_page(round_):
    return reverse("councils:ballot", args=[round_.case.council.park.code, round_.case_id])


# --- offered and withdrawn -----------------------------------------------------------------------------
def test_the_office_and_members_offer_options_and_the_office_withdraws_them(council, office, members):
    case = voting.in_discussion(council, office, way=Method.APPROVAL)
    first = choosing.offer(case, WORDS[0], by=office)
    second = choosing.offer(case, WORDS[1], by=members[4])
    assert [first.number, second.number] == [1, 2]
    choosing.retract(second, by=office, reason="两份报价相同")
    assert [one.number for one in Option.objects.standing()] == [1]
    assert choosing.offer(case, WORDS[2], by=office).number == 3


def test_who_has_stepped_back_offers_none_and_a_stranger_may_not(council, office, members, outsider):
    case = voting.in_discussion(council, office, way=Method.SINGLE)
    declare.recuse(case, seat(council, 4), category="trade", by=members[4])
    with pytest.raises(NotNow):
        choosing.offer(case, WORDS[0], by=members[4])
    with pytest.raises(PermissionDenied):
        choosing.offer(case, WORDS[0], by=outsider)
    assert not Option.objects.exists()


def test_no_vote_opens_on_one_option_alone(council, office, now):
    case = voting.discussed(council, office, now, way=Method.SINGLE)
    choosing.offer(case, WORDS[0], by=office)
    with pytest.raises(NotNow, match="至少写明两个选项"):
        ballots.open_round(case, by=office)


def test_while_members_vote_no_option_is_added_or_withdrawn(a_vote, office):
    round_ = a_vote()
    with pytest.raises(NotNow):
        choosing.offer(round_.case, "再等一年", by=office)
    with pytest.raises(NotNow):
        choosing.retract(Option.objects.get(number=1), by=office)


def test_a_vote_for_an_option_that_was_withdrawn_is_refused_and_says_so(council, office, now):
    case = voting.in_discussion(council, office, way=Method.SINGLE)
    for words in WORDS:
        choosing.offer(case, words, by=office)
    choosing.retract(Option.objects.get(number=2), by=office)
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - voting.clock.now() + timedelta(minutes=1))
    round_ = ballots.open_round(Case.objects.get(pk=case.pk), by=office)
    one = seat(council, 3)
    with pytest.raises(NotNow, match="选项2已撤下"):
        ballots.cast(round_, one, Said("yes", "2"), by=one.person, key="")
    assert not Receipt.objects.exists()
    assert not Ballot.objects.exists()


# --- counted -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("method", "marks", "winner", "result"),
    [
        (Method.SINGLE, ["1", "1", "1", "1", "1", "2", "3", ""], 1, Result.AGREED),
        (Method.SINGLE, ["1", "1", "1", "2", "2", "3", "", "-"], None, Result.REJECTED),
        (Method.APPROVAL, ["1,2", "2", "2,3", "2", "2", "1", "", "-"], 2, Result.AGREED),
        (Method.RANKING, ["1>2>0", "1>2>0", "1>2>0", "3>2>0", "3>2>0", "2>0", "2>1>0", "0"], 2, Result.AGREED),
        (Method.RANKING, ["0>1", "0>1", "0", "0", "1>0", "-", "-", "-"], None, Result.REJECTED),
        (Method.SINGLE, ["1", "1"], None, Result.NO_QUORUM),
    ],
)
def test_what_leads_is_agreed_when_it_has_the_majority_of_the_rules(a_vote, now, method, marks, winner, result):
    round_ = a_vote(method)
    vote(round_, *marks)
    round_ = ended(round_, now)
    if result == Result.NO_QUORUM:
        assert round_.is_extended
        round_ = ended(round_, now)
    assert (round_.winner, round_.result) == (winner, result)


def test_options_that_come_out_equal_are_drawn_by_a_lot_that_is_kept(a_vote, now):
    round_ = a_vote(Method.APPROVAL)
    vote(round_, *["1,3"] * 5, "2", "", "-")
    round_ = ended(round_, now)
    drawn = [int(one) for one in round_.lot.split(",")]
    assert sorted(drawn) == [1, 3]
    assert round_.winner == drawn[0]
    facts = Entry.objects.get(verb="councils.round.close").facts
    assert (facts["lot"], facts["winner"]) == (round_.lot, round_.winner)
    assert ballots.count(round_).result == Result.AGREED


@pytest.mark.parametrize(("drawn", "result"), [([1, 2], Result.AGREED), ([2, 1], Result.REJECTED)])
def test_ranked_options_that_tie_are_counted_for_the_one_that_the_lot_drew(a_vote, now, monkeypatch, drawn, result):
    """Option 1 is wanted by five of eight and option 2 by four; each is before the other on three ballots."""
    monkeypatch.setattr(counting.secrets.SystemRandom, "sample", lambda *_: drawn)
    round_ = a_vote(Method.RANKING)
    vote(round_, *["1>0"] * 3, *["2>0"] * 2, "2>1>0", "1,2>0", "-")
    round_ = ended(round_, now)
    assert round_.lot == ",".join(str(one) for one in drawn)
    assert (Case.objects.get().result, ballots.count(Round.objects.get()).result) == (result, result)


def test_a_secret_vote_on_options_keeps_no_voter_beside_the_mark_and_shows_no_figures_that_tell(a_vote, now):
    round_ = a_vote(Method.RANKING, is_secret=True)
    vote(round_, *["1>2>0"] * 8)
    assert not Ballot.objects.exclude(elector=None, reason="").exists()
    outcome = ballots.count(ended(round_, now))
    assert outcome.result == Result.AGREED
    assert not outcome.may_publish


# --- counted early -----------------------------------------------------------------------------------
def test_a_secret_vote_is_counted_early_once_nobody_can_change_its_result(council, office, now):
    round_ = voting.voted_on(council, office, now, is_secret=True)
    voting.cast_all(round_, "YYYY")
    with pytest.raises(NotNow):
        ballots.close(round_, by=office)
    voting.cast_all(round_, "----Y-Y")
    assert ballots.close(round_, by=office).result == Result.AGREED


def test_a_vote_by_name_is_never_counted_early_because_everybody_may_vote_anew(council, office, now):
    round_ = voting.voted_on(council, office, now)
    voting.cast_all(round_, "YYYYYYYY")
    with pytest.raises(NotNow):
        ballots.close(round_, by=office)


def test_the_clock_counts_no_vote_early_however_often_it_runs(council, office, now):
    from councils.case_ticking import count_votes_whose_time_is_over

    round_ = voting.voted_on(council, office, now, is_secret=True)
    voting.cast_all(round_, "YYYYYYYY")
    for _ in range(5):
        count_votes_whose_time_is_over()
    assert Round.objects.get().state == Round.State.OPEN


# --- the pages ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("method", "posted", "mark"),
    [
        (Method.SINGLE, {"choice": "2"}, "2"),
        (Method.APPROVAL, {"choice": ["1", "3"]}, "1,3"),
        (Method.RANKING, {"place_1": "2", "place_2": "1", "place_3": ""}, "2>1>0"),
        (Method.SINGLE, {"choice": "no"}, ""),
    ],
)
def test_a_member_fills_the_ballot_in(a_vote, members, method, posted, mark):
    round_ = a_vote(method)
    answer = browser(members[3]).post(ballot_page(round_), posted)
    assert answer.status_code == 302
    assert Ballot.objects.get().mark == mark


def test_marks_beside_an_abstention_are_refused_and_kept(a_vote, members):
    round_ = a_vote(Method.APPROVAL)
    answer = browser(members[3]).post(ballot_page(round_), {"choice": ["1", "abstain"]})
    assert "不能同时选" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_the_page_of_the_case_names_the_options_and_after_the_vote_the_one_chosen(a_vote, members, now, office):
    round_ = a_vote(Method.SINGLE)
    vote(round_, *["1"] * 6, "2", "3")
    where = round_.case.get_absolute_url()
    assert WORDS[0] in browser(members[3]).get(where).content.decode()
    ended(round_, now)
    text = browser(members[3]).get(where).content.decode()
    assert "选定" in text
    assert picks.in_words("2>1>0") == "2 > 1 > 维持现状"


def test_an_option_is_added_and_withdrawn_on_its_page(council, office, members):
    case = voting.in_discussion(council, office, way=Method.SINGLE)
    steps = lambda verb: reverse("councils:case_step", args=[council.park.code, case.pk, verb])  # noqa: E731
    assert browser(members[4]).post(steps("offer"), {"text": WORDS[0]}).status_code == 302
    option = Option.objects.get()
    assert browser(members[4]).post(steps("retract"), {"option": option.pk, "reason": "x"}).status_code == 403
    assert browser(office).post(steps("retract"), {"option": option.pk, "reason": "重复"}).status_code == 302
    assert Option.objects.get().withdrawn_at is not None
