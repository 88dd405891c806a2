"""What can happen to a seat besides being taken: substitutes, resignations, declared relations (council.md 1).

A substitute is a representative of the same seat who waits (`named`) and sits while the member is away
(`substituted`). A body sets fields of its own row and nothing else; `councils.substitutes` and `councils.seating`
take the steps together with what belongs to them.
"""

from datetime import date
from typing import Any

from councils import guards, seat_guards
from councils.seat_guards import (
    has_a_firm,
    has_a_free_seat,
    has_a_member,
    has_a_running_term,
    has_a_substitute,
    has_lost_its_member,
    has_no_substitute,
    is_no_substitute,
)
from parkdesk.core.states import STAYS, step

HELD = ["serving", "substituted"]
GIVES, MOVES = seat_guards.gives_the_seat, seat_guards.moves_the_substitute


class SeatSteps:
    represents: list[str]
    relations: dict[str, str]
    enterprise: Any
    substitutes: Any

    """The steps of a representative and of a registered substitute."""

    @property
    def doubled(self) -> list[str]:
        """The enterprise types that they speak for besides that of their own firm (decisions 40)."""
        own = self.enterprise.sector if self.enterprise else ""
        return [kind for kind in self.represents if kind != own]

    @property
    def has_substitute(self) -> bool:
        """Whether somebody is registered who may sit in their place, or sits there."""
        return self.substitutes.exclude(state="left").exists()

    @step(["serving"], STAYS, guards.certifies, is_no_substitute, has_no_substitute)
    def take_substitute(self) -> None:
        """A member gets a substitute; the substitute's own first step is `register`."""

    @step(["named"], STAYS, guards.certifies, has_a_member, has_a_running_term)
    def register(self, party: str, number: int) -> None:
        """Somebody is registered as the substitute of a member."""

    @step(["serving"], "substituted", GIVES, is_no_substitute, has_a_substitute)
    def hand_over(self) -> None:
        """The member is away; the registered substitute sits in the seat."""

    @step(["named"], "serving", MOVES, has_a_member, has_a_free_seat, has_a_running_term)
    def step_in(self) -> None:
        """The substitute sits, with the same rights and the same end of the term."""

    @step(["serving"], "named", MOVES, has_a_member)
    def step_back(self) -> None:
        """The substitute waits again."""

    @step(["substituted"], "serving", seat_guards.returns, has_a_free_seat)
    def come_back(self) -> None:
        """The member sits again."""

    @step(["named"], "serving", guards.certifies, has_lost_its_member, has_a_free_seat, has_a_running_term)
    def take_over(self) -> None:
        """The member has left: the substitute takes the seat for the rest of the term."""

    @step([*HELD, "named"], "left", guards.certifies)
    def leave(self, last_day: date, reason: str = "", cause: str = "removed") -> None:
        """The seat is taken back: removed, gone with the firm, or the term is over."""
        self.ends_on, self.is_convener, self.left_for = last_day, False, cause

    @step(HELD, "left", seat_guards.resigns)
    def resign(self, last_day: date, reason: str = "") -> None:
        """The member gives the seat back of their own will."""
        self.ends_on, self.is_convener, self.left_for = last_day, False, "resigned"

    @step(["serving"], STAYS, guards.certifies, has_a_firm)
    def declare_relation(self, kind: str, basis: str) -> None:
        """The member speaks for another enterprise type as well, and says what ties them to it (decisions 40)."""
        self.represents = [*self.represents, kind]
        self.relations = self.relations | {kind: basis}

    @step(["serving"], STAYS, guards.certifies)
    def drop_relation(self, kind: str) -> None:
        """What tied them to that type holds no longer."""
        self.represents = [one for one in self.represents if one != kind]
        self.relations = {one: basis for one, basis in self.relations.items() if one != kind}
