"""The ballot: one firm one vote, secret, counted once, with a plain answer to every "not now"."""

from collections import Counter
from datetime import timedelta

import pytest

from councils.elections import counting, outcome, ticking, turnout, voting
from councils.models import ElectionBallot, ElectionVoter, Representative, VoterReceipt
from enterprises.models import Membership
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Entry
from tests.factories import AppointmentFactory, MembershipFactory, PersonFactory


@pytest.fixture
def poll(campaign):
    """Three stand for two seats; the ballot is open."""
    return campaign.voting()


# --- casting ------------------------------------------------------------------------------------------
def test_a_delegate_casts_the_vote_of_the_firm_and_gets_a_receipt_once(campaign, poll):
    done = campaign.vote(poll, 0, 0, 2, key="press")
    again = campaign.vote(poll, 0, 0, 2, key="press")
    assert len(done.code) == voting.CODE_LENGTH
    assert again.code == ""
    assert VoterReceipt.objects.get().digest == voting.digest_of(done.code)
    assert ElectionBallot.objects.count() == 1


def test_a_second_vote_from_another_phone_is_told_when_the_first_came(campaign, poll):
    campaign.vote(poll, 0, 0)
    with pytest.raises(NotNow, match="已于"):
        campaign.vote(poll, 0, 1)
    assert ElectionBallot.objects.count() == 1


def test_a_vote_after_the_clock_is_told_when_it_ended_even_if_no_job_has_run(campaign, poll):
    campaign.cast_all(poll, *[(0,)] * 7)
    campaign.now.shift(poll.voting_closes_at - clock.now())
    with pytest.raises(NotNow, match="结束"):
        campaign.vote(poll, 10, 0)
    assert ElectionBallot.objects.count() == 7


def test_a_vote_before_the_ballot_is_told_when_it_opens(campaign):
    election = campaign.published()
    with pytest.raises(NotNow, match="开始"):
        campaign.vote(election, 0, 0)


def test_a_ballot_holds_at_most_as_many_as_there_are_seats_and_only_who_stands(campaign, poll):
    with pytest.raises(NotNow, match="最多"):
        campaign.vote(poll, 0, 0, 1, 2)
    voter = campaign.voter(poll, campaign.firms()[0])
    with pytest.raises(NotNow, match="候选人"):
        voting.cast(voter, [10**6], by=campaign.delegate(campaign.firms()[0]), key="")
    assert not VoterReceipt.objects.exists()


def test_a_blank_ballot_is_a_ballot(campaign, poll):
    campaign.vote(poll, 0)
    assert ElectionBallot.objects.get().picks == []


def test_nobody_votes_for_another_firm(campaign, poll):
    voter = campaign.voter(poll, campaign.firms()[0])
    for somebody in (campaign.office, campaign.delegate(campaign.firms()[1]), PersonFactory(), CLOCK):
        with pytest.raises(NotYours):
            voting.cast(voter, [], by=somebody, key="")


def test_a_delegate_who_was_replaced_while_voting_is_told_who_votes_now(campaign, poll):
    firm = campaign.firms()[0]
    before = campaign.delegate(firm)
    Membership.objects.filter(person=before).update(is_delegate=False)
    now = MembershipFactory(enterprise=firm, is_delegate=True, person=PersonFactory(name="新代表")).person
    with pytest.raises(NotNow, match="新代表"):
        voting.cast(campaign.voter(poll, firm), [], by=before, key="")
    voting.cast(campaign.voter(poll, firm), [], by=now, key="")
    assert VoterReceipt.objects.count() == 1


def test_a_firm_has_one_vote_even_when_its_delegate_changes_after_voting(campaign, poll):
    firm = campaign.firms()[0]
    campaign.vote(poll, 0, 0)
    Membership.objects.filter(enterprise=firm).update(is_delegate=False)
    with pytest.raises(NotNow, match="已于"):
        campaign.vote(poll, 0, 1)


