"""Ballots on several options: how they are written, and what they come to. No database."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils import picks
from councils.picks import Method
from councils.tally import Box, Outcome, Result, Roll, Rule
from tests.rounds import examples

YES, NO, ABSTAIN = "yes", "no", "abstain"


@given(st.permutations([0, 1, 2, 3]), st.integers(1, 4))
@examples(100)
def test_a_mark_is_read_as_it_was_written(order, cut):
    places = tuple(tuple(sorted(part)) for part in (order[:cut], order[cut:]) if part)
    assert picks.read(picks.written(places)) == places


def test_what_stands_behind_leave_it_as_it_is_is_not_wanted():
    assert [picks.is_wanted("2>1,3>0>4", one) for one in (1, 2, 3, 4, 5)] == [True, True, True, False, False]
    assert picks.choice_of("0>1") == NO
    assert picks.choice_of("1>0") == YES


@pytest.mark.parametrize(
    ("method", "ballots", "leading", "wanted"),
    [
        (Method.SINGLE, [(YES, "1"), (YES, "1"), (YES, "2"), (NO, "")], (1,), {1: 2, 2: 1, 3: 0}),
        (Method.SINGLE, [(YES, "1"), (YES, "2")], (1, 2), {1: 1, 2: 1, 3: 0}),
        (Method.APPROVAL, [(YES, "1,2"), (YES, "2"), (YES, "2,3")], (2,), {1: 1, 2: 3, 3: 1}),
        (Method.RANKING, [(YES, "1>2>0"), (YES, "2>1>0"), (YES, "2>0")], (2,), {1: 2, 2: 3, 3: 0}),
        (Method.RANKING, [(NO, "0>1"), (NO, "0"), (YES, "1>0")], (), {1: 1, 2: 0, 3: 0}),
        (Method.SINGLE, [(NO, ""), (ABSTAIN, "")], (), {1: 0, 2: 0, 3: 0}),
    ],
)
def test_what_most_of_them_want_leads(method, ballots, leading, wanted):
    found = picks.tallied(method, [1, 2, 3], ballots)
    assert (found.leading, found.wanted) == (leading, wanted)


@given(
    voted=st.lists(st.sampled_from("YNA"), max_size=10),
    missing=st.integers(0, 6),
    shared=st.booleans(),
    recused=st.integers(0, 2),
)
@examples(400)
def test_a_result_is_fixed_when_nothing_that_is_still_missing_can_change_it(voted, missing, shared, recused):
    """Every way in which those who are missing may vote, stay away, or step back."""
    rule = Rule.of(_Rules, is_about_shared=shared)
    seats = len(voted) + missing + recused
    box = Box(voted.count("Y"), voted.count("N"), voted.count("A"), parties=5)
    now = Outcome(rule, Roll(seats, recused), box, is_secret=True)
    ends = {
        Outcome(
            rule,
            Roll(seats, recused + more.count("R")),
            Box(box.yes + more.count("Y"), box.no + more.count("N"), box.abstain + more.count("A"), parties=5),
        ).result
        for more in combinations_with_replacement("YNAR-", missing)
    }
    if now.is_fixed(missing):
        assert ends == {now.result}
        assert now.result != Result.NO_QUORUM
    elif now.has_quorum:
        assert len(ends) > 1


class _Rules:
    """The first version of the rules, without a database."""

    quorum_of, quorum_out_of, quorum_parties = 2, 3, 4
    majority_of, majority_out_of, shared_of, shared_out_of = 1, 2, 2, 3
    is_abstention_counted, hide_below = True, 3
