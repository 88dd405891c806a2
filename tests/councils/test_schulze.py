"""Ranking votes: who wins, and what does not change it (decisions 38). No database."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from councils import schulze
from tests.rounds import examples

FOUR = (1, 2, 3, 4)


@st.composite
def rankings(draw, candidates=FOUR):
    """Up to ten ballots; some share a place, some leave candidates out."""
    return [_ballot(draw, candidates) for _ in range(draw(st.integers(1, 10)))]


def _ballot(draw, candidates):
    places = draw(st.lists(st.integers(0, 3), min_size=len(candidates), max_size=len(candidates)))
    named = {place: [one for one, at in zip(candidates, places, strict=True) if at == place] for place in range(3)}
    return [tied for _place, tied in sorted(named.items()) if tied]


def duels(found, candidates=FOUR):
    return schulze.preferred(found, candidates)


def test_the_example_of_the_paper_is_won_by_the_same_candidate():
    """Schulze 2011, example 1: 45 voters, five candidates, E wins."""
    ballots = [
        *[["A", "C", "B", "E", "D"]] * 5, *[["A", "D", "E", "C", "B"]] * 5, *[["B", "E", "D", "A", "C"]] * 8,
        *[["C", "A", "B", "E", "D"]] * 3, *[["C", "A", "E", "B", "D"]] * 7, *[["C", "B", "A", "D", "E"]] * 2,
        *[["D", "C", "E", "B", "A"]] * 7, *[["E", "B", "A", "D", "C"]] * 8,
    ]  # fmt: skip
    numbers = {letter: place for place, letter in enumerate("ABCDE", start=1)}
    ranked = [[[numbers[one]] for one in ballot] for ballot in ballots]
    assert schulze.winners(ranked, (1, 2, 3, 4, 5)) == [numbers["E"]]


def test_without_a_ballot_all_are_equal():
    assert schulze.winners([], FOUR) == list(FOUR)


@given(found=rankings())
@examples(300)
def test_somebody_always_wins(found):
    assert schulze.winners(found, FOUR)


@given(found=rankings())
@examples(500)
def test_who_beats_each_other_one_in_a_duel_wins_alone(found):
    """The Condorcet winner."""
    links = duels(found)
    best = [one for one in FOUR if all(links[one, other] > links[other, one] for other in FOUR if other != one)]
    assume(best)
    assert schulze.winners(found, FOUR) == best


@given(found=rankings(), more=st.integers(0, 9))
@examples(500)
def test_who_wins_alone_still_wins_when_a_ballot_puts_it_first(found, more):
    """Monotone: to like the winner better never harms it."""
    won = schulze.winners(found, FOUR)
    assume(len(won) == 1)
    place = more % len(found)
    raised = [[won[0]], *([one for one in tied if one != won[0]] for tied in found[place])]
    changed = [*found[:place], [tied for tied in raised if tied], *found[place + 1 :]]
    assert schulze.winners(changed, FOUR) == won


@given(found=rankings((1, 2, 3)), alike=st.sampled_from([1, 2, 3]))
@examples(500)
def test_an_option_that_is_offered_twice_changes_nothing_for_the_others(found, alike):
    """Independence of clones: 9 stands right behind one of them on each ballot."""
    won = schulze.winners(found, (1, 2, 3))
    cloned = [[part for tied in ballot for part in _beside(tied, alike)] for ballot in found]
    with_clone = schulze.winners(cloned, (1, 2, 3, 9))
    others = [one for one in won if one != alike]
    assert [one for one in with_clone if one not in (alike, 9)] == others
    assert (alike in won) == bool({alike, 9} & set(with_clone))


def _beside(tied, alike):
    return [[*tied, 9]] if alike in tied else [tied]


@pytest.mark.parametrize("order", [FOUR, FOUR[::-1]])
@given(found=rankings())
@examples(200)
def test_the_order_of_the_options_makes_no_difference(order, found):
    assert set(schulze.winners(found, order)) == set(schulze.winners(found, FOUR))