# --- codes --------------------------------------------------------------------------------------------
@pytest.fixture
def park_leader(campaign):
    return AppointmentFactory(role=Role.PARK_LEADER, park=campaign.council.park).person


def by_code(campaign, election, code, picks=()):
    held = voting.by_code(election, code)
    voter = campaign.voter(election, held.enterprise)
    return voting.cast(voter, picks, by=voting.holder_of(held), key="")


def test_a_firm_that_named_nobody_votes_with_a_code_of_the_park_leader(campaign, poll, park_leader):
    code = voting.give_code(poll, campaign.firms()[5], by=park_leader)
    by_code(campaign, poll, code.lower())
    with pytest.raises(NotNow, match="已于"):
        by_code(campaign, poll, code)
    assert VoterReceipt.objects.count() == 1


def test_a_new_code_makes_the_old_one_void(campaign, poll, park_leader):
    old = voting.give_code(poll, campaign.firms()[5], by=park_leader)
    voting.give_code(poll, campaign.firms()[5], by=park_leader)
    assert voting.by_code(poll, old) is None


def test_a_code_is_void_once_the_firm_names_somebody(campaign, poll, park_leader):
    code = voting.give_code(poll, campaign.firms()[5], by=park_leader)
    campaign.delegate(campaign.firms()[5])
    with pytest.raises(NotNow, match="失效"):
        by_code(campaign, poll, code)
    with pytest.raises(NotNow, match="不需要"):
        voting.give_code(poll, campaign.firms()[5], by=park_leader)


def test_codes_are_handed_out_by_the_leader_of_this_park_or_the_office(campaign, poll):
    other = AppointmentFactory(role=Role.PARK_LEADER).person
    with pytest.raises(NotYours):
        voting.give_code(poll, campaign.firms()[5], by=other)
    assert voting.give_code(poll, campaign.firms()[5], by=campaign.office)


# --- nothing joins a ballot to its voter ---------------------------------------------------------------
def test_a_ballot_has_no_voter_no_time_and_no_sequence():
    assert {field.name for field in ElectionBallot._meta.get_fields()} == {"id", "group", "picks"}
    assert ElectionBallot._meta.ordering == []


def test_a_receipt_says_nothing_of_what_was_voted():
    fields = {field.name for field in VoterReceipt._meta.get_fields()}
    assert fields == {"voter", "channel", "digest", "at"}


def test_the_box_is_written_anew_with_each_ballot(campaign, poll):
    keys = set()
    for place in range(6):
        campaign.vote(poll, place, place % 3)
        now_there = set(ElectionBallot.objects.values_list("pk", flat=True))
        assert not keys & now_there
        keys |= now_there


def test_the_place_of_a_ballot_does_not_follow_the_order_of_voting(campaign, poll, monkeypatch):
    orders = []

    class Turned:
        def shuffle(self, papers):
            orders.append(len(papers))
            papers.reverse()

    monkeypatch.setattr(voting.secrets, "SystemRandom", Turned)
    campaign.cast_all(poll, (0,), (1,), (2,))
    assert orders == [1, 2, 3]


def test_the_trail_says_that_a_firm_voted_and_never_what(campaign, poll):
    campaign.vote(poll, 0, 1)
    (entry,) = Entry.objects.filter(verb="councils.election.cast")
    chosen = poll.candidacies.accepted()[1].pk
    assert set(entry.facts) == {"voter", "group", "dates"}
    assert not entry.is_public
    assert entry.words == {}
    assert str([chosen]) not in entry.canonical


# --- turnout ------------------------------------------------------------------------------------------
def test_a_low_turnout_extends_the_ballot_once_and_then_it_stands(campaign, poll):
    campaign.cast_all(poll, (0,), (0,), (1,))
    before = poll.voting_closes_at
    election = campaign.after(poll, "voting_closes_at")
    assert (election.state, election.is_poll_extended) == ("voting", True)
    assert election.voting_closes_at == clock.due_at(clock.calendar(), before, clock.working_days(3))
    campaign.vote(election, 5, 0)
    election = campaign.after(election, "voting_closes_at")
    assert election.state == "counting"


