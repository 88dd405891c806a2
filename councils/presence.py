"""Whether who is in the room is a quorum (decisions 35), and how early a meeting is called (domain.md 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from parkdesk.core import clock

if TYPE_CHECKING:
    from councils.models import Attendance, Meeting, RuleSet

# A special meeting is called within hours; its papers come with the call (domain.md 6).
SPECIAL_NOTICE = clock.hours(4)
# From then on it is written down who comes.
DOORS_OPEN = timedelta(hours=1)


@dataclass(frozen=True)
class Quorum:
    """The arithmetic of a room: `filled` seats, `needed` of them, how many are `present`, and of how many parties.

    Two thirds of the filled seats, rounded up, and at least four parties or all that hold a seat (decisions 35).
    """

    filled: int
    present: int
    needed: int
    parties: int
    parties_needed: int
    # In a joint session each council needs its own: the parks that lack it.
    short: tuple[str, ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed > 0 and self.parties >= self.parties_needed and not self.short

    def sentence(self) -> str:
        """The arithmetic in one sentence of the running language."""
        facts = vars(self) | {"parks": ", ".join(self.short)}
        if self.short:
            words = _(
                "%(present)s of %(filled)s seats are here. Each council needs its own quorum; without it: %(parks)s."
            )
            return words % facts
        if self.is_reached:
            return (
                _(
                    "%(filled)s seats are filled, %(present)s are here (%(needed)s are needed),"
                    " from %(parties)s parties: a quorum."
                )
                % facts
            )
        return (
            _(
                "%(filled)s seats are filled, %(present)s are here (%(needed)s are needed),"
                " from %(parties)s parties (%(parties_needed)s are needed): no quorum."
            )
            % facts
        )


def count(invited: list[str], present: list[str], rules: tuple[int, int, int]) -> Quorum:
    """The quorum of a room. Pure: the parties of the filled seats, of those who are there, and (of, out of, parties).

    Nobody invited is no quorum, whatever the rules say.
    """
    share, out_of, parties_wanted = rules
    return Quorum(
        filled=len(invited),
        present=len(present),
        needed=max(1, -(-len(invited) * share // out_of)),
        parties=len(set(present)),
        parties_needed=min(parties_wanted, len(set(invited))),
    )


def quorum(meeting: Meeting) -> Quorum:
    """The quorum of a meeting as its attendance stands now."""
    return quorum_of(
        meeting.attendances.select_related("representative__seat", "representative__council__park"), meeting.rule_set
    )


def quorum_of(attendances: Iterable[Attendance], rules: RuleSet) -> Quorum:
    """The quorum of those rows of one meeting; guests do not count. In a joint session each council needs its own."""
    rows = _one_a_seat(row for row in attendances if row.representative)
    whole = _counted(rows, rules)
    councils = {row.representative.council_id: row.representative.council for row in rows}
    if len(councils) < 2:
        return whole
    each = {pk: _counted([row for row in rows if row.representative.council_id == pk], rules) for pk in councils}
    needed = sum(one.needed for one in each.values())
    short = tuple(councils[pk].park.name for pk, one in each.items() if not one.is_reached)
    return replace(whole, needed=needed, short=short)


def _one_a_seat(rows: Iterable[Attendance]) -> list[Attendance]:
    """A seat counts once, though a substitute came after the member: whoever is in the room, else who came last."""
    ordered = sorted(rows, key=lambda row: (row.is_here, row.pk))
    return list({row.representative.seat_id: row for row in ordered}.values())


def _counted(rows: list[Attendance], rules: RuleSet) -> Quorum:
    return count(
        [row.representative.party for row in rows],
        [row.representative.party for row in rows if row.is_here],
        (rules.quorum_of, rules.quorum_out_of, rules.quorum_parties),
    )


def earliest_start(kind: str, called_at: datetime, papers_days: int) -> datetime:
    """When a meeting that is called then may begin at the earliest: the morning after its papers' working days."""
    cal = clock.calendar()
    if kind == "special":
        return clock.due_at(cal, called_at, SPECIAL_NOTICE)
    last_day = clock.due_at(cal, called_at, clock.working_days(papers_days)).date()
    return clock.at(last_day, clock.OPENING)


def is_agenda_closed(meeting: Meeting) -> bool:
    """Whether what comes now is urgent business: the working days for papers have begun, or the session has."""
    if meeting.state == "draft":
        return False
    is_too_late = earliest_start(meeting.kind, clock.now(), meeting.papers_days) > meeting.starts_at
    return meeting.state != "convened" or is_too_late
