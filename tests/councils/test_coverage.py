"""Coverage is counted from values alone: who speaks for which types of enterprise."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from councils.coverage import Voice, as_percent, measure
from enterprises.models import Enterprise

TYPES = Enterprise.Sector.values
kinds = some.sampled_from(TYPES)
parks = some.dictionaries(kinds, some.integers(0, 90))
voices = some.lists(
    some.builds(Voice, some.integers(1, 99), some.sampled_from(["", *TYPES]), some.lists(kinds, max_size=3).map(tuple)),
    max_size=10,
)


def test_one_type_of_eight_without_a_voice_misses_95_percent():
    found = measure(dict.fromkeys(TYPES, 3), [Voice(n, kind, (kind,)) for n, kind in enumerate(TYPES[:7])])
    assert found.type_coverage == Fraction(7, 8)
    assert not found.meets(95)
    assert [one.kind for one in found.missing] == [TYPES[7]]


def test_one_type_of_twenty_without_a_voice_is_allowed():
    firms = {f"T{n:02d}": 1 for n in range(20)}
    assert measure(firms, [Voice(n, kind, (kind,)) for n, kind in enumerate(list(firms)[:19])]).meets(95)


def test_speaking_for_another_type_is_told_apart_from_being_of_it():
    found = measure({"SW": 73, "COM": 13}, [Voice(1, "SW", ("SW", "COM"))])
    assert (found.types_covered, found.types_direct, found.types_doubled) == (2, 1, 1)
    assert [one.is_doubled for one in found.kinds] == [False, True]


def test_somebody_who_declared_nothing_speaks_for_nobody():
    assert measure({"SW": 5}, [Voice(1, "SW")]).types_covered == 0


def test_a_park_without_active_firms_leaves_nobody_out():
    assert measure({"SW": 0}, []).meets(95)


@given(parks, voices)
def test_figures_stay_within_what_there_is(firms, heard):
    found = measure(firms, heard)
    assert found.firms == sum(firms.values())
    assert found.types_covered == found.types_direct + found.types_doubled <= found.types_present
    assert 0 <= found.firms_covered <= found.firms
    assert len(found.missing) == found.types_present - found.types_covered
    assert (found.type_coverage == 1) == (found.enterprise_weighted_coverage == 1) == (not found.missing)


@given(parks, voices, voices)
def test_one_more_voice_never_lowers_a_figure(firms, heard, more):
    fewer, all_of_them = measure(firms, heard), measure(firms, [*heard, *more])
    assert all_of_them.type_coverage >= fewer.type_coverage
    assert all_of_them.enterprise_weighted_coverage >= fewer.enterprise_weighted_coverage


@given(some.fractions(0, 1))
def test_a_share_is_never_rounded_up(share):
    shown = Fraction(as_percent(share))
    assert shown <= share * 100 < shown + Fraction(1, 10)


def test_a_share_is_shown_with_one_decimal_at_most():
    pairs = ((7, 8), (1, 1), (9499, 10000), (1, 3), (0, 1))
    assert [as_percent(Fraction(*pair)) for pair in pairs] == ["87.5", "100", "94.9", "33.3", "0"]
