"""What the clock does for elections. It only records and notifies: every door reads the clock itself."""

from datetime import timedelta

from django.db import transaction

from councils.elections import counting, guards, ripening
from councils.models import Election, ElectionVoter
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.ticking import each, every_minute

BATCH = 100
# So long those on a register are still told how the election ended.
REGISTER_KEPT = timedelta(days=1)


@every_minute
def record_what_the_clock_has_brought_about() -> int:
    """Nominations and ballots that open, close, or are extended once."""
    return each(Election.objects.filter(ripening.is_ripe()).order_by("pk")[:BATCH], _ripen)


@transaction.atomic
def _ripen(election: Election) -> Election:
    return ripening.locked(election.pk)


@every_minute
def count_what_has_no_paper() -> int:
    """Without a paper box there is nothing to enter by hand."""
    over = Election.objects.filter(state=Election.State.COUNTING, counted_at=None, has_paper=False)
    return each(over.order_by("pk")[:BATCH], lambda one: counting.count(one, by=CLOCK))


@every_minute
def remind_of_ballots() -> int:
    """One message to those who have not voted, in the last day of the ballot."""
    now = clock.now()
    ending = Election.objects.filter(
        state=Election.State.VOTING, reminded_at=None, voting_closes_at__gt=now,
        voting_closes_at__lte=now + guards.LAST_DAY,
    )  # fmt: skip
    return each(ending.order_by("pk")[:BATCH], lambda one: advance(one, "remind", by=CLOCK))


@every_minute
def forget_registers() -> int:
    """Who stood on a register is kept no longer than the election; the digest still proves the list."""
    over = Election.objects.filter(ended_at__lt=clock.now() - REGISTER_KEPT)
    on_registers = ElectionVoter.objects.filter(group__election__in=over, enterprise=None, person__isnull=False)
    return on_registers.update(person=None)
