"""What the clock does for cases and votes. It only records and notifies: guards read the clock themselves."""

from django.db.models import F, Q

from councils import ballots
from councils.case_guards import LAST_DAY
from councils.models import Case, Round
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.ticking import each, every_minute

BATCH = 500


@every_minute
def count_votes_whose_time_is_over() -> int:
    """Count them, or extend them once when too few have voted."""
    return each(Round.objects.ripe().order_by("pk")[:BATCH], lambda one: ballots.close(one, by=CLOCK))


@every_minute
def remind_of_votes() -> int:
    """One message to those who have not voted, in the last day of a vote that lasts longer than one."""
    now = clock.now()
    ending = Round.objects.open().filter(reminded_at=None, closes_at__gt=now, closes_at__lte=now + LAST_DAY)
    long = ending.filter(closes_at__gt=F("opens_at") + LAST_DAY)
    return each(long.order_by("pk")[:BATCH], lambda one: advance(one, "remind", by=CLOCK))


@every_minute
def take_up_what_was_put_off() -> int:
    """On its day a case that was put off is discussed again."""
    due = Q(state=Case.State.DEFERRED, deferred_until__lte=clock.today())
    return each(Case.objects.filter(due).order_by("pk")[:BATCH], lambda one: advance(one, "take_up", by=CLOCK))
