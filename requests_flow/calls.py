"""Calls about completed needs (回访): who is to be called, what was answered, who could not be reached (domain.md 8.6).

Whoever resolved a need does not call about it. “Not solved” opens it again; “asked outside the rules” goes to those
who answer for conduct and to nobody else.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.flow import advance
from parkdesk.core.flow import begin as begin_with
from requests_flow import guards, mending, promises
from requests_flow.draw import is_drawn
from requests_flow.models import CallAttempt, CallWish, ConductReport, FollowUp, Mending, Need
from requests_flow.models.queries import NeedQuerySet
from requests_flow.words import State, Tier

ATTEMPTS = 2
# No call is due later than ratings are open, and 10 working days are never more than this.
LOOKED_BACK = timedelta(days=25)
SHOWN = 100


@dataclass(frozen=True)
class Answers:
    """What the reporter said besides “solved” or “not solved”. `outside_the_rules` holds their words, if any."""

    is_in_time: bool | None = None
    outside_the_rules: str = ""
    left_over: str = ""


@dataclass(frozen=True)
class Due:
    """A call that is due: why, by when, what was tried already and when it was wished."""

    need: Need
    why: str | Promise
    due_at: datetime
    attempts: list[CallAttempt]

    @property
    def light(self) -> clock.Light:
        return clock.light(clock.calendar(), clock.now(), self.need.resolved_at, self.due_at, None)

    @property
    def wished_at(self) -> datetime | None:
        """What was agreed on the last call."""
        return self.attempts[-1].wished_at if self.attempts else None

    @property
    def wish(self) -> CallWish | None:
        """What the reporter asked for on the tracking page."""
        return getattr(self.need, "call_wish", None)


def due(person: Person) -> list[Due]:
    """The calls that this person may make, the most urgent first; without those that could not be reached twice."""
    needs = list(_uncalled(person).select_related("park", "enterprise", "call_wish").order_by("resolved_at")[:1000])
    attempts, low = _attempts(needs), _low(needs)
    found = [_due(need, low.get(need.pk), attempts[need.pk]) for need in needs if is_drawn(need) or need.pk in low]
    wanted = [one for one in found if not is_out_of_reach(one.attempts) and guards.is_within_rating_time(one.need)]
    return sorted(wanted, key=lambda one: one.wished_at or one.due_at)[:SHOWN]


def due_about(need: Need) -> Due:
    """The same about one need, whether it was drawn or not."""
    return _due(need, _low([need]).get(need.pk), _attempts([need])[need.pk])


def is_out_of_reach(attempts: list[CallAttempt]) -> bool:
    """Called twice without an answer, and no other time was agreed since (domain.md 1.1 c)."""
    results = [one.result for one in attempts]
    no_answer = results.count(CallAttempt.Result.NO_ANSWER)
    return no_answer >= ATTEMPTS and results[-1] == CallAttempt.Result.NO_ANSWER


def _uncalled(person: Person) -> NeedQuerySet:
    """Completed not long ago by somebody else, and nobody has spoken with the reporter about it yet."""
    called = FollowUp.objects.filter(need=OuterRef("pk"), handling=OuterRef("handling"))
    done = Need.objects.at_the_desk(person).filter(
        state__in=[State.RESOLVED, State.CLOSED], resolved_at__gte=clock.now() - LOOKED_BACK
    )
    return done.exclude(resolved_by=person).filter(~Exists(called))


def _attempts(needs: list[Need]) -> dict[int, list[CallAttempt]]:
    found: dict[int, list[CallAttempt]] = defaultdict(list)
    for one in CallAttempt.objects.filter(need__in=needs, handling=F("need__handling")).order_by("pk"):
        found[one.need_id].append(one)
    return found


def _low(needs: list[Need]) -> dict[int, Mending]:
    open_ones = Mending.objects.open().filter(need__in=needs, rating__handling=F("need__handling"))
    return {one.need_id: one for one in open_ones.select_related("rating")}


def _due(need: Need, low: Mending | None, attempts: list[CallAttempt]) -> Due:
    if low is not None:
        return Due(need, _("rated low"), low.contact_due_at, attempts)
    why = {Tier.COMPLEX: _("complex: all are called"), Tier.MAJOR: _("major: all are called")}
    by = promises.due(need.resolved_at, promises.limits_of(need).follow_up)
    return Due(need, why.get(Tier(need.tier or Tier.SIMPLE), _("simple: drawn by lot")), by, attempts)


# --- what came of it ---------------------------------------------------------------------------------
@transaction.atomic
def follow_up(
    need: Need, *, method: str, is_solved: bool, by: Person, note: str = "", answers: Answers | None = None
) -> Need:
    """Record a call back; "not solved" reopens the need, "solved" closes it (domain.md 8.6)."""
    step = "call_back" if need.state == State.CLOSED else "follow_up"
    need = _call(need, step, FollowUp(method=method, is_solved=is_solved, by=by), note=note, answers=answers)
    if not is_solved:
        return advance(need, "reopen", by=by, reason=note)
    return need if need.state == State.CLOSED else advance(need, "close", by=by)


@transaction.atomic
def call_again(
    need: Need, *, method: str, is_solved: bool, by: Person, note: str = "", answers: Answers | None = None
) -> Need:
    """The second call to the reporter of a major need: has it lasted? If not, it is opened again (domain.md 4.2)."""
    need = _call(need, "call_again", FollowUp(method=method, is_solved=is_solved, by=by), note=note, answers=answers)
    return need if is_solved else advance(need, "reopen", by=by, reason=note)


def _call(need: Need, step: str, said: FollowUp, *, note: str, answers: Answers | None) -> Need:
    """The step, its record, and what goes elsewhere."""
    answers = answers or Answers()
    need = advance(need, step, by=said.by, note=note, how=said.method, is_solved=said.is_solved)
    said.need, said.handling, said.at = need, need.handling, clock.now()
    said.is_in_time, said.left_over = answers.is_in_time, answers.left_over
    said.save(force_insert=True)
    mending.note_contact(need, said.by)
    if answers.outside_the_rules:
        report_conduct(need, told=answers.outside_the_rules, by=said.by)
    return need


@transaction.atomic
def miss_call(need: Need, *, result: str, by: Person, wished_at: datetime | None = None) -> Need:
    """Record a call that reached nobody, or was put off to another time."""
    need = advance(need, "miss_call", by=by, result=result)
    CallAttempt.objects.create(
        need=need, handling=need.handling, by=by, result=result, wished_at=wished_at, at=clock.now()
    )
    return need


@transaction.atomic
def wish_call(need: Need, *, part: str, by: Any) -> Need:
    """The reporter says when a call suits them."""
    need = advance(need, "wish_call", by=by, part=part)
    CallWish.objects.update_or_create(need=need, defaults={"part": part, "at": clock.now()})
    return need


@transaction.atomic
def report_conduct(need: Need, *, told: str, by: Person) -> ConductReport:
    """Hand on what was asked outside the rules; the trail of the need says nothing of it."""
    report = ConductReport(need=need, handling=need.handling, told=told, heard_by=by, at=clock.now())
    report.save(force_insert=True)
    return begin_with(report, "pass_on", by=by)
