"""The arithmetic of a vote: properties that hold for every electorate and every box (council.md 6)."""

from fractions import Fraction
from itertools import product

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from councils.models import RuleSet
from councils.tally import Box, Outcome, Result, Roll, Rule
from tests.rounds import examples

ORDINARY, SHARED = Rule(), Rule(majority=Fraction(2, 3), is_strict=False)
PARTIES = 5


@st.composite
def outcomes(draw, is_secret=False):
    """A council of up to ten seats from up to five parties, some of them recused, some of the rest voting."""
    seats = draw(st.lists(st.integers(1, PARTIES), min_size=1, max_size=10))
    stands = draw(st.lists(st.sampled_from("RYNA-"), min_size=len(seats), max_size=len(seats)))
    return outcome(seats, stands, draw(st.sampled_from([ORDINARY, SHARED])), is_secret=is_secret)


def outcome(seats, stands, rule, *, is_secret=False):
    """Each seat is a party and what became of it: R recused, Y for, N against, A abstained, - did not vote."""
    base = [party for party, stand in zip(seats, stands, strict=True) if stand != "R"]
    voted = [party for party, stand in zip(seats, stands, strict=True) if stand in "YNA"]
    roll = Roll(len(seats), len(seats) - len(base), len(set(base)))
    box = Box(stands.count("Y"), stands.count("N"), stands.count("A"), len(set(voted)))
    return Outcome(rule, roll, box, is_secret=is_secret)


def test_the_example_of_the_rules_is_agreed():
    """8 seats, 1 recused, quorum 5 of 7, 6 voted, 4 yes > 3: agreed (decisions 35)."""
    one = Outcome(ORDINARY, Roll(8, 1, 5), Box(4, 1, 1, 5))
    assert (one.quorum, one.roll.base, one.box.cast, one.needed, one.result) == (5, 7, 6, 4, Result.AGREED)
    assert one.sentence("en") == (
        "8 seats, 1 recused, quorum 5 of 7 from 4 parties; 6 voted, from 5 parties: reached;"
        " 4 for > 3, 1 against, 1 abstained: agreed."
    )


@pytest.mark.parametrize(
    ("rule", "box", "result"),
    [
        (ORDINARY, Box(3, 3, 0, 5), Result.REJECTED),
        (ORDINARY, Box(4, 2, 0, 5), Result.AGREED),
        (ORDINARY, Box(3, 2, 1, 5), Result.REJECTED),
        (SHARED, Box(5, 2, 0, 5), Result.AGREED),
        (SHARED, Box(4, 2, 1, 5), Result.REJECTED),
        (ORDINARY, Box(5, 0, 0, 3), Result.NO_QUORUM),
        (ORDINARY, Box(4, 0, 0, 4), Result.NO_QUORUM),
    ],
)
def test_half_is_not_a_majority_and_two_thirds_are_enough(rule, box, result):
    assert Outcome(rule, Roll(8, 1, 5), box).result == result


def test_three_parties_are_enough_where_only_three_still_have_a_voter():
    assert Outcome(ORDINARY, Roll(8, 4, 3), Box(3, 0, 0, 3)).result == Result.AGREED
    assert Outcome(ORDINARY, Roll(8, 4, 3), Box(3, 0, 0, 2)).result == Result.NO_QUORUM


@given(one=outcomes())
@examples(200)
def test_nobody_voting_is_never_a_quorum(one):
    """Invariant 5: the quorum is false for a turnout of 0."""
    assert one.quorum >= 1
    if one.box.cast == 0:
        assert one.result == Result.NO_QUORUM


@given(
    stands=st.lists(st.sampled_from("RYNA-"), min_size=1, max_size=10),
    rule=st.sampled_from([ORDINARY, SHARED]),
    which=st.integers(0, 9),
)
@examples(300)
def test_one_more_vote_in_favour_never_turns_agreed_into_not_agreed(stands, rule, which):
    """Invariant 6."""
    seats = [n % PARTIES for n in range(len(stands))]
    which %= len(stands)
    assume(stands[which] in "NA-")
    more = [*stands[:which], "Y", *stands[which + 1 :]]
    if outcome(seats, stands, rule).is_agreed:
        assert outcome(seats, more, rule).is_agreed


@given(
    stands=st.lists(st.sampled_from("RYNA-"), min_size=2, max_size=10),
    rule=st.sampled_from([ORDINARY, SHARED]),
    which=st.integers(0, 9),
)
@examples(300)
def test_a_recusal_changes_the_votes_and_the_base_together(stands, rule, which):
    """Invariant 7: never only one of the two."""
    seats = [n % PARTIES for n in range(len(stands))]
    which %= len(stands)
    assume(stands[which] != "R")
    before = outcome(seats, stands, rule)
    after = outcome(seats, [*stands[:which], "R", *stands[which + 1 :]], rule)
    assert after.roll.base == before.roll.base - 1
    assert after.box.cast == before.box.cast - (stands[which] in "YNA")
    assert after.quorum <= before.quorum
    assert after.quorum >= min(1, after.roll.base)


@given(one=outcomes())
@examples(200)
def test_a_result_is_what_its_numbers_say(one):
    assert one.quorum == max(1, -(-2 * one.roll.base // 3))
    assert (one.result == Result.AGREED) == (one.has_quorum and one.box.yes >= one.needed)
    share = one.box.yes * one.rule.majority.denominator - one.rule.majority.numerator * one.box.cast
    if one.has_quorum:
        assert one.is_agreed == (share > 0 if one.rule.is_strict else share >= 0)


# --- in so small a group figures can give somebody away ----------------------------------------------
def gives_somebody_away(votes):
    """Whether one who voted learns how all others did: without their own ballot the rest is of one mind."""
    return any(len(set(votes[:n] + votes[n + 1 :])) <= 1 for n in range(len(votes)))


@pytest.mark.parametrize("cast", range(1, 8))
def test_figures_of_a_secret_vote_are_shown_only_when_they_give_nobody_away(cast):
    for votes in product("YNA", repeat=cast):
        one = outcome(list(range(1, 6)) * 2, [*votes, *"-" * (10 - cast)], ORDINARY, is_secret=True)
        assert one.may_publish == (cast >= 3 and not gives_somebody_away(list(votes)))


@given(one=outcomes(is_secret=True))
@examples(200)
def test_the_sentence_of_a_secret_vote_shows_no_figure_that_may_not_be_shown(one):
    assume(one.has_quorum and not one.may_publish)
    figures = one.sentence("en").split(";")[-1]
    assert not any(letter.isdigit() for letter in figures)
    assert str(one.result.label) in one.sentence()


@given(one=outcomes())
@examples(100)
def test_the_sentence_is_said_in_both_languages_whatever_is_running(one):
    with translation.override("en"):
        there = one.sentence("zh-hans"), one.sentence("en"), one.sentence()
    with translation.override("zh-hans"):
        here = one.sentence("zh-hans"), one.sentence("en"), one.sentence()
    assert there[:2] == here[:2]
    assert (there[2], here[2]) == (there[1], here[0])


def test_the_rules_of_a_version_are_the_ones_that_are_counted_by():
    rules = RuleSet(version=1)
    assert Rule.of(rules, is_about_shared=False) == ORDINARY
    assert Rule.of(rules, is_about_shared=True) == SHARED
