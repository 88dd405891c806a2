"""The steps with which the desk sorts needs that belong together, or that hold two matters (docs/journey.md)."""

from datetime import datetime
from typing import Any

from parkdesk.core import clock
from parkdesk.core.search import segment
from parkdesk.core.states import GET_STATE, STAYS, step
from requests_flow import guards, promises, reference
from requests_flow.masking import masked
from requests_flow.words import AT_WORK, ENDS, HANDLED, JUDGED, STOPPED, State

ON_RECORD = [*AT_WORK, *JUDGED, *ENDS]
NOT_YET_JUDGED = [State.SUBMITTED, *HANDLED]


def back_from_merging(need: Any, **_: Any) -> str:
    """The state before merging. A council has dropped its case by then, so the desk sorts such a need again."""
    return State.TRIAGED if need.merged_from == State.DELIBERATING else need.merged_from


def beside_its_origin(need: Any, **_: Any) -> str:
    """A need that was split off is as far as its origin is with the promise: acknowledged or not; it is not sorted."""
    return State.ACKNOWLEDGED if need.acknowledged_at else State.SUBMITTED


def searched(need: Any) -> str:
    """What a need is found by: its own words, its firm, its number in another system. Never a personal number."""
    firm = need.enterprise
    names = (firm.name, firm.short_name) if firm else ()
    return segment(masked(f"{need.title} {need.text}"), need.enterprise_name, *names, need.outside_number)


class SortingSteps:
    """Merge undone, linked, split, one incident."""

    @step(
        [State.MERGED],
        GET_STATE(back_from_merging),
        guards.sits_at_the_desk_or_is_the_clock,
        guards.was_merged_lately,
    )
    def unmerge(self):
        self.merged_into = self.closed_at = None
        state = back_from_merging(self)
        promises.set_due(self, self.resumes_to if state in STOPPED else state)

    @step([State.MERGED], STAYS, guards.answers_its_lead)
    def pass_on(self, outcome, answer):
        pass

    @step(ON_RECORD, STAYS, guards.sits_at_the_desk)
    def link(self, other, relation):
        pass

    @step(ON_RECORD, STAYS, guards.sits_at_the_desk)
    def unlink(self, other):
        pass

    @step(NOT_YET_JUDGED, STAYS, guards.sits_at_the_desk)
    def split(self, title, stays, whole, into):
        self.title, self.text = title, stays
        self.search_text = searched(self)

    @step([State.DRAFT], GET_STATE(beside_its_origin), guards.sits_at_the_desk)
    def split_off(self, origin):
        now = clock.now()
        self.submitted_at, self.split_from = origin.submitted_at, origin
        self.reference = reference.make(clock.today().year, self.pk)
        promises.set_due(self, beside_its_origin(self))
        if self.acknowledged_at:
            self.due_from, self.due_at = now, min(_sorted_by(self, now), self.resolve_due_at)

    @step(AT_WORK, STAYS, guards.joins_it, guards.fits_an_incident, guards.is_in_no_incident)
    def join(self, incident):
        self.incident = incident

    @step([*AT_WORK, *JUDGED], STAYS, guards.sits_at_the_desk, guards.is_in_an_incident)
    def leave(self):
        self.incident = None


def _sorted_by(need: Any, start: datetime) -> datetime:
    return promises.due(start, promises.limits_of(need).triage)
