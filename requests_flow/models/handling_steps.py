"""Steps of handling that came with the desk in depth: one correction notice, the checklist."""

from functools import cached_property
from typing import TYPE_CHECKING

from parkdesk.core import clock
from parkdesk.core.states import STAYS, step
from requests_flow import guards
from requests_flow import handling_guards as handling
from requests_flow.words import State

if TYPE_CHECKING:
    from requests_flow.models.handling import Correction
    from requests_flow.models.part import Part

ASKABLE = [State.ACKNOWLEDGED, State.TRIAGED, State.IN_PROGRESS, State.REOPENED]


class HandlingSteps:
    """Beside `Steps`, in the same table. What they change stands in tables of its own."""

    @cached_property
    def last_correction(self) -> "Correction | None":
        """The newest correction notice, read once for all guards that ask."""
        return self.corrections.last()

    @cached_property
    def is_offered_elsewhere(self) -> bool:
        """It is being passed on to a unit that has not accepted yet."""
        return any(part.kind == "transfer" and part.state == "offered" for part in self.parts_given)

    @cached_property
    def parts_given(self) -> "list[Part]":
        """What other units were given, read once; nothing before its own unit has accepted."""
        return list(self.parts.select_related("unit", "handler")) if self.accepted_at else []

    @step(ASKABLE, State.WAITING_ENTERPRISE, guards.handles_it, handling.may_be_corrected)
    def correct(self, question, number):
        self._stop(clock.now())

    @step(
        [*ASKABLE, State.WAITING_ENTERPRISE],
        STAYS,
        handling.consents_to_corrections,
        handling.is_correction_refused,
    )
    def allow_correction(self, reason=""):
        pass

    @step([State.TRIAGED, State.TRANSFERRED, State.IN_PROGRESS], STAYS, guards.handles_it, handling.has_steps_left)
    def tick(self, position, name_zh, name_en=""):
        pass

    @step([State.IN_PROGRESS], STAYS, guards.handles_it)
    def ask_support(self, unit, task):
        pass

    @step([State.IN_PROGRESS], STAYS, guards.handles_it)
    def hand_down(self, unit, task):
        pass

    @step([State.IN_PROGRESS], STAYS, guards.handles_it, handling.is_not_being_passed_on)
    def transfer(self, unit, task):
        pass

    @step([State.IN_PROGRESS], STAYS, handling.is_offered_it, handling.is_being_passed_on)
    def take_over(self, unit, handler):
        self.unit, self.handler = unit, handler
        self.dispatched_at = self.accepted_at = clock.now()
