"""What a council agrees on a major need waits for the party committee: confirmed, or sent back once (退回补充意见)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from councils import ballots, cases, decide, discussion, review, seating, venues
from councils.models import Case, Party
from enterprises.models import Person
from parkdesk.core import clock, outbox
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import Entry, Notice
from requests_flow.models import Need
from requests_flow.words import State, Tier
from tests.councils import voting
from tests.factories import CouncilFactory, a_term
from tests.requests_flow.conftest import MORNING


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def agreed(a_need, council, clerk, office, now):
    """A case on a need of that tier whose vote has just agreed."""

    def make(tier=Tier.MAJOR, votes="YYYYYYNN", asks=None):
        need = a_need(State.TRIAGED, tier=tier)
        Need.objects.filter(pk=need.pk).update(tier_rule="M4" if tier == Tier.MAJOR else "C3")
        case = cases.open_for(advance(Need.objects.get(pk=need.pk), "deliberate", by=clerk))
        case = venues.discuss(cases.prepare(case, by=office, **voting.PAPER), by=office)
        if asks is not None:
            discussion.demand_a_meeting(case, by=asks)
        return vote(case, votes)

    def vote(case, votes):
        voting.all_declare(case)
        now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
        round_ = ballots.open_round(Case.objects.get(pk=case.pk), by=office)
        voting.cast_all(round_, votes)
        voting.counted(round_, now, CLOCK)
        return Case.objects.get(pk=case.pk)

    make.vote = vote
    return make


def hand_over(case, chair, unit):
    return decide.carry(case, by=chair, text="更换电梯", unit=unit, due_on=clock.today() + timedelta(days=30))


def test_what_was_agreed_on_a_major_need_waits_for_the_party_committee(agreed, chair, operator_unit):
    case = agreed()
    assert case.state == Case.State.PC_REVIEW
    with pytest.raises(NotNow):
        hand_over(case, chair, operator_unit)


def test_once_confirmed_it_is_handed_over(agreed, chair, operator_unit, party_supervisor):
    case = review.confirm(agreed(), by=party_supervisor, reason="同意")
    assert (case.state, case.result) == (Case.State.DECIDED, "agreed")
    hand_over(case, chair, operator_unit)
    assert Case.objects.get().state == Case.State.EXECUTING


def test_a_complex_need_and_what_was_not_agreed_do_not_go_there(agreed):
    assert agreed(Tier.COMPLEX).state == Case.State.DECIDED


def test_what_was_not_agreed_on_a_major_need_does_not_go_there(agreed):
    assert agreed(votes="NNNNNNYY").state == Case.State.DECIDED


def test_a_wish_to_meet_from_before_the_committee_sent_it_back_counts_no_more(agreed, council, party_supervisor):
    first, second = (voting.seat(council, place).person for place in (3, 4))
    case = review.return_once(agreed(asks=first), by=party_supervisor, reason="请补充资金来源")
    assert discussion.demand_a_meeting(case, by=second).state == Case.State.IN_DISCUSSION
    assert discussion.demand_a_meeting(case, by=first).state == Case.State.TO_MEETING


def test_it_is_sent_back_once_with_reasons_and_its_words_stay_those_of_the_council(agreed, party_supervisor, office):
    before = agreed()
    case = review.return_once(before, by=party_supervisor, reason="请补充资金来源")
    assert (case.state, case.result, case.decided_at) == (Case.State.IN_DISCUSSION, "", None)
    assert (case.question, case.facts) == (before.question, before.facts)
    assert case.discussion_ends_at == ballots.days_from_now(case.rule_set.discussion_days)
    with pytest.raises(PermissionDenied):
        cases.prepare(case, by=party_supervisor, question="改成大修", note="x")
    again = agreed.vote(case, "YYYYYYNN")
    assert again.state == Case.State.PC_REVIEW
    with pytest.raises(NotNow, match="已退回过一次"):
        review.return_once(again, by=party_supervisor, reason="再议")
    assert review.confirm(again, by=party_supervisor).state == Case.State.DECIDED
    assert [one.result for one in again.rounds.all()] == ["agreed", "agreed"]


def test_nobody_else_confirms_it_nor_whoever_sits_in_the_council(agreed, chair, office, party_supervisor):
    case = agreed()
    for person in (chair, office):
        with pytest.raises(PermissionDenied):
            review.confirm(case, by=person)
    seat = case.council.members()[7]
    seating.unseat(seat, by=party_supervisor)
    seating.seat(case.council, Party.MASS_ORG, party_supervisor, term=a_term(), by=party_supervisor)
    with pytest.raises(PermissionDenied):
        review.confirm(case, by=Person.objects.get(pk=party_supervisor.pk))


def test_a_need_that_becomes_major_after_the_vote_is_put_before_the_committee(
    agreed, clerk, chair, operator_unit, office
):
    case = agreed(Tier.COMPLEX)
    advance(Need.objects.get(), "retier", by=clerk, tier=Tier.MAJOR, rule="M4")
    with pytest.raises(NotNow, match="须先由党工委确认"):
        hand_over(case, chair, operator_unit)
    assert advance(case, "report", by=office).state == Case.State.PC_REVIEW


def test_the_committee_is_told_and_finds_it_among_what_waits(agreed, party_supervisor):
    agreed()
    outbox.drain()
    told = Notice.objects.filter(entry__verb="councils.case.report")
    assert told.values_list("recipient", flat=True).distinct().get() == f"person:{party_supervisor.pk}"
    client = Client()
    client.force_login(party_supervisor)
    assert Case.objects.get().get_absolute_url() in client.get(reverse("councils:mine")).content.decode()


def test_the_committee_sends_it_back_on_its_page_and_gives_its_reasons(agreed, party_supervisor, council):
    case = agreed()
    client = Client()
    client.force_login(party_supervisor)
    path = reverse("councils:case_step", args=[council.park.code, case.pk, "return_once"])
    assert path in client.get(case.get_absolute_url()).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 200
    assert Case.objects.get().state == Case.State.PC_REVIEW
    assert client.post(path, {"reason": "请补充资金来源"}).status_code == 302
    entry = Entry.objects.get(verb="councils.case.return_once")
    assert "资金" not in str(entry.facts)
    outbox.drain()
    assert Notice.objects.filter(entry=entry).exists()


def test_a_supervisor_of_another_councils_seat_still_reviews_this_one(agreed, party_supervisor):
    other = CouncilFactory()
    seating.seat(other, Party.ENTERPRISE, party_supervisor, term=a_term(), by=party_supervisor)
    assert review.confirm(agreed(), by=Person.objects.get(pk=party_supervisor.pk)).state == Case.State.DECIDED
