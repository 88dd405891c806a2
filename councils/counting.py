"""Votes counted from their rows: the outcome now, what leads among several options, whether anything can change it."""

import secrets
from collections import Counter
from typing import Any, NamedTuple

from councils.picks import Method, Tallied, tallied
from councils.tally import Box, Outcome, Roll, Rule

RECUSED, VOTER = "recused", "voter"


class Ending(NamedTuple):
    """What a count comes to: the result, the option that won, and the order in which a lot drew those that tied."""

    result: str
    winner: int | None
    lot: str


def count(round_: Any) -> Outcome:
    """What the vote comes to if it ended now. Two queries.

    Where options tie, the figures are those of the one that the lot drew, agreed or not; before it is drawn, those of
    the first: among ranked options that tie one may be wanted by more than another, so the result may still change.
    """
    rows = list(round_.electors.values_list("party", "standing", "receipt"))
    base = [party for party, standing, _ in rows if standing != RECUSED]
    voted = {party for party, _, receipt in rows if receipt is not None}
    said = list(round_.ballots.values_list("choice", "mark"))
    box, alike = _box(round_, said, len(voted))
    return Outcome(
        Rule.of(round_.rule_set, is_about_shared=round_.is_about_shared),
        Roll(seats=len(rows), recused=len(rows) - len(base), parties=len(set(base))),
        box,
        is_secret=round_.is_secret,
        alike=alike,
    )


def _box(round_: Any, said: list[tuple[str, str]], parties: int) -> tuple[Box, int]:
    """What counts for and against: the sentence, or the option that leads."""
    choices = Counter(choice for choice, _mark in said)
    if round_.method == Method.QUESTION:
        return Box(choices["yes"], choices["no"], choices["abstain"], parties=parties), 0
    found = tallied(round_.method, round_.option_numbers, said)
    first = round_.winner or _drawn_first(round_.lot) or next(iter(found.leading), None)
    wanted = found.wanted[first] if first else 0
    against = len(said) - choices["abstain"] - wanted
    return Box(wanted, against, choices["abstain"], parties=parties), found.alike


def _drawn_first(lot: str) -> int | None:
    """The option that a lot drew first; None where none was drawn."""
    return int(lot.partition(",")[0]) if lot else None


def of_options(round_: Any) -> Tallied:
    """How many want each option. One query."""
    return tallied(round_.method, round_.option_numbers, list(round_.ballots.values_list("choice", "mark")))


def ending(round_: Any) -> Ending:
    """How this vote ends. What ties is drawn by lot, here and now; the order drawn is kept (decisions 38)."""
    if round_.method == Method.QUESTION:
        return Ending(count(round_).result, None, "")
    leading = list(of_options(round_).leading)
    drawn = secrets.SystemRandom().sample(leading, len(leading))
    round_.winner = drawn[0] if drawn else None
    outcome = count(round_)
    lot = ",".join(str(one) for one in drawn) if len(drawn) > 1 else ""
    return Ending(outcome.result, round_.winner if outcome.is_agreed else None, lot if outcome.has_quorum else "")


def is_fixed(round_: Any) -> bool:
    """Whether nobody can change the result any more.

    By name everybody may vote anew until the end, so nothing is fixed before. Among several options it is when all
    have voted.
    """
    if not round_.is_secret:
        return False
    missing = round_.electors.filter(standing=VOTER, receipt=None).count()
    if round_.method != Method.QUESTION:
        return missing == 0
    return count(round_).is_fixed(missing)
