"""Every step a meeting can take (council.md 3). A body sets fields of its own row and nothing else (style 5)."""

from datetime import datetime
from typing import Any

from councils import doors
from councils import meeting_guards as guards
from parkdesk.core import clock
from parkdesk.core.states import STAYS, step

CALLED = ["convened", "agenda_frozen"]
AHEAD = ["draft", *CALLED]
RUNNING = ["in_session", "suspended"]


class MeetingSteps:
    """The steps. `councils.meetings`, `attendance` and `agenda` take them together with what belongs to them."""

    @step(["draft"], STAYS, guards.runs_it)
    def prepare(self) -> None:
        """A date and a place; the agenda comes next."""

    @step(
        ["draft"], "convened", guards.runs_it, guards.has_an_agenda, guards.has_its_place, guards.is_announced_in_time
    )
    def convene(self) -> None:
        """Everybody with a seat is called; the code on the door is drawn."""
        self.door_code, self.changed_at = doors.new_code(), clock.now()

    @step(CALLED, "convened", guards.runs_it, guards.has_not_begun)
    def reschedule(self, starts_at: datetime, reason: str, **where: str) -> None:
        """Another time, `place`, `place_en` or `link`; everybody who was called is told."""
        self.starts_at = starts_at
        self.sequence, self.changed_at = self.sequence + 1, clock.now()
        for name in ("place", "place_en", "link"):
            setattr(self, name, where.get(name, getattr(self, name)))

    @step(["convened"], "agenda_frozen", guards.runs_it_or_is_the_clock, guards.has_an_agenda)
    def freeze(self) -> None:
        """The agenda is closed: what comes later is urgent business, which those present agree to take."""

    @step(["draft", "convened"], STAYS, guards.runs_it_or_is_the_clock, guards.has_an_open_agenda)
    def put(self, order: int) -> None:
        """An item on the agenda."""

    @step([*CALLED, *RUNNING], STAYS, guards.runs_it, guards.has_a_closed_agenda)
    def put_urgent(self, order: int, hands: tuple[int, int] | None = None) -> None:
        """An item that those present agree to take although the agenda was closed."""

    @step(["draft", "convened"], STAYS, guards.runs_it, guards.has_an_open_agenda)
    def take_off(self, order: int) -> None:
        """An item off the agenda again."""

    @step([*CALLED, *RUNNING], STAYS, guards.runs_it, guards.is_about_to_begin)
    def arrive(self, representative: Any) -> None:
        """A member comes in."""

    @step([*CALLED, *RUNNING], STAYS, guards.is_called, guards.is_about_to_begin)
    def check_in(self) -> None:
        """A member comes in by the code on the door."""

    @step([*CALLED, *RUNNING], STAYS, guards.runs_it, guards.is_about_to_begin)
    def leave(self, representative: Any) -> None:
        """A member goes out."""

    @step([*CALLED, *RUNNING], STAYS, guards.runs_it)
    def excuse(self, representative: Any) -> None:
        """A member has said that they cannot come."""

    @step([*CALLED, *RUNNING], STAYS, guards.runs_it, guards.is_about_to_begin)
    def accompany(self) -> None:
        """A guest without a vote sits in."""

    @step(CALLED, "in_session", guards.runs_it, guards.has_its_quorum, guards.has_somebody_presiding)
    def open(self, chair: Any, recorder: Any = None) -> None:
        self.began_at, self.chair, self.recorder = clock.now(), chair, recorder

    @step(["in_session"], "suspended", guards.runs_it_or_is_the_clock)
    def suspend(self) -> None:
        """The house does it by itself when somebody leaves and the quorum is gone."""

    @step(["suspended"], "in_session", guards.runs_it, guards.has_its_quorum)
    def resume(self) -> None:
        """There are enough of them again."""

    @step(["in_session"], STAYS, guards.runs_it)
    def vote(self, order: int) -> None:
        """The case of an item is put to the vote of those in the room."""

    @step([*RUNNING, "ended"], STAYS, guards.runs_it, guards.has_open_minutes)
    def conclude(self, order: int, result: str) -> None:
        """An item gets its result; until the minutes go round it can still be entered or mended."""

    @step(RUNNING, "ended", guards.runs_it, guards.has_no_open_vote)
    def end(self) -> None:
        self.ended_at = clock.now()

    @step(["ended"], "minuted", guards.issues_minutes)
    def minute(self) -> None:
        """Its minutes are issued."""

    @step(AHEAD, "cancelled", guards.runs_it)
    def cancel(self, reason: str) -> None:
        """Called off; it stays in the list as such, and in calendars as cancelled."""
        self.sequence, self.changed_at = self.sequence + 1, clock.now()
