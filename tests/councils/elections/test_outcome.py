"""Who is elected, for any votes: pure, so tried with many."""

from hypothesis import given
from hypothesis import strategies as st

from councils.elections import outcome
from tests.rounds import examples

SEATS = st.integers(1, 4)
PAPERS = st.lists(st.sets(st.integers(0, 5), max_size=4), max_size=40)
CANDIDATES = st.integers(1, 6)


def decided(papers, seats, many, seed="seed"):
    standing = range(many)
    votes = outcome.add_up(standing, papers)
    return outcome.decide(votes, seats, len(papers), lambda: seed)


@examples(100)
@given(PAPERS, SEATS, CANDIDATES)
def test_never_more_are_elected_than_there_are_seats_and_nobody_without_a_vote(papers, seats, many):
    found = decided(papers, seats, many)
    assert len(found.elected) <= seats
    assert all(found.votes[one] for one in found.elected)


@examples(100)
@given(PAPERS, SEATS, CANDIDATES)
def test_whoever_is_elected_has_at_least_as_many_votes_as_whoever_is_not(papers, seats, many):
    found = decided(papers, seats, many)
    left = [count for one, count in found.votes.items() if one not in found.elected]
    assert not found.elected or max(left, default=0) <= min(found.votes[one] for one in found.elected)


@examples(100)
@given(PAPERS, SEATS, CANDIDATES, st.integers(0, 5))
def test_one_more_vote_never_costs_a_candidate_the_seat(papers, seats, many, one):
    """Invariant 6, where no lot decides."""
    before, after = decided(papers, seats, many), decided([*papers, {one}], seats, many)
    if before.lot is None and after.lot is None and one in before.elected:
        assert one in after.elected


@examples(100)
@given(PAPERS, SEATS, CANDIDATES, st.text("0123456789abcdef", min_size=16, max_size=16))
def test_a_lot_can_be_drawn_again_from_its_record(papers, seats, many, seed):
    found = decided(papers, seats, many, seed)
    if found.lot:
        record = found.lot.as_record()
        assert outcome.draw_lot(record["seed"], record["among"], record["places"]) == found.lot
        assert len(found.elected) == seats


def test_nobody_voted_and_nobody_is_elected():
    """Invariant 5."""
    assert decided([], 2, 3).elected == frozenset()
    assert decided([], 2, 1).elected == frozenset()
