"""Votes on several options in the hands of everybody: the same random walk as for one sentence, with marks."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from councils import ballots, choosing, schulze, venues
from councils.models import Case, Option, Round
from councils.picks import AS_IT_IS, Method, Said, read, written
from councils.tally import Box, Outcome, Result, Roll
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from tests.councils import voting
from tests.councils.test_vote_machine import PLACES, VoteMachine
from tests.rounds import examples

# 1 to 3 stand, 4 was withdrawn before the vote opened, 9 never was.
STANDING, WITHDRAWN, NEVER = (1, 2, 3), 4, 9
OFFERED = st.sampled_from([*STANDING, *STANDING, *STANDING, WITHDRAWN, NEVER])
ONE = OFFERED.map(str)
SOME = st.sets(OFFERED, min_size=1, max_size=3).map(lambda chosen: written([chosen]))
ORDER = st.permutations([AS_IT_IS, *STANDING]).map(lambda order: written([one] for one in order))
MARKS = {Method.SINGLE: ONE | SOME, Method.APPROVAL: SOME, Method.RANKING: ORDER | ONE}
CHOICES = st.sampled_from(["mark", "mark", "mark", "none", "abstain"])


def wanted_by(mark):
    """The options that stand before “leave it as it is” on a ballot."""
    before = []
    for tied in read(mark):
        if AS_IT_IS in tied:
            break
        before += tied
    return set(before)


class OptionMachine(VoteMachine):
    """The model: what each seat said, as (choice, mark)."""

    method = Method.SINGLE

    def opened(self, council, office, paper):
        case = voting.prepared(council, office, way=self.method, **paper)
        for number in (*STANDING, WITHDRAWN):
            choosing.offer(case, f"方案{number}", by=office)
        choosing.retract(Option.objects.get(case=case, number=WITHDRAWN), by=office, reason="重复")
        case = venues.discuss(case, by=office)
        voting.all_declare(case)
        self.now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
        return ballots.open_round(Case.objects.get(pk=case.pk), by=office)

    @property
    def wanted(self):
        marks = [mark for choice, mark in self.votes.values() if choice != "abstain"]
        return {one: sum(one in wanted_by(mark) for mark in marks) for one in STANDING}

    @property
    def leading(self):
        """Counted again from the model, by most marks or by Schulze."""
        if self.method == Method.RANKING:
            marks = [read(mark) for choice, mark in self.votes.values() if choice != "abstain"]
            first = schulze.winners(marks, [AS_IT_IS, *STANDING])
            return [one for one in first if one != AS_IT_IS and self.wanted[one]]
        most = max(self.wanted.values())
        return [one for one in STANDING if self.wanted[one] == most] if most else []

    def expected(self):
        plain = [choice for choice, _mark in self.votes.values()]
        first = self.round.winner or next(iter(self.leading), None)
        for_it = self.wanted[first] if first else 0
        abstained = plain.count("abstain")
        base = {one.party for place, one in enumerate(self.members) if place not in self.recused}
        parties = {self.members[place].party for place in self.votes}
        box = Box(for_it, len(plain) - abstained - for_it, abstained, len(parties))
        alike = max([*Counter(self.votes.values()).values(), *self.wanted.values()], default=0)
        roll = Roll(8, len(self.recused), len(base))
        return Outcome(self.rule, roll, box, is_secret=self.is_secret, alike=alike)

    @rule(place=PLACES, choice=CHOICES, data=st.data())
    def somebody_votes(self, place, choice, data):
        mark = data.draw(MARKS[self.method]) if choice == "mark" else ""
        one = self.members[place]
        said = Said("abstain") if choice == "abstain" else Said("yes", mark)
        named = {number for tied in read(mark) for number in tied}
        is_bad = bool(named & {WITHDRAWN, NEVER}) or (self.method == Method.SINGLE and len(named) > 1)
        is_refused = place in self.recused or (self.is_secret and place in self.votes)
        if not self.takes_ballots or is_refused or is_bad:
            with pytest.raises(NotNow):
                ballots.cast(self.round, one, said, by=one.person, key="")
        else:
            ballots.cast(self.round, one, said, by=one.person, key="")
            kind = "abstain" if choice == "abstain" else "yes" if wanted_by(mark) else "no"
            self.votes[place] = (kind, mark)

    @invariant()
    def the_box_holds_what_was_said_and_nothing_else(self):
        """Each mark as often as it was made; of a secret one nothing says whose it is."""
        box = Counter(self.round.ballots.values_list("choice", "mark"))
        assert box == Counter(self.votes.values())

    @invariant()
    def what_wins_leads_and_a_lot_is_drawn_among_equals_alone(self):
        one = self.round
        if one.state != Round.State.CLOSED:
            return
        assert (one.winner is not None) == (one.result == Result.AGREED)
        assert one.winner is None or one.winner in self.leading
        drawn = [int(number) for number in one.lot.split(",") if number]
        assert drawn == [] or sorted(drawn) == sorted(self.leading)
        assert not drawn or one.winner in (None, drawn[0])


@pytest.mark.parametrize("kind", ["named", "secret"])
@pytest.mark.parametrize("method", [Method.SINGLE, Method.APPROVAL, Method.RANKING])
def test_whatever_members_mark_the_vote_comes_to_what_they_marked(council, office, morning, method, kind):
    machine = type("Machine", (OptionMachine,), {"method": method})
    run_state_machine_as_test(
        lambda: machine(council, office, morning, kind, is_about_shared=False),
        settings=examples(3, 250, stateful_step_count=15),
    )
