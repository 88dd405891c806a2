"""What the house knows of itself without asking anybody else: backup, clock, queue, disk, days off, channels."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parkdesk.condition import queue
from parkdesk.condition.finding import Finding, span
from parkdesk.core import channels, clock, pulse, shift
from parkdesk.core.models import Hook, Robot

OLDEST_BACKUP = timedelta(hours=36)
LONGEST_SILENCE = timedelta(minutes=5)
LATEST_DELIVERY = timedelta(minutes=10)
LEAST_FREE, LEAST_SHARE = 1024**3, 0.1
GIBIBYTE = 1024**3
# The State Council names the days off of a year in November; by then a house without them counts wrongly soon.
NOTICE_EXPECTED = (12, 15)
MOST_OFF = timedelta(seconds=5)


def at_home() -> list[Finding]:
    """Every finding that needs no other machine, in the order of the page."""
    return [*(look() for look in ALONE), *_channels(), *_robots(), *_hooks()]


def _backup() -> Finding:
    label, age = _("Backup"), pulse.age(pulse.BACKUP)
    if age is None:
        return Finding("backup", label, _("This house has never been backed up: manage.py backup OUT."), True)
    said = _("The last backup was made %(span)s ago.") % {"span": span(age)}
    return Finding("backup", label, said, age > OLDEST_BACKUP)


def _tick() -> Finding:
    label, age = _("Clock"), pulse.age(pulse.TICK)
    if age is None:
        return Finding("tick", label, _("The tick has never run: nobody is reminded. Start manage.py tick."), True)
    said = _("The tick last ran %(span)s ago.") % {"span": span(age)}
    return Finding("tick", label, said, age > LONGEST_SILENCE)


def _worker() -> Finding:
    label, age = _("Worker"), pulse.age(pulse.WORKER)
    if age is None:
        return Finding("worker", label, _("The worker has never run: nothing goes out. Start manage.py worker."), True)
    said = _("The worker gave its last sign of life %(span)s ago.") % {"span": span(age)}
    return Finding("worker", label, said, age > LONGEST_SILENCE)


def _machine_time() -> Finding:
    here = clock.machine_time()
    said = _("This machine says it is %(moment)s in Shanghai.") % {
        "moment": f"{here.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    }
    off = _off_the_database()
    if shift.current():
        said += " " + _("The house’s clock has been moved; that is for demonstrations.")
    if off > MOST_OFF:
        said += " " + _("The database’s machine is %(span)s apart: set both by NTP.") % {"span": span(off)}
    return Finding("time", _("Time"), said, off > MOST_OFF)


def _off_the_database() -> timedelta:
    """How far the clocks of this machine and of the database's differ; SQLite has no other machine."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return abs(cursor.fetchone()[0] - clock.machine_time())


def _deliveries() -> Finding:
    found = queue.deliveries()
    said = ngettext("%(count)s delivery waits", "%(count)s deliveries wait", found.waiting) % {"count": found.waiting}
    return _queued("deliveries", _("Queue"), said, found)


def _notices() -> Finding:
    found = queue.notices()
    said = ngettext("%(count)s notice waits", "%(count)s notices wait", found.waiting) % {"count": found.waiting}
    return _queued("notices", _("Notices"), said, found)


def _queued(code: str, label: str, said: str, found: queue.Queue) -> Finding:
    facts = {"said": said, "failed": found.failed, "span": span(found.late)}
    is_bad = bool(found.failed) or found.late > LATEST_DELIVERY
    if not is_bad:
        return Finding(code, label, _("%(said)s, none is late.") % facts)
    return Finding(code, label, _("%(said)s, the oldest since %(span)s; %(failed)s failed.") % facts, True)


def _disk() -> Finding:
    usage = shutil.disk_usage(settings.VAR)
    facts = {"free": f"{usage.free / GIBIBYTE:.1f}", "share": round(100 * usage.free / usage.total)}
    is_bad = usage.free < LEAST_FREE or usage.free < LEAST_SHARE * usage.total
    return Finding("disk", _("Disk"), _("%(free)s GiB are free (%(share)s %%).") % facts, is_bad)


def _days_off() -> Finding:
    today, known = clock.today(), clock.calendar().years
    label, following = _("Days off"), today.year + 1
    if today.year not in known:
        said = _("The days off of %(year)s are not known: limits are counted wrongly. manage.py import_calendar FILE.")
        return Finding("days_off", label, said % {"year": today.year}, True)
    if following not in known:
        is_bad = (today.month, today.day) >= NOTICE_EXPECTED
        said = _("The days off of %(year)s are not known yet; after the notice: manage.py import_calendar FILE.")
        return Finding("days_off", label, said % {"year": following}, is_bad)
    return Finding("days_off", label, _("The days off of %(year)s are known.") % {"year": following})


def _channels() -> Iterator[Finding]:
    states = channels.states()
    for one in channels.ALL:
        state, lacks = states[one.code], one.lacks()
        is_failing = bool(state.failed_at and (not state.succeeded_at or state.failed_at > state.succeeded_at))
        error = state.error if is_failing else ""
        said = _state_of(lacks=[lack.setting for lack in lacks], advice=str(one.advice()), error=error)
        yield Finding(f"channel_{one.code}", one.label, said, is_failing)


def _state_of(*, lacks: list[str], advice: str, error: str) -> str:
    if lacks:
        return _("Not set up; it lacks %(settings)s.") % {"settings": ", ".join(lacks)}
    if error:
        return _("The last message did not go out: %(error)s") % {"error": error}
    return advice or _("Works.")


def _robots() -> Iterator[Finding]:
    failing = Robot.objects.filter(is_on=True).exclude(error="")
    for one in failing:
        yield Finding("robot", gettext_lazy("Group robots"), f"{one.name}: {one.error}", True)


def _hooks() -> Iterator[Finding]:
    for one in Hook.objects.filter(was_given_up=True):
        said = _("%(name)s was switched off: nothing arrived for three days.") % {"name": one.name}
        yield Finding("hook", gettext_lazy("Webhooks"), said, True)


ALONE: tuple[Callable[[], Finding], ...] = (
    _backup,
    _tick,
    _worker,
    _machine_time,
    _deliveries,
    _notices,
    _disk,
    _days_off,
)