def test_who_was_reminded_of_a_ballot_is_not_reminded_again_after_its_extension(campaign, poll):
    """They are told of the new end: one reminder a vote."""
    campaign.now.shift(poll.voting_closes_at - clock.now() - timedelta(hours=20))
    ticking.remind_of_ballots()
    longer = campaign.after(poll, "voting_closes_at")
    assert longer.is_poll_extended
    campaign.now.shift(longer.voting_closes_at - clock.now() - timedelta(hours=1))
    ticking.remind_of_ballots()
    assert Entry.objects.filter(verb="councils.election.remind").count() == 1


def test_a_turnout_that_is_missed_by_one_vote_never_looks_met():
    assert turnout.Turnout(voters=200, voted=59).is_below(30)
    assert not turnout.Turnout(voters=200, voted=60).is_below(30)
    assert turnout.Turnout(voters=1000, voted=299).percent == "29.9"


# --- paper --------------------------------------------------------------------------------------------
@pytest.fixture
def with_box(campaign):
    return campaign.voting(has_paper=True)


def test_whoever_votes_on_paper_is_struck_from_the_online_list(campaign, with_box):
    firm = campaign.firms()[0]
    voting.strike(campaign.voter(with_box, firm), by=campaign.office)
    with pytest.raises(NotNow, match="纸质票"):
        campaign.vote(with_box, 0, 0)
    campaign.vote(with_box, 1, 0)
    with pytest.raises(NotNow, match="已在线"):
        voting.strike(campaign.voter(with_box, campaign.firms()[1]), by=campaign.office)


def test_a_firm_that_was_struck_by_mistake_is_put_back(campaign, with_box):
    voter = campaign.voter(with_box, campaign.firms()[0])
    voting.strike(voter, by=campaign.office)
    voting.put_back(voter, by=campaign.office)
    campaign.vote(with_box, 0, 0)


def test_there_is_nothing_to_strike_without_a_paper_box(campaign, poll):
    with pytest.raises(NotNow, match="没有设"):
        voting.strike(campaign.voter(poll, campaign.firms()[0]), by=campaign.office)


def test_the_paper_box_is_entered_by_two_people_who_must_agree(campaign, with_box, clerk):
    group, (first, second, third) = with_box.groups.get(), with_box.candidacies.accepted()
    for place in (0, 1, 2):
        voting.strike(campaign.voter(with_box, campaign.firms()[place]), by=campaign.office)
    for place in range(3, 8):
        campaign.vote(with_box, place, 1)
    election = campaign.over(with_box)
    read = {first.pk: 2, third.pk: 2}
    counting.enter_paper(group, read, ballots=3, void=1, by=campaign.office)
    with pytest.raises(NotNow, match="两人"):
        counting.count(election, by=campaign.office)
    counting.enter_paper(group, {first.pk: 2, third.pk: 1}, ballots=3, void=1, by=clerk)
    with pytest.raises(NotNow, match="不一致"):
        counting.count(election, by=campaign.office)
    counting.enter_paper(group, read, ballots=3, void=1, by=clerk)
    counting.count(election, by=campaign.office)
    votes = dict(election.candidacies.values_list("pk", "votes"))
    assert votes == {first.pk: 2, second.pk: 5, third.pk: 2}
    assert (election.groups.get().ballots_counted, election.groups.get().ballots_void) == (8, 1)


def test_a_box_with_more_ballots_than_struck_voters_is_not_counted(campaign, with_box, clerk):
    voting.strike(campaign.voter(with_box, campaign.firms()[0]), by=campaign.office)
    election = campaign.over(with_box)
    for person in (campaign.office, clerk):
        counting.enter_paper(election.groups.get(), {}, ballots=2, by=person)
    with pytest.raises(NotNow, match="划去"):
        counting.count(election, by=campaign.office)


