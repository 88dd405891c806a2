"""The supervision lights: on time, due soon, overdue, stopped. Pure; the words are those people read."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parkdesk.core.workdays import SHANGHAI, Calendar, working_days_between

# Amber from here on, whichever comes first (decisions 17).
AMBER_SHARE = Fraction(1, 5)
AMBER_DAYS = 1


@dataclass(frozen=True)
class Light:
    """How a limit stands. `colour` is green, amber, red or grey (stopped, or no limit at all).

    `days_left` are working days, 0 on the last day, negative when overdue by whole working days; while the clock is
    stopped it is what was left then. `total_days` is the whole limit, `stopped_days` the working days of this stop.
    """

    colour: str
    due: datetime | None = None
    days_left: int = 0
    total_days: int = 0
    is_today: bool = False
    is_provisional: bool = False
    is_stopped: bool = False
    stopped_days: int = 0
    stopped_since: datetime | None = None
    is_stopped_today: bool = False

    @property
    def is_overdue(self) -> bool:
        return self.colour == "red"

    def words(self) -> str:
        """The light in words, in the running language: never the colour alone."""
        if self.is_stopped:
            return self._stopped()
        if self.due is None:
            return _("No time limit")
        return self._late() if self.is_overdue else self._in_time()

    def _stopped(self) -> str:
        if self.stopped_days:
            days = self.stopped_days
            return ngettext("Stopped for %(count)s working day", "Stopped for %(count)s working days", days) % {
                "count": days
            }
        if self.is_stopped_today or not self.stopped_since:
            return _("Stopped since today")
        return _("Stopped since %(moment)s") % {"moment": _moment(self.stopped_since)}

    def _in_time(self) -> str:
        if self.is_today:
            return _("Due today %(time)s") % {"time": _time(self.due)}
        if not self.days_left:
            return _("Due %(moment)s") % {"moment": _moment(self.due)}
        return _days_left(self.colour, self.days_left)

    def _late(self) -> str:
        if self.days_left:
            days = -self.days_left
            return ngettext("%(count)s working day overdue", "%(count)s working days overdue", days) % {"count": days}
        if self.is_today:
            return _("Overdue since today %(time)s") % {"time": _time(self.due)}
        return _("Overdue since %(moment)s") % {"moment": _moment(self.due)}


def light(
    cal: Calendar, now: datetime, start: datetime, due: datetime | None, stopped_since: datetime | None = None
) -> Light:
    """The light of a limit from `start` to `due`, read at `now`.

    Grey while stopped or without a due time; red past due; amber with at most 20 % of the working days left or at
    most one, whichever comes first (decisions 17); else green. Limits of hours are amber from the start.
    """
    reading = stopped_since or now
    stopped_days = working_days_between(cal, _day(stopped_since), _day(now)) if stopped_since else 0
    stopped = Light(
        "grey",
        is_stopped=bool(stopped_since),
        stopped_days=stopped_days,
        stopped_since=stopped_since,
        is_stopped_today=bool(stopped_since) and _day(reading) == _day(now),
    )
    if due is None:
        return stopped
    left = working_days_between(cal, _day(reading), _day(due))
    total = working_days_between(cal, _day(start), _day(due))
    return replace(
        stopped,
        colour="grey" if stopped_since else _colour(due, reading, left, total),
        due=due,
        days_left=left,
        total_days=total,
        is_today=_day(due) == _day(now),
        is_provisional=cal.is_provisional(_day(due)),
    )


def _colour(due: datetime, now: datetime, left: int, total: int) -> str:
    if now > due:
        return "red"
    return "amber" if left <= AMBER_DAYS or left <= total * AMBER_SHARE else "green"


def _days_left(colour: str, days: int) -> str:
    """Amber and green have words of their own: never the colour alone."""
    if colour == "amber":
        words = ngettext("Due soon, %(count)s working day left", "Due soon, %(count)s working days left", days)
    else:
        words = ngettext("On time, %(count)s working day left", "On time, %(count)s working days left", days)
    return words % {"count": days}


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _time(moment: datetime | None) -> str:
    return formats.date_format(moment.astimezone(SHANGHAI), "G:i", use_l10n=False) if moment else ""


def _moment(moment: datetime | None) -> str:
    # Translators: a date format of Django, such as “Fri 27 Nov, 17:30”.
    said = formats.date_format(moment.astimezone(SHANGHAI), _("D j M, G:i"), use_l10n=False) if moment else ""
    return said.replace("星期", "周")
