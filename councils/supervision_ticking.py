"""What the clock does for supervision. It only records and notifies: lights and guards read the clock themselves."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Q

from councils import supervise
from councils.models import Instruction, Resolution, SupervisionOrder
from councils.quarters import Quarter
from councils.supervision_guards import COMPLETED
from councils.supervision_words import ARCHIVE_AFTER_DAYS, BEFORE_THE_REPORT, REDS_FOR_A_LETTER, State
from enterprises.models import Unit
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.ticking import each, every_minute
from requests_flow import promises
from requests_flow.models import Need

BATCH = 500
ONE_DAY = timedelta(days=1)
Source = SupervisionOrder.Source


@every_minute
def propose_overdue_needs() -> int:
    """One working day after the promised day an order is drafted (domain.md 4.4); the committee takes it up or not."""
    late = Need.objects.running().filter(resolve_due_at__lte=clock.now() - ONE_DAY, resolved_at__isnull=True)
    held = SupervisionOrder.objects.filter(need__isnull=False)
    late = late.exclude(pk__in=held.open().values("need"))
    late = late.exclude(pk__in=held.filter(overdue_since=F("need__resolve_due_at")).values("need"))
    return each((need for need in late.order_by("pk")[:BATCH] if _is_a_day_late(need)), _propose_need)


def _is_a_day_late(need: Need) -> bool:
    return clock.now() >= promises.add_days(need.resolve_due_at, 1)


def _propose_need(need: Need) -> Any:
    return supervise.for_need(need, source=Source.OVERDUE, overdue_since=need.resolve_due_at)


@every_minute
def propose_overdue_resolutions() -> int:
    """The same for what a council agreed."""
    known = SupervisionOrder.objects.filter(resolution__isnull=False).values("resolution")
    followed = SupervisionOrder.objects.open().filter(need__isnull=False).values("need")
    late = Resolution.objects.overdue().exclude(pk__in=known).exclude(case__need__in=followed)
    late = late.select_related("council__park", "case__need__park")
    return each((one for one in late.order_by("pk")[:BATCH] if _is_past(one)), _propose_resolution)


def _is_past(resolution: Resolution) -> bool:
    return clock.now() >= promises.add_days(clock.at(resolution.due_on, clock.CLOSING), 1)


def _propose_resolution(resolution: Resolution) -> Any:
    """Where it answers a need, the order is that need's as well: one order for one matter."""
    matter = supervise.Matter(
        source=Source.RESOLUTION,
        resolution=resolution,
        need=resolution.case.need if resolution.case else None,
        park=resolution.council.park,
        subject=resolution.text,
    )
    try:
        return supervise.propose(matter, by=CLOCK)
    except IntegrityError:  # another tick has just done so
        return None


@every_minute
def go_where_needs_went() -> int:
    """What the trail has told already, once more: an order whose need was completed, opened again, or is gone."""
    away = Q(need__state__in=supervise.GONE)
    done = Q(state__in=BEFORE_THE_REPORT, need__state__in=COMPLETED)
    back = Q(state__in=[State.REPORTED, State.CHECKED]) & ~Q(need__state__in=COMPLETED)
    behind = SupervisionOrder.objects.open().filter(away | done | back, need__isnull=False).select_related("need")
    return each(behind[:BATCH], lambda order: supervise.keep_up(order.need))


@every_minute
def remind_of_what_is_missing() -> int:
    """A signature, a plan, a note, a check that did not come: one reminder for each date."""
    late = SupervisionOrder.objects.open().filter(next_due_at__lte=clock.now(), suspended_at__isnull=True)
    new = late.filter(Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("next_due_at")))
    return each(new.select_related("need")[:BATCH], lambda order: advance(order, "remind", by=CLOCK))


@every_minute
def mark_what_is_past_its_limit() -> int:
    """An order that turned red stays counted for its quarter, whatever is extended afterwards."""
    now = clock.now()
    own, promised = Q(own_due_at__lte=now), Q(own_due_at__isnull=True, need__resolve_due_at__lte=now)
    late = SupervisionOrder.objects.filter(own | promised, state__in=BEFORE_THE_REPORT, red_at__isnull=True)
    return each(late.select_related("need")[:BATCH], lambda order: advance(order, "turn_red", by=CLOCK))


@every_minute
def draft_letters_of_reminder() -> int:
    """Two orders of one unit red in one quarter: a letter is drafted for the committee (domain.md 7).

    A week into a new quarter the old one is still looked at, for a job that comes late.
    """
    quarters = {Quarter.of(day) for day in (clock.today(), clock.today() - 7 * ONE_DAY)}
    wanted = [(unit, *quarter) for quarter in sorted(quarters) for unit in _units_with_reds(quarter)]
    return sum(supervise.draft_letter(*one) is not None for one in wanted)


def _units_with_reds(quarter: Quarter) -> list[Unit]:
    late = SupervisionOrder.objects.red_between(*quarter.days).filter(unit__isnull=False)
    reds = Counter(order.unit for order in late.select_related("unit"))
    return [unit for unit, count in reds.items() if count >= REDS_FOR_A_LETTER]


@every_minute
def remind_of_replies_to_instructions() -> int:
    """The day for a reply to a leader's instruction has passed: one reminder."""
    late = Instruction.objects.to_be_answered().filter(reply_due_at__lt=clock.now(), reminded_at__isnull=True)
    return each(late.order_by("pk")[:BATCH], lambda one: advance(one, "remind", by=CLOCK))


@every_minute
def archive_what_is_struck_off() -> int:
    """After a week of work, and for a major need after its second call, an order goes to the archive (归档)."""
    old = SupervisionOrder.objects.filter(
        state=State.STRUCK_OFF, ended_at__lte=clock.now() - ARCHIVE_AFTER_DAYS * ONE_DAY
    )
    ripe = (one for one in old.select_related("need")[:BATCH] if _is_ripe(one))
    return each(ripe, lambda order: advance(order, "archive", by=CLOCK))


def _is_ripe(order: SupervisionOrder) -> bool:
    return clock.now() >= promises.add_days(order.ended_at, ARCHIVE_AFTER_DAYS)
