"""The box of a vote: ballots by name, and secret ones of which nothing says whose they are (decisions 37)."""

import secrets

from councils.models import Ballot, Elector, Round
from councils.tally import Choice
from parkdesk.core import prepared


def write_by_name(round_: Round, elector: Elector, said: tuple[Choice, str], reason: str, *, changes: bool) -> None:
    """A ballot that bears its elector; the later one replaces the earlier."""
    values = {"choice": said[0], "mark": said[1], "reason": reason}
    if changes:
        Ballot.objects.filter(elector=elector).update(**values)
    else:
        prepared.insert(Ballot(round=round_, elector=elector, **values))


def drop(round_: Round, said: tuple[Choice, str]) -> None:
    """Write the whole box anew, shuffled and with new keys: neither the newest row nor its place says whose it is."""
    every = [*round_.ballots.values_list("choice", "mark"), said]
    secrets.SystemRandom().shuffle(every)
    round_.ballots.all().delete()
    Ballot.objects.bulk_create(Ballot(round=round_, choice=choice, mark=mark) for choice, mark in every)
