"""A ballot in the hands of everybody: firms vote, change delegates, vote on paper; jobs run or do not; people count."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from councils.elections import counting, ticking, voting
from councils.models import Election, ElectionBallot, ElectionVoter, VoterReceipt
from enterprises.models import Membership
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.factories import MembershipFactory
from tests.rounds import examples, undone

PLACES = st.integers(0, 8)
PICKS = st.sets(st.integers(0, 2), max_size=2)
JOBS = (ticking.record_what_the_clock_has_brought_about, ticking.count_what_has_no_paper, ticking.remind_of_ballots)


class ElectionMachine(RuleBasedStateMachine):
    """One open ballot of three candidates for two seats; the model beside it is what each firm did."""

    def __init__(self, campaign, election):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        self.campaign, self.pk = campaign, election.pk
        self.start = clock.now()
        self.firms = campaign.firms()
        self.standing = list(election.candidacies.accepted().values_list("pk", flat=True))
        self.online: dict[int, list[int]] = {}
        self.on_paper: set[int] = set()

    def teardown(self):
        self.campaign.now.shift(self.start - clock.now())
        self.block.__exit__(None, None, None)

    @property
    def election(self):
        return Election.objects.with_all().get(pk=self.pk)

    def voter(self, place):
        return self.campaign.voter(self.election, self.firms[place])

    @property
    def takes_ballots(self):
        """Open by the clock; a turnout that was missed opens it once more, whether or not a job has run."""
        self._recorded()
        return self.election.stage == "voting"

    def _recorded(self):
        self.campaign.fresh(self.election)

    @rule(place=PLACES, picks=PICKS)
    def a_firm_votes(self, place, picks):
        chosen = sorted(self.standing[number] for number in picks)
        is_refused = place in self.online or place in self.on_paper or not self.takes_ballots
        delegate = self.campaign.delegate(self.firms[place])
        if is_refused:
            with pytest.raises(NotNow):
                voting.cast(self.voter(place), chosen, by=delegate, key="")
        else:
            voting.cast(self.voter(place), chosen, by=delegate, key="")
            self.online[place] = chosen

    @rule(place=PLACES)
    def a_firm_names_somebody_else(self, place):
        Membership.objects.filter(enterprise=self.firms[place], is_delegate=True).update(is_delegate=False)
        MembershipFactory(enterprise=self.firms[place], is_delegate=True, is_admin=True)

    @rule(place=PLACES)
    def somebody_votes_on_paper(self, place):
        self._recorded()
        is_open = self.election.stage in ("voting", "counting") and self.election.counted_at is None
        if place in self.online or place in self.on_paper or not is_open:
            with pytest.raises(NotNow):
                voting.strike(self.voter(place), by=self.campaign.office)
        else:
            voting.strike(self.voter(place), by=self.campaign.office)
            self.on_paper.add(place)

    @rule(hours=st.sampled_from([1, 20, 48, 100, 200]))
    def time_passes(self, hours):
        self.campaign.now.shift(timedelta(hours=hours))

    @rule(times=st.sampled_from([1, 2, 5]))
    def jobs_run(self, times):
        for _ in range(times):
            for job in JOBS:
                job()

    @rule()
    def the_box_is_entered_and_counted(self):
        self._recorded()
        election = self.election
        if election.state != Election.State.COUNTING or election.counted_at is not None:
            with pytest.raises(NotNow):
                counting.count(election, by=self.campaign.office)
            return
        for person in (self.campaign.office, self.campaign.second):
            counting.enter_paper(election.groups.get(), {}, ballots=len(self.on_paper), by=person)
        counting.count(election, by=self.campaign.office)

    @invariant()
    def ballots_are_used_receipts_and_never_more_than_the_electorate(self):
        """Invariant 1: one a firm, whoever its delegate was."""
        receipts = Counter(VoterReceipt.objects.values_list("channel", flat=True))
        assert ElectionBallot.objects.count() == receipts["online"] == len(self.online)
        assert receipts["paper"] == len(self.on_paper)
        assert receipts.total() <= ElectionVoter.objects.count() == len(self.firms)

    @invariant()
    def the_box_holds_what_was_voted_in_no_order(self):
        """Invariants 2 and 8: the same papers as a heap, and no column that joins them to a firm."""
        papers = Counter(tuple(picks) for picks in ElectionBallot.objects.values_list("picks", flat=True))
        assert papers == Counter(tuple(picks) for picks in self.online.values())

    @invariant()
    def it_is_counted_once_and_comes_to_what_was_voted(self):
        """Invariants 3, 4 and 12."""
        election, verbs = self.election, Counter(Entry.objects.about(self.election).values_list("verb", flat=True))
        is_counted = election.counted_at is not None
        assert verbs["councils.election.count"] == is_counted
        assert verbs["councils.election.close_poll"] <= 1
        assert verbs["councils.election.extend_poll"] == election.is_poll_extended
        assert verbs["councils.election.remind"] <= 1
        if is_counted:
            said = Counter(one for picks in self.online.values() for one in picks)
            votes = dict(election.candidacies.accepted().values_list("pk", "votes"))
            assert votes == {one: said[one] for one in self.standing}
            assert election.groups.get().ballots_counted == len(self.online) + len(self.on_paper)

    @invariant()
    def an_election_that_is_over_by_the_clock_shows_so(self):
        """Invariant 14: no state is overdue without being seen."""
        election = self.election
        if election.state == "voting" and clock.now() >= election.voting_closes_at:
            assert election.stage == "counting"


def test_whatever_firms_do_each_has_one_vote_that_is_counted_once(campaign, clerk):
    campaign.second = clerk
    election = campaign.voting(has_paper=True)
    run_state_machine_as_test(
        lambda: ElectionMachine(campaign, election), settings=examples(4, 250, stateful_step_count=20)
    )
