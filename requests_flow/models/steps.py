"""Every step a need can take. A body sets fields of its own row and nothing else (style 5)."""

from datetime import datetime

from parkdesk.core import clock
from parkdesk.core.search import segment
from parkdesk.core.states import GET_STATE, STAYS, step
from requests_flow import council_guards, guards, overdue_guards, promises, reference
from requests_flow.masking import masked
from requests_flow.words import AT_WORK, HANDLED, JUDGED, STOPPED, TIER_ORDER, State, Tier

SORTABLE = [State.ACKNOWLEDGED, State.TRIAGED, State.REOPENED]
# More time is asked for, and granted, before the promised day has passed.
ASKING_TIME = (guards.has_extension_left, guards.is_no_extension_asked, overdue_guards.is_within_its_limit)
GRANTING_TIME = (guards.is_extension_asked, guards.has_extension_left, overdue_guards.is_within_its_limit)


class Steps:
    """The transition table in code. docs/journey.md holds the same table; a test compares them."""

    @step([State.DRAFT], State.SUBMITTED, guards.may_submit)
    def submit(self):
        now = clock.now()
        self.submitted_at = now
        self.reference = reference.make(clock.today().year, self.pk)
        self._enter(State.SUBMITTED)

    @step([State.SUBMITTED], State.ACKNOWLEDGED, guards.sits_at_the_desk_or_is_the_clock)
    def acknowledge(self, owner=None):
        self.acknowledged_at = clock.now()
        self.first_contact = self.first_contact or owner
        self.owner = owner or self.owner
        self._enter(State.ACKNOWLEDGED)

    @step(SORTABLE, State.TRIAGED, guards.sits_at_the_desk)
    def triage(self, category, tier, rule, line, terms=None, urgency=None):
        self.triaged_at, stopped = clock.now(), promises.stopped_half_days(self)
        self.category, self.tier, self.tier_rule, self.line = category, tier, rule, line
        self.service = terms.service if terms else None
        self.promised_half_days = terms.promise_for(tier) if terms else None
        self.urgency = urgency or self.urgency
        promises.promise_anew(self, stopped)
        self._enter(State.TRIAGED)

    @step(
        [State.TRIAGED, State.IN_PROGRESS, State.REOPENED], State.TRANSFERRED, guards.sits_at_the_desk, guards.is_sorted
    )
    def dispatch(self, unit):
        self.unit, self.handler = unit, None
        self.dispatched_at, self.accepted_at = clock.now(), None
        self._enter(State.TRANSFERRED)

    @step([State.TRANSFERRED], State.IN_PROGRESS, guards.works_in_its_unit)
    def accept(self, handler=None):
        self.accepted_at, self.handler = clock.now(), handler
        self.extension_days_asked = 0
        self._enter(State.IN_PROGRESS)

    @step([State.TRANSFERRED], State.TRIAGED, guards.returns_it)
    def return_(self, reason=""):
        self.unit = self.handler = None
        self._enter(State.TRIAGED)

    @step(
        [State.ACKNOWLEDGED, State.TRIAGED, State.IN_PROGRESS, State.REOPENED],
        State.WAITING_ENTERPRISE,
        guards.handles_it,
    )
    def ask(self, question):
        self._stop(clock.now())

    @step([State.WAITING_ENTERPRISE], GET_STATE(lambda self, **_: self.resumes_to), guards.reported_it)
    def reply(self, answer):
        self._go_on(clock.now())

    @step([State.IN_PROGRESS], State.WAITING_EXTERNAL, guards.handles_it)
    def wait(self, waits_for, reason=""):
        self.waits_for = waits_for
        self._stop(clock.now())

    @step(STOPPED, GET_STATE(lambda self, **_: self.resumes_to), guards.handles_it)
    def resume(self):
        self.waits_for = ""
        self._go_on(clock.now())

    @step([State.TRIAGED, State.IN_PROGRESS], State.DELIBERATING, guards.sits_at_the_desk, guards.is_for_the_council)
    def deliberate(self):
        self._enter(State.DELIBERATING)

    @step([State.DELIBERATING], State.TRANSFERRED, guards.sits_in_its_council)
    def mandate(self, unit):
        self.unit, self.handler, self.dispatched_at = unit, None, clock.now()
        self._enter(State.TRANSFERRED)

    @step([State.DELIBERATING], State.TRIAGED, guards.takes_it_from_the_council)
    def hand_back(self, reason=""):
        self._enter(State.TRIAGED)

    @step([State.IN_PROGRESS], State.RESOLVED, guards.handles_it)
    def resolve(self, outcome, answer, resolved_by=None):
        self.outcome, self.resolved_by = outcome, resolved_by
        self._say(answer)
        self.resolved_at = clock.now()
        self.replied_at = self.replied_at or self.resolved_at
        self.reminded_at = None
        self._enter(State.RESOLVED)

    @step([State.RESOLVED], STAYS, guards.is_the_clock, guards.is_time_to_remind)
    def remind(self):
        self.reminded_at = clock.now()

    @step(JUDGED, State.CLOSED, guards.reported_it)
    def confirm(self):
        self.closed_at = clock.now()
        self._enter(State.CLOSED)

    @step([*JUDGED, State.CLOSED], STAYS, guards.reported_it, guards.is_within_rating_time, guards.is_not_yet_rated)
    def rate(self, grade, comment=""):
        self.is_rated = True

    @step([State.RESOLVED], State.FOLLOWED_UP, guards.follows_up_on_others)
    def follow_up(self, how, is_solved):  # not `method`: the state machine passes a `method` of its own
        self._enter(State.FOLLOWED_UP)

    @step([State.CLOSED], STAYS, guards.follows_up_on_others, guards.is_time_for_the_second_call)
    def call_again(self, how, is_solved):
        # Found unsolved, the call stays open: it is what lets the need be opened again.
        self.called_again_at = clock.now() if is_solved else None

    @step(
        [*JUDGED, State.WAITING_ENTERPRISE],
        State.CLOSED,
        guards.sits_at_the_desk_or_is_the_clock,
        guards.is_ripe_to_close,
    )
    def close(self):
        self.closed_at = clock.now()
        self._enter(State.CLOSED)

    @step([*JUDGED, State.CLOSED], State.REOPENED, guards.reopens_it, guards.is_time_to_reopen)
    def reopen(self, reason):
        self.reopened_at = clock.now()
        self.handling += 1
        self.is_rated = False
        self.outcome, self.resolved_at, self.replied_at, self.closed_at = "", None, None, None
        self.called_again_at = None
        self.unit = self.handler = self.reply_due_at = self.resolve_due_at = None
        self._enter(State.REOPENED)

    @step([State.SUBMITTED, State.ACKNOWLEDGED, State.TRIAGED], State.DECLINED, guards.leads_the_community)
    def decline(self, reason, route):
        self.closed_at = clock.now()
        self._enter(State.DECLINED)

    @step([State.SUBMITTED, State.ACKNOWLEDGED], State.INVALID, guards.sits_at_the_desk)
    def invalidate(self, reason=""):
        self.closed_at = clock.now()
        self._enter(State.INVALID)

    @step(AT_WORK, State.WITHDRAWN, guards.reported_it)
    def withdraw(self, reason=""):
        self.closed_at = clock.now()
        self._enter(State.WITHDRAWN)

    @step(AT_WORK, State.MERGED, guards.sits_at_the_desk)
    def merge(self, into):
        self.merged_into, self.merged_from, self.closed_at = into, self.state, clock.now()
        self._enter(State.MERGED)

    @step(HANDLED, STAYS, guards.sits_at_the_desk, guards.is_sorted, guards.can_rise)
    def retier(self, tier, rule, reason=""):
        self._change_tier(tier, rule, upward=True)

    @step(
        HANDLED,
        STAYS,
        guards.leads_the_community,
        guards.is_sorted,
        guards.can_be_lowered,
        council_guards.lies_before_no_council,
        council_guards.was_not_raised_by_members,
    )
    def lower_tier(self, tier, rule, reason=""):
        self._change_tier(tier, rule, upward=False)

    @step([State.IN_PROGRESS], STAYS, guards.works_in_its_unit, *ASKING_TIME)
    def ask_extension(self, days, reason=""):
        self.extension_days_asked = min(days, promises.limits_of(self).extension_days)

    @step([State.IN_PROGRESS], STAYS, guards.may_extend, guards.is_extension_asked)
    def refuse_extension(self, reason=""):
        self.extension_days_asked = 0

    @step([State.IN_PROGRESS], STAYS, guards.may_extend, *GRANTING_TIME)
    def extend(self, reason=""):
        self.resolve_due_at = promises.add_days(self.resolve_due_at, self.extension_days_asked)
        self.extensions += 1
        self.extension_days_asked = 0
        self._enter(State(self.state))

    @step(HANDLED, STAYS, guards.handles_it)
    def inform(self, message):
        self.replied_at = self.replied_at or clock.now()
        self._say(message)
        self._enter(State(self.state))

    @step([*AT_WORK, *JUDGED], STAYS, guards.handles_it)
    def note(self, mentioned=()):
        pass

    @step(AT_WORK, STAYS, guards.reported_it)
    def add(self, message):
        pass

    @step(HANDLED, STAYS, guards.walks_its_park)
    def confirm_facts(self, occurred_on=None):
        pass

    # --- what the bodies share ---------------------------------------------------------------------

    def _enter(self, state):
        """Set the dates for a state that the machine is about to reach (it writes `state` after the body)."""
        promises.set_due(self, state)

    def _say(self, words):
        """What was answered is found by its words, too; numbers of people are not."""
        self.search_text = f"{self.search_text} {segment(masked(words))}".strip()

    def _stop(self, now: datetime):
        self.stopped_at, self.resumes_to = now, self.state

    def _go_on(self, now: datetime):
        """Credit the stopped time to every date that is still ahead of the reporter."""
        stopped, self.stopped_at = self.stopped_at, None
        for name in ("reply_due_at", "resolve_due_at", "due_at"):
            due = getattr(self, name)
            if due is not None:
                setattr(self, name, clock.shift_by_stop(clock.calendar(), due, stopped, now))

    def _change_tier(self, tier, rule, *, upward):
        is_higher = TIER_ORDER.index(tier) > TIER_ORDER.index(self.tier)
        if tier == self.tier or is_higher != upward:
            raise ValueError(f"{self.tier} -> {tier} is the other direction")
        stopped = promises.stopped_half_days(self)
        self.tier, self.tier_rule = tier, rule
        self.promised_half_days = self.promised_half_days if tier == Tier.SIMPLE else None
        promises.promise_anew(self, stopped)
        self._enter(State(self.state))