@pytest.mark.parametrize(("votes", "ballots", "void"), [(9, 3, 0), (3, 3, 1), (0, 1, 2)])
def test_figures_that_cannot_be_are_refused(campaign, with_box, votes, ballots, void):
    election = campaign.over(with_box)
    first = election.candidacies.accepted().first()
    with pytest.raises(NotNow):
        counting.enter_paper(election.groups.get(), {first.pk: votes}, ballots=ballots, void=void, by=campaign.office)


# --- counting -----------------------------------------------------------------------------------------
def test_the_most_votes_are_elected_and_two_sign_before_it_is_declared(campaign, poll):
    campaign.cast_all(poll, (0, 1), (0, 1), (0,), (2,), (1,), (0,), (1,))
    election = campaign.counted(poll)
    assert [one.votes for one in election.candidacies.accepted()] == [4, 4, 1]
    with pytest.raises(NotNow, match="监票人"):
        counting.declare(election, by=campaign.office)
    with pytest.raises(NotYours):
        counting.attest(election, by=campaign.office)
    counting.attest(election, by=campaign.scrutineer)
    assert counting.declare(election, by=campaign.office).state == "declared"


def test_it_is_counted_once(campaign, poll):
    election = campaign.counted(poll)
    with pytest.raises(NotNow, match="已经计票"):
        counting.count(election, by=campaign.office)


def test_it_is_not_counted_while_the_ballot_is_open(campaign, poll):
    with pytest.raises(NotNow):
        counting.count(poll, by=campaign.office)


def test_a_box_that_differs_from_the_list_is_not_counted(campaign, poll):
    campaign.cast_all(poll, *[(0,)] * 7)
    ElectionBallot.objects.first().delete()
    with pytest.raises(NotNow, match="不符"):
        counting.count(campaign.over(poll), by=campaign.office)


def test_a_tie_for_the_last_seat_is_settled_by_a_lot_that_anybody_can_redo(campaign, poll):
    campaign.cast_all(poll, (0,), (0,), (1,), (2,))
    election = campaign.counted(poll)
    lot = election.groups.get().lot
    again = outcome.draw_lot(lot["seed"], lot["among"], lot["places"])
    winners = set(election.candidacies.filter(outcome="elected").values_list("pk", flat=True))
    assert list(again.order) == lot["order"]
    assert winners == {election.candidacies.accepted()[0].pk, lot["order"][0]}


def test_a_single_candidate_needs_more_than_half_of_the_ballots(campaign):
    election = campaign.voting(1)
    campaign.cast_all(election, (0,), (0,), (), ())
    election = campaign.counted(election)
    assert election.candidacies.get().outcome == "not_elected"
    assert election.groups.get().result == "nobody"


def test_a_single_candidate_with_more_than_half_is_elected_and_a_seat_stays_free(campaign):
    election = campaign.voting(1)
    campaign.cast_all(election, (0,), (0,), (0,), ())
    election = campaign.counted(election)
    assert election.groups.get().result == "partly"


def test_of_fewer_than_three_votes_only_who_is_elected_goes_to_the_record(campaign):
    election = campaign.voting(1)
    campaign.cast_all(election, (0,), (0,))
    election = campaign.certified(election)
    seat = Representative.objects.get(person=campaign.people[0])
    assert seat.votes is None
    assert not outcome.are_figures_shown(2, election.rule_set.hide_below)


def test_silent_jobs_change_nothing(campaign, poll):
    """48 hours without a job: the doors take the steps themselves, and dates count from the planned ends."""
    campaign.cast_all(poll, *[(0,)] * 7)
    campaign.now.shift(poll.voting_closes_at - clock.now() + timedelta(hours=48))
    election = counting.count(poll, by=campaign.office)
    verbs = Counter(Entry.objects.about(election).values_list("verb", flat=True))
    assert verbs["councils.election.close_poll"] == verbs["councils.election.count"] == 1
    assert ElectionVoter.objects.count() == len(campaign.firms())
