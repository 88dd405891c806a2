"""What the clock does for meetings and minutes. It only records: guards read the clock themselves."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from councils import meetings, minutes, papers
from councils.models import Meeting, Minutes
from parkdesk.core import clock, pdf
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow
from parkdesk.core.ticking import every_minute

log = logging.getLogger(__name__)
BATCH = 100


@every_minute
def close_agendas() -> int:
    """What comes after the papers' working days is urgent business."""
    called = Meeting.objects.filter(state=Meeting.State.CONVENED).order_by("starts_at", "pk")
    return _each(called[:BATCH], meetings.close_the_agenda)


@every_minute
def approve_in_silence() -> int:
    """Who did not object within the window has agreed (decisions 39)."""
    silent = Minutes.objects.filter(state=Minutes.State.CIRCULATED, window_ends_at__lte=clock.now())
    return _each(silent.order_by("pk")[:BATCH], lambda one: minutes.approve(one, by=CLOCK))


@every_minute
def set_what_was_issued() -> int:
    """The PDF of issued minutes; where the libraries are missing, it waits for a machine that has them."""
    if not pdf.is_available():
        return 0
    return _each(Minutes.objects.issued().filter(pdf="")[:BATCH], papers.file_of)


def _each(things: Iterable[Any], act: Callable[[Any], object]) -> int:
    """Act on each; one for which it is not time is passed over, one that breaks holds up no other."""
    done, broken = 0, None
    for thing in things:
        try:
            done += bool(act(thing))
        except NotNow:
            log.debug("not now: %s", thing.pk)
        except Exception as error:  # whatever is wrong with this one stays with this one
            log.exception("%s %s", thing._meta.label, thing.pk)
            broken = error
    if broken is not None:
        raise broken
    return done
