"""Elections at the same moment, on real transactions: one vote a firm, one count; a control shows the race."""

from datetime import timedelta

import pytest

from councils import seating
from councils.elections import counting, voting
from councils.models import ElectionBallot, Party, VoterReceipt
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.councils.elections.campaign import Campaign
from tests.factories import AppointmentFactory, EnterpriseFactory, ParkFactory, PersonFactory, a_term
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS, FIRMS = 20, 10
ROUNDS = how_many(1, 250)


@pytest.fixture
def campaign(transactional_db, at):
    """A park of ten firms whose ballot is open, and time that runs."""
    now = at("2026-11-24 09:30", tick=True)
    park = ParkFactory()
    EnterpriseFactory.create_batch(FIRMS, park=park)
    people = [
        AppointmentFactory(role=role).person
        for role in (Role.DESK_MANAGER, Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR)
    ]
    council = seating.found(park)
    seating.seat(council, Party.COMMUNITY, PersonFactory(), term=a_term(), by=people[1])
    return Campaign(council, *people, now)


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_phones_of_one_firm_are_one_vote(at_once, campaign, lap):
    election = campaign.voting()
    firm = campaign.firms()[9]
    voter, delegate = campaign.voter(election, firm), campaign.delegate(firm)
    picks = list(election.candidacies.accepted().values_list("pk", flat=True))
    outcome = at_once(lambda number: voting.cast(voter, [picks[number % 3]], by=delegate, key=f"{lap}-{number}"), HANDS)
    assert {type(error) for error in outcome.errors} == {NotNow}
    assert len(outcome.answers) == VoterReceipt.objects.count() == ElectionBallot.objects.count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_presses_of_one_ballot_are_one_vote(at_once, campaign, lap):
    election = campaign.voting()
    firm = campaign.firms()[9]
    voter, delegate = campaign.voter(election, firm), campaign.delegate(firm)
    outcome = at_once(lambda _: voting.cast(voter, [], by=delegate, key=f"press{lap}"), HANDS)
    assert outcome.errors == []
    assert VoterReceipt.objects.count() == ElectionBallot.objects.count() == 1
    assert Entry.objects.filter(verb="councils.election.cast").count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_no_vote_of_ten_firms_is_lost_while_the_box_is_shuffled(at_once, campaign, lap):
    election = campaign.voting()
    firms = [(campaign.voter(election, firm), campaign.delegate(firm)) for firm in campaign.firms()]
    outcome = at_once(lambda number: voting.cast(firms[number][0], [], by=firms[number][1], key=""), FIRMS)
    assert outcome.errors == []
    assert VoterReceipt.objects.count() == ElectionBallot.objects.count() == FIRMS


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_vote_that_comes_while_others_close_counts_in_all_reads_or_in_none(at_once, campaign, lap):
    election = campaign.voting()
    for place in range(4):
        campaign.vote(election, place)
    firms = [(campaign.voter(election, firm), campaign.delegate(firm)) for firm in campaign.firms()[4:]]
    campaign.now.shift(election.voting_closes_at - clock.now() - timedelta(milliseconds=150))

    def hand(number):
        if number < len(firms):
            return voting.cast(firms[number][0], [], by=firms[number][1], key="")
        return counting.count(election, by=campaign.office)

    at_once(hand, len(firms) + 4)
    campaign.now.shift(timedelta(seconds=5))
    campaign.fresh(election)
    if campaign.fresh(election).counted_at is None:
        counting.count(election, by=campaign.office)
    counted = election.groups.get().ballots_counted
    assert counted == ElectionBallot.objects.count() == VoterReceipt.objects.count()
    assert Entry.objects.filter(verb="councils.election.count").count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_two_people_who_count_at_once_get_one_result(at_once, campaign, lap):
    election = campaign.voting()
    for place in range(4):
        campaign.vote(election, place)
    election = campaign.over(election)
    outcome = at_once(lambda _: counting.count(election, by=campaign.office), 4)
    assert len(outcome.answers) == 1
    assert {type(error) for error in outcome.errors} == {NotNow}


def test_control_without_the_lock_and_the_constraint_a_firm_votes_twice(at_once, campaign, monkeypatch):
    """The same race where nothing is locked: the box holds more than one paper, so hands do get in each other's way."""
    election = campaign.voting()
    firm = campaign.firms()[9]
    voter, delegate = campaign.voter(election, firm), campaign.delegate(firm)

    def unguarded(number):
        if not voting.why_not(voter, election):
            ElectionBallot.objects.create(group=voter.group, picks=[])
            VoterReceipt.objects.bulk_create([VoterReceipt(voter=voter)], ignore_conflicts=True)
        return delegate

    for _try in range(50):
        at_once(unguarded, HANDS)
        if ElectionBallot.objects.count() > 1:
            return
        ElectionBallot.objects.all().delete()
        VoterReceipt.objects.all().delete()
    pytest.fail("no hand got in the way of another")
