"""The clock of the last weeks: what came near its promised day, or passed it, was written down on that day."""

from collections.abc import Iterator
from datetime import time, timedelta

from parkdesk.core import clock, workdays
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.timeline import Happening
from requests_flow import ticking

DAYS = 24
# Just after what the marks of a day fall on: its opening, its middle, its end.
LOOKS = (time(9, 1), time(12, 1), time(17, 31))


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """A look at every need that runs, three times on each of the last working days."""
    today = office.now.astimezone(clock.SHANGHAI).date()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    for day in filter(office.cal.is_working, days):
        for look in LOOKS:
            moment = workdays.at(day, look)
            if moment < office.now:
                yield Happening(moment, ticking.go_along_the_overdue_path)
