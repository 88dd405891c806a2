"""References that people read over the phone: one wrong digit never leads to another need."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from requests_flow.reference import CHECK_ALPHABET, check_character, make, tidy
from tests.rounds import examples

NUMBERS = st.integers(1, 9_999_999)
YEARS = st.integers(2020, 2099)


def digits_of(reference):
    """Places of the digits in `N-2026-000123-K`."""
    return [place for place, c in enumerate(reference[:-2]) if c.isdigit()]


def test_a_reference_looks_as_the_design_says():
    assert make(2026, 123) == f"N-2026-000123-{check_character(2026, 123)}"
    assert make(2026, 1_234_567).startswith("N-2026-1234567-")


def test_check_characters_cannot_be_misread():
    assert len(set(CHECK_ALPHABET)) == 31
    assert not set("IOSVZ") & set(CHECK_ALPHABET)


@given(year=YEARS, number=NUMBERS)
@example(year=2026, number=123)
@example(year=2026, number=999_999)
@examples(60, 2000)
def test_every_single_wrong_digit_is_found(year, number):
    right = make(year, number)
    for place in digits_of(right):
        for digit in set("0123456789") - {right[place]}:
            assert tidy(right[:place] + digit + right[place + 1 :]) is None


@given(year=YEARS, number=NUMBERS)
@example(year=2026, number=123)
@examples(100, 2000)
def test_every_swap_of_two_neighbouring_digits_is_found(year, number):
    right = make(year, number)
    places = digits_of(right)
    for one, other in pairwise(places):
        if right[one] != right[other]:
            swapped = list(right)
            swapped[one], swapped[other] = right[other], right[one]
            assert tidy("".join(swapped)) is None


@given(year=YEARS, number=NUMBERS, letter=st.sampled_from(CHECK_ALPHABET))
@examples(60)
def test_every_other_check_character_is_refused(year, number, letter):
    assume(letter != check_character(year, number))
    assert tidy(make(year, number)[:-1] + letter) is None


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(year=YEARS, number=NUMBERS)
@examples(40)
def test_typing_is_forgiven(year, number):
    right = make(year, number)
    ways = [
        right, right.lower(), f"  {right}\n", right.replace("-", ""), right.replace("-", " "), right.replace("-", "—"),
        right.replace("-", " - "), wide(right), wide(right.lower()), right.replace("-", "－"), right.replace("-", "_"),
    ]  # fmt: skip
    assert {tidy(way) for way in ways} == {right}


@pytest.mark.parametrize("typed", ["", "N", "K-2026-000123-K", "N-2026-123-K", "N-26-000123-K", "电梯", "N-2026-0123-"])
def test_what_is_no_reference_is_none(typed):
    assert tidy(typed) is None


@given(typed=st.text(max_size=40))
@example(typed=f"N2026{'1' * 6000}K")
@examples(200, 5000)
def test_whatever_is_typed_is_answered(typed):
    assert tidy(typed) is None or tidy(tidy(typed)) == tidy(typed)
