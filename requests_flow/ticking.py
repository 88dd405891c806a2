"""What the clock does for needs. It only records and notifies: guards read the clock themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.ticking import each, every_minute
from requests_flow import escalating, overdue, promises
from requests_flow.mediation_guards import MARKS, is_time_to_remind
from requests_flow.models import (
    Escalation,
    FilingPaper,
    Joint,
    Mediation,
    Need,
    Part,
    Questionnaire,
    ReceivedMail,
    UpwardRequest,
)
from requests_flow.models.escalation import Mark
from requests_flow.models.joint import last_status_day
from requests_flow.outreach import asking
from requests_flow.words import Category, Kind, State, Tier, Urgency

BATCH = 500
# The first mark is a working day before the promised one: with a long holiday between them this much earlier.
DAYS_AHEAD = timedelta(days=12)
MAILS_KEPT = timedelta(days=90)


@every_minute
def give_back_what_nobody_accepted() -> int:
    """A dispatched need that no unit accepted within half a working day returns to the desk (domain.md 8.2)."""
    late = Need.objects.filter(state=State.TRANSFERRED, due_at__lte=clock.now())
    return each(late.order_by("pk")[:BATCH], lambda need: advance(need, "return", by=CLOCK) if need.light else None)


@every_minute
def give_back_parts_that_nobody_accepted() -> int:
    """The same for a part; with a transfer the first unit simply goes on (domain.md 8.2)."""
    late = Part.objects.filter(state=Part.State.OFFERED, accept_due_at__lte=clock.now())
    return each(late.order_by("pk")[:BATCH], lambda part: advance(part, "return", by=CLOCK))


@every_minute
def call_off_parts_of_what_went_another_way() -> int:
    """A need that was withdrawn, merged or dispatched anew leaves nothing to do for those who helped."""
    at_work = [State.IN_PROGRESS, State.WAITING_ENTERPRISE, State.WAITING_EXTERNAL, State.DELIBERATING]
    left = Part.objects.open().exclude(need__state__in=at_work)
    return each(left.order_by("pk")[:BATCH], lambda part: advance(part, "call_off", by=CLOCK))


@every_minute
def go_along_the_overdue_path() -> int:
    """Each mark that a need has passed is written down once, and whoever it is for is told (domain.md 4.4)."""
    soon = clock.now() + DAYS_AHEAD
    minutes = Q(urgency=Urgency.CRITICAL, replied_at__isnull=True)
    day = Q(replied_at__isnull=True) & (Q(kind=Kind.COMPLAINT) | Q(category=Category.LAW) | Q(tier_rule="C5"))
    at_the_end = Escalation.objects.filter(need=OuterRef("pk"), mark=Mark.TEN, promised_at=OuterRef("resolve_due_at"))
    days = Q(~Exists(at_the_end), resolve_due_at__lte=soon)
    along = Need.objects.running().filter(days | minutes | day, resolved_at__isnull=True).order_by("pk")
    ripe = (need for need in along.prefetch_related("escalations") if overdue.unwritten(need))
    return each(islice(ripe, BATCH), escalating.escalate)


@every_minute
def climb_tiers() -> int:
    """A complex need 10 working days overdue is major (M8); a simple one 3 days, or reopened twice, complex (C7)."""
    now = clock.now()
    late = Q(tier__in=[Tier.SIMPLE, Tier.COMPLEX], resolve_due_at__lte=now - timedelta(days=overdue.CLIMB_SIMPLE_DAYS))
    back = Q(tier=Tier.SIMPLE, handling__gt=overdue.CLIMB_REOPENED)
    ripe = Need.objects.running().filter(late | back, state__in=overdue.AT_WORK)
    return each(ripe.order_by("pk")[:BATCH], escalating.climb)


@every_minute
def remind_to_ask_again() -> int:
    """A body that we asked has not answered for 3 working days: our own chasing is due (decisions 31)."""
    due = UpwardRequest.objects.open().filter(chase_due_at__lte=clock.now())
    new = due.filter(Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("chase_due_at")))
    return each(new.order_by("pk")[:BATCH], _take("remind"))


@every_minute
def remind_of_judicial_confirmation() -> int:
    """14, 7 and 3 days before both parties of an agreement can no longer ask the court to confirm it."""
    last = clock.today() + timedelta(days=max(MARKS))
    near = Mediation.objects.to_be_confirmed().filter(confirm_until__gte=clock.today(), confirm_until__lte=last)
    due = (one for one in near.select_related("need").order_by("pk")[:BATCH] if is_time_to_remind(one))
    return each(due, _take("remind"))


@every_minute
def remind_of_papers_past_their_day() -> int:
    """A paper that has not come, or has not gone back, by its day: its keepers are told once (domain.md 8.8)."""
    late = FilingPaper.objects.past_their_day().order_by("pk")
    return each(late[:BATCH], _take("remind"))


@every_minute
def remind_teams_of_the_status_of_the_day() -> int:
    """A team that said nothing until 17:00 of a working day: its head is reminded once."""
    running = Joint.objects.running().exclude(reminded_on__gte=last_status_day()).select_related("need")
    return each((one for one in running.order_by("pk")[:BATCH] if one.missing_status), _take("remind"))


@every_minute
def remind_to_confirm() -> int:
    """The second notice to a reporter who has not confirmed (decisions 28)."""
    resolved = Need.objects.filter(state=State.RESOLVED, reminded_at=None)
    late = resolved.filter(resolved_at__lte=_days_ago(promises.REMIND_AFTER_DAYS))
    return each(late.order_by("pk")[:BATCH], _take("remind"))


@every_minute
def close_what_stays_silent() -> int:
    """Close after 10 working days of silence following two notices, and what got no reply for 15."""
    silent = Need.objects.filter(state=State.RESOLVED, reminded_at__lte=_days_ago(promises.SILENCE_DAYS))
    asked = Need.objects.filter(state=State.WAITING_ENTERPRISE)
    unanswered = asked.filter(stopped_at__lte=_days_ago(promises.NO_REPLY_DAYS))
    return sum(each(some.order_by("pk")[:BATCH], _take("close")) for some in (silent, unanswered))


def _days_ago(days: int) -> datetime:
    """Working days take at least as long as days: what is younger cannot be ripe, and no guard need look at it."""
    return clock.now() - timedelta(days=days)


@every_minute
def forget_old_mails() -> int:
    """That a mail came in is known for 90 days; longer than any mail server goes on trying."""
    return ReceivedMail.objects.filter(at__lt=clock.now() - MAILS_KEPT).delete()[0]


@every_minute
def erase_answers_past_their_day() -> int:
    """Answers to a form go when the day has passed that the form has named (PIPL 19)."""
    late = Questionnaire.objects.past_their_day().order_by("pk")
    return each(late[:BATCH], lambda one: asking.erase(one, by=CLOCK))


def _take(step: str) -> Callable[[Any], object]:
    return lambda thing: advance(thing, step, by=CLOCK)
