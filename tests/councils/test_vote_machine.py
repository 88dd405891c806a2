"""A vote in the hands of everybody: random members vote, change their minds, step back and count at random times."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from councils import ballots, declare
from councils.models import Ballot, Case, Receipt, Recusal, Round
from councils.tally import Box, Outcome, Result, Roll, Rule
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from parkdesk.core.models import Entry
from tests.councils import voting
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples, undone

CHOICES = st.sampled_from(["yes", "no", "abstain"])
PLACES = st.integers(0, 7)


class VoteMachine(RuleBasedStateMachine):
    """One vote; the model beside it is a list of what each of the eight seats did."""

    def __init__(self, council, office, morning, kind, is_about_shared):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        self.now = morning(MORNING)
        paper = {"is_secret": kind == "secret", "is_about_shared": is_about_shared}
        self.pk = self.opened(council, office, paper).pk
        self.members, self.is_secret = list(council.members()), kind == "secret"
        self.rule = Rule.of(self.round.rule_set, is_about_shared=is_about_shared)
        self.votes: dict[int, str] = {}
        self.recused: set[int] = set()
        self.after: Outcome | None = None

    def opened(self, council, office, paper):
        """The vote that everybody has in hand."""
        return voting.voted_on(council, office, self.now, **paper)

    def teardown(self):
        self.block.__exit__(None, None, None)

    @property
    def round(self):
        return Round.objects.select_related("case__council__park", "rule_set").get(pk=self.pk)

    def expected(self):
        """What the model says that the vote comes to."""
        said = Counter(self.votes.values())
        base = [one.party for place, one in enumerate(self.members) if place not in self.recused]
        parties = {self.members[place].party for place in self.votes}
        roll = Roll(8, len(self.recused), len(set(base)))
        box = Box(said["yes"], said["no"], said["abstain"], len(parties))
        return Outcome(self.rule, roll, box, is_secret=self.is_secret)

    @property
    def takes_ballots(self):
        """Open by the clock, or so short of a quorum that its one extension begins with the next vote."""
        one = self.round
        is_short = not one.is_extended and not self.expected().has_quorum and self._is_within_the_extension(one)
        return one.takes_ballots or (one.state == Round.State.OPEN and is_short)

    def _is_within_the_extension(self, one):
        return clock.now() < ballots.days_from_now(one.rule_set.extension_days, one.closes_at)

    @rule(place=PLACES, choice=CHOICES)
    def somebody_votes(self, place, choice):
        one = self.members[place]
        is_refused = place in self.recused or (self.is_secret and place in self.votes)
        if not self.takes_ballots or is_refused:
            with pytest.raises(NotNow):
                ballots.cast(self.round, one, choice, by=one.person, key="")
        else:
            ballots.cast(self.round, one, choice, by=one.person, key="")
            self.votes[place] = choice

    @rule(place=PLACES)
    def somebody_steps_back(self, place):
        one, now = self.members[place], self.round
        is_bound = self.is_secret and place in self.votes
        if now.state == Round.State.CLOSED:
            return  # it concerns the next vote, if there is one
        if place in self.recused:  # pressed twice, at whatever hour: what stands is given back, and nothing is written
            before = Entry.objects.count()
            assert declare.recuse(now.case, one, category="party", by=one.person).category == "trade"
            assert Entry.objects.count() == before
        elif not now.takes_ballots or is_bound:
            with pytest.raises(NotNow):
                declare.recuse(now.case, one, category="trade", by=one.person)
        else:
            declare.recuse(now.case, one, category="trade", by=one.person)
            self.recused.add(place)
            self.votes.pop(place, None)

    @rule(hours=st.sampled_from([1, 5, 20, 48, 100]))
    def time_passes(self, hours):
        self.now.shift(timedelta(hours=hours))

    @rule(times=st.integers(1, 3))
    def somebody_counts(self, times):
        for _ in range(times):
            before = self.round
            try:
                ballots.close(before, by=CLOCK)
            except NotNow:
                assert before.state != Round.State.OPEN or before.takes_ballots
        if self.round.state == Round.State.CLOSED and self.after is None:
            self.after = self.expected()

    @invariant()
    def counted_votes_are_used_receipts_and_never_more_than_the_electorate(self):
        """Invariant 1, per party too."""
        one = self.round
        voters = one.electors.filter(standing="voter")
        receipts = Receipt.objects.filter(elector__round=one)
        assert one.ballots.count() == receipts.count() == len(self.votes) <= voters.count()
        cast = Counter(receipts.values_list("elector__party", flat=True))
        entitled = Counter(voters.values_list("party", flat=True))
        assert all(cast[party] <= entitled[party] for party in cast)

    @invariant()
    def the_figures_are_those_of_the_model(self):
        """Invariants 2 and 7: the last word of each seat, and base and votes change together."""
        assert ballots.count(self.round) == self.expected()

    @invariant()
    def a_vote_is_counted_once_and_for_good(self):
        """Invariants 3 and 4."""
        one, case = self.round, Case.objects.get()
        if one.state == Round.State.CLOSED:
            assert one.result == self.after.result
            assert (case.state == Case.State.TO_MEETING) == (one.result == Result.NO_QUORUM)
            assert case.result == ("" if one.result == Result.NO_QUORUM else one.result)
        assert Entry.objects.filter(verb="councils.round.close").count() == (one.state == Round.State.CLOSED)
        assert Entry.objects.filter(verb="councils.round.extend").count() == one.is_extended

    @invariant()
    def nothing_joins_a_secret_ballot_to_its_voter(self):
        if self.is_secret:
            assert not Ballot.objects.exclude(elector=None, reason="").exists()

    @invariant()
    def whoever_stepped_back_is_in_neither(self):
        assert Recusal.objects.count() == len(self.recused)
        assert not Receipt.objects.filter(elector__standing="recused").exists()


@pytest.mark.parametrize("is_about_shared", [False, True])
@pytest.mark.parametrize("kind", ["named", "secret"])
def test_whatever_members_do_the_vote_comes_to_what_they_did(council, office, morning, kind, is_about_shared):
    run_state_machine_as_test(
        lambda: VoteMachine(council, office, morning, kind, is_about_shared),
        settings=examples(4, 250, stateful_step_count=20),
    )
