"""The seats of a council as its pages show them: who sits, who is registered as a substitute, who sat before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from councils import by_election, composition, portrait, terms
from councils.by_election import Proposal
from councils.models import CompositionAlarm, Council, Party, Representative, Seat

State = Representative.State
LOOKS = {
    terms.Standing.PLANNED: "wait",
    terms.Standing.ACTIVE: "going",
    terms.Standing.EXPIRING: "wait",
    terms.Standing.CLOSED: "done",
}


@dataclass(frozen=True)
class Holder:
    """Somebody who holds or held a seat, or waits as its substitute."""

    one: Representative
    line: str

    @property
    def look(self) -> str:
        return LOOKS[self.one.standing]

    @property
    def relations(self) -> list[tuple[str, str]]:
        """The types that they speak for besides, each with what ties them to it (decisions 40)."""
        words = dict(Representative.Basis.choices)
        known = self.one.relations
        return [
            (str(portrait.kind_name(kind)), str(words[known.get(kind, Representative.Basis.PAPER)]))
            for kind in self.one.doubled
        ]

    @property
    def is_over(self) -> bool:
        return self.one.state == State.LEFT or self.one.standing == terms.Standing.CLOSED


@dataclass(frozen=True)
class Place:
    """One seat today."""

    seat: Seat
    sits: Holder | None = None
    away: Holder | None = None
    waits: Holder | None = None


@dataclass(frozen=True)
class Group:
    """The seats of one party."""

    bench: Any
    places: list[Place] = field(default_factory=list)


def groups(council: Council, members: Iterable[Representative]) -> list[Group]:
    """All seats by party: the one who sits, the member who is away, the substitute who waits. Two queries."""
    seats = list(council.seats.all())
    for seat in seats:
        seat.council = council
    rows = council.representatives.exclude(state=State.LEFT).select_related("seat", "person", "enterprise")
    standing = list(rows)
    sitting = {one.seat_id: one for one in members}
    benches = portrait.benches(seats, sitting.values())
    places = {party: [_place(one, standing, sitting) for one in seats if one.party == party] for party in Party.values}
    return [Group(bench, places[bench.party]) for bench in benches]


def _place(seat: Seat, standing: list[Representative], sitting: dict[int, Representative]) -> Place:
    of = {one.state: _holder(one) for one in standing if one.seat_id == seat.pk and one.state != State.SERVING}
    here = sitting.get(seat.pk)
    return Place(seat, _holder(here) if here else None, of.get(State.SUBSTITUTED), of.get(State.NAMED))


def _holder(one: Representative) -> Holder:
    return Holder(one, portrait.line_of(one))


def history(seat: Seat) -> list[Holder]:
    """Everybody who held this seat or was registered for it, the last one first."""
    rows = seat.holders.select_related("seat", "person", "enterprise", "council__park", "in_place_of__person")
    return [_holder(one) for one in rows.order_by("-starts_on", "-pk")]


@dataclass(frozen=True)
class Lack:
    """What a council lacks today, in words, and what mends it."""

    faults: list[str]
    alarm: CompositionAlarm | None
    proposals: list[Proposal]


def lack(council: Council, look: composition.Look) -> Lack:
    """Its open alarm with its proposals; nothing where it is made up as the rules ask."""
    faults = look.faults
    if not faults:
        return Lack([], None, [])
    alarm = council.alarms.sounding().first()
    # It is noticed within the minute where no step has changed anything; the page says at once what is true.
    return Lack(faults, alarm, by_election.proposals(alarm or CompositionAlarm(council=council), look))


def at_a_glance(council: Council, members: list[Representative]) -> dict[str, Any]:
    """Composition and both coverage figures, as all pages of a council show them."""
    look = composition.look(council, members)
    return {
        "rules": look.rules,
        "firms": look.coverage.firms,
        "filled": len(members),
        "meter": meter(look),
        "coverage": portrait.coverage_card(look.coverage, members, look.rules),
        "lack": lack(council, look),
        "term": portrait.term(members),
    }


def meter(look: composition.Look) -> dict[str, Any]:
    """Seats filled out of the most, the least that the rules ask for, and the seats of each party."""
    filled = sum(look.held.values())
    return {
        "filled": filled,
        "least": look.rules.size_min,
        "most": look.rules.size_max,
        "is_whole": look.rules.size_min <= filled <= look.rules.size_max and not look.parties_missing,
        "cells": [{"x": n * 40, "is_filled": n < filled} for n in range(look.rules.size_max)],
        "width": look.rules.size_max * 40 - 4,
        "line": look.rules.size_min * 40 - 3,
        "missing": look.parties_missing,
    }
