"""Who may vote in a round: every filled seat with its standing, frozen when the vote opens, and one digest of it."""

import hashlib
from collections.abc import Iterable

from councils import declare
from councils.models import Case, Elector, Representative, Round
from parkdesk.core.trail import canonical


def electorate(case: Case, present: Iterable[Representative] | None = None) -> list[Elector]:
    """All filled seats: those with a vote, those who have stepped back, and those away from a meeting.

    `present` are the members in the room; without it everybody is.
    """
    recused = declare.recused(case)
    here = None if present is None else {one.pk for one in present}
    return [
        Elector(representative=one, party=one.party, standing=_standing(one.pk, recused, here))
        for one in case.council.members()
    ]


def _standing(pk: int, recused: frozenset[int], here: set[int] | None) -> str:
    if pk in recused:
        return Elector.Standing.RECUSED
    return Elector.Standing.VOTER if here is None or pk in here else Elector.Standing.AWAY


def enter(electors: list[Elector], round_: Round) -> None:
    """Write the electorate down for this vote."""
    for one in electors:
        one.round = round_
    Elector.objects.bulk_create(electors)


def digest(electors: Iterable[Elector]) -> str:
    """SHA-256 of who stood how: whoever keeps it can prove later that nobody was added or left out."""
    rows = sorted((one.representative_id, str(one.party), str(one.standing)) for one in electors)
    return hashlib.sha256(canonical([list(row) for row in rows]).encode()).hexdigest()
