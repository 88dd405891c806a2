"""What the clock does for cases and votes. It only records and notifies: guards read the clock themselves."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Q

from councils import ballots
from councils.case_guards import LAST_DAY
from councils.models import Case, Round
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.ticking import every_minute

log = logging.getLogger(__name__)
BATCH = 500


@every_minute
def count_votes_whose_time_is_over() -> int:
    """Count them, or extend them once when too few have voted."""
    return _each(Round.objects.ripe().order_by("pk")[:BATCH], lambda one: ballots.close(one, by=CLOCK))


@every_minute
def remind_of_votes() -> int:
    """One message to those who have not voted, in the last day of a vote that lasts longer than one."""
    now = clock.now()
    ending = Round.objects.open().filter(reminded_at=None, closes_at__gt=now, closes_at__lte=now + LAST_DAY)
    long = ending.filter(closes_at__gt=F("opens_at") + LAST_DAY)
    return _each(long.order_by("pk")[:BATCH], lambda one: advance(one, "remind", by=CLOCK))


@every_minute
def take_up_what_was_put_off() -> int:
    """On its day a case that was put off is discussed again."""
    due = Q(state=Case.State.DEFERRED, deferred_until__lte=clock.today())
    return _each(Case.objects.filter(due).order_by("pk")[:BATCH], lambda one: advance(one, "take_up", by=CLOCK))


def _each(things: Iterable[Any], act: Callable[[Any], object]) -> int:
    """Act on each; one for which it is not time is passed over, one that breaks holds up no other."""
    done, broken = 0, None
    for thing in things:
        try:
            act(thing)
            done += 1
        except NotNow:
            log.debug("not now: %s", thing.pk)
        except Exception as error:  # whatever is wrong with this one stays with this one
            log.exception("%s %s", thing._meta.label, thing.pk)
            broken = error
    if broken is not None:
        raise broken
    return done
