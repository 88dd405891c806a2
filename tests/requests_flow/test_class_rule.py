"""The rule of domain.md 8.7 as values: three firms of a park in 10 working days, three parks in 30."""

from datetime import date

import pytest

from parkdesk.core.workdays import Calendar, add_working_days
from requests_flow.class_rule import Raised, proposals

# Monday 31 August 2026; Saturday 12 September is worked as in a notice, so the limits end one day earlier.
START, MAKEUP = date(2026, 8, 31), date(2026, 9, 12)
PLAIN, SWAPPED = Calendar(years=frozenset({2026})), Calendar(makeup=frozenset({MAKEUP}), years=frozenset({2026}))


def raised(*told, cause="TAX-03"):
    """(firm, park, day) each, in that order."""
    return [Raised(number, cause, firm, park, day) for number, (firm, park, day) in enumerate(told, 1)]


def later(days, cal=PLAIN):
    return add_working_days(cal, START, days)


@pytest.mark.parametrize(
    ("days", "is_proposed"),
    [(0, True), (9, True), (10, True), (11, False), (30, False)],
)
@pytest.mark.parametrize("cal", [PLAIN, SWAPPED], ids=["plain", "make-up Saturday"])
def test_three_firms_of_one_park_within_ten_working_days(days, is_proposed, cal):
    told = raised(("A", "P03", START), ("B", "P03", START), ("C", "P03", later(days, cal)))
    found = proposals(told, cal)
    assert bool(found) is is_proposed
    if found:
        assert (found[0].park, found[0].needs, found[0].days) == ("P03", [1, 2, 3], days)


def test_a_worked_saturday_is_a_working_day_and_a_plain_one_is_none():
    told = raised(("A", "P03", START), ("B", "P03", START), ("C", "P03", date(2026, 9, 14)))
    assert [one.days for one in proposals(told, PLAIN)] == [10]
    assert proposals(told, SWAPPED) == []


@pytest.mark.parametrize(("days", "is_proposed"), [(29, True), (30, True), (31, False)])
def test_three_parks_within_thirty_working_days(days, is_proposed):
    found = proposals(raised(("A", "P01", START), ("B", "P02", START), ("C", "P03", later(days))), PLAIN)
    assert [(one.park, len(one.parks)) for one in found] == ([("", 3)] if is_proposed else [])


@pytest.mark.parametrize(
    "told",
    [
        [("A", "P03", START)] * 3,
        [("A", "P03", START), ("B", "P03", START), ("A", "P03", START)],
        [("A", "P01", START), ("A", "P02", START), ("A", "P03", START)],
        [("A", "P01", START), ("A", "P02", START), ("A", "P03", START), ("B", "P01", START)],
        [("", "P03", START), ("", "P03", START), ("", "P03", START)],
        [("A", "", START), ("B", "", START), ("C", "", START)],
    ],
)
def test_the_same_firm_three_times_is_not_three_and_nobody_is_no_firm(told):
    assert proposals(raised(*told), PLAIN) == []


def test_what_is_private_counts_for_nothing():
    told = raised(("A", "P03", START), ("B", "P03", START))
    hidden = Raised(3, "TAX-03", "C", "P03", START, is_private=True)
    assert proposals([*told, hidden], PLAIN) == []


def test_other_causes_are_counted_apart():
    told = [*raised(("A", "P03", START), ("B", "P03", START)), Raised(3, "REG-01", "C", "P03", START)]
    assert proposals(told, PLAIN) == []


def test_every_need_of_an_accepted_stretch_speaks_for_it_and_an_older_one_does_not():
    told = raised(
        ("Z", "P03", date(2026, 7, 1)), ("A", "P03", START), ("B", "P03", START), ("A", "P03", START),
        ("C", "P03", later(4)), ("D", "P03", later(12)),
    )  # fmt: skip
    found = proposals(told, PLAIN)
    assert [(one.needs, len(one.firms)) for one in found] == [([2, 3, 4, 5], 3)]


def test_one_cause_over_parks_is_one_proposal_and_not_one_for_each_park():
    told = raised(*((firm, park, START) for park in ("P01", "P02", "P03") for firm in (park + "A", park + "B", park)))
    found = proposals(told, PLAIN)
    assert [(one.park, len(one.needs)) for one in found] == [("", 9)]
