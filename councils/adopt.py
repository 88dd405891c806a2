"""Resolutions as acts: agreed or struck out, in force with a number, done, lapsed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from councils.models import AgendaItem, Council, Resolution
from councils.numbering import next_number
from enterprises.models import Person, Unit
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import advance, begin


@dataclass(frozen=True)
class Terms:
    """What was agreed: one outcome that can be checked, one lead unit, one date (domain.md 6)."""

    text: str
    unit: Unit
    due_on: date
    text_en: str = ""
    supporting: Iterable[Unit] = ()


@transaction.atomic
def adopt(
    council: Council,
    terms: Terms,
    *,
    by: Actor,
    case: Any = None,
    agenda_item: AgendaItem | None = None,
    proposer: Person | None = None,
) -> Resolution:
    """Write down what a council agreed. It takes force with `take_force`: at once after a vote, else with the minutes.

    `proposer` is the person whose proposal it was, else whoever put the item on the agenda; they earn when it is done.
    """
    proposer = proposer or (agenda_item.proposer if agenda_item else None)
    words = {"text": terms.text, "text_en": terms.text_en, "unit": terms.unit, "due_on": terms.due_on}
    resolution = Resolution(council=council, case=case, agenda_item=agenda_item, proposer=proposer, **words)
    resolution.save(force_insert=True)
    resolution.supporting.set(unit for unit in terms.supporting if unit != terms.unit)
    return begin(resolution, "adopt", by=by, unit=terms.unit, due_on=terms.due_on)


@transaction.atomic
def take_force(resolution: Resolution, *, by: Actor) -> Resolution:
    """It binds from now on and stands in the register with its number of the year."""
    number = next_number(f"resolutions:{resolution.council.park.code}", clock.today().year)
    return advance(resolution, "take_force", by=by, number=number)


def fulfil(resolution: Resolution, *, by: Actor, note: str = "") -> Resolution:
    """It is done: the need behind it was closed as solved, or the office has looked."""
    return advance(resolution, "fulfil", by=by, note=note)
