"""Steps of the overdue path (逾期升级): taken by the clock, and answered by whoever is in charge."""

from typing import NamedTuple

from parkdesk.core import clock
from parkdesk.core.states import STAYS, step
from requests_flow import guards
from requests_flow import overdue as path
from requests_flow import overdue_guards as overdue
from requests_flow.models.escalation import Mark
from requests_flow.words import State

AT_WORK = [
    State.ACKNOWLEDGED, State.TRIAGED, State.TRANSFERRED, State.IN_PROGRESS, State.DELIBERATING, State.REOPENED,
]  # fmt: skip


class MinuteClock(NamedTuple):
    """The next mark of a critical need in words, and its light; day and night."""

    words: str
    light: clock.Light


class OverdueSteps:
    """Beside `Steps`, in the same table. No body touches a date: a light that is red stays red."""

    @property
    def minute_clock(self) -> MinuteClock | None:
        """What runs while nobody has answered a critical need."""
        found = path.next_minutes(self)
        if found is None:
            return None
        mark, at = found
        light = clock.light(clock.calendar(), clock.now(), self.submitted_at, at, None)
        return MinuteClock(str(Mark(mark).label), light)

    @step([State.SUBMITTED, *AT_WORK], STAYS, guards.is_the_clock, overdue.has_passed_a_mark)
    def escalate(self, mark):
        pass

    @step(AT_WORK, STAYS, guards.handles_it, overdue.is_explanation_owed)
    def explain(self):
        pass

    @step(AT_WORK, STAYS, guards.is_the_clock, overdue.must_climb)
    def climb(self, tier, rule):
        self.tier, self.tier_rule, self.promised_half_days = tier, rule, None
