"""Every step of a supervision order: 立项 交办 签收 反馈 核查 销号 归档. A body sets fields of its own row alone."""

from datetime import datetime

from councils import supervision_guards as guards
from councils import supervision_words as words
from councils.supervision_words import AT_WORK, BEFORE_THE_REPORT, State
from parkdesk.core import clock
from parkdesk.core.clock import Limit
from parkdesk.core.states import STAYS, step
from requests_flow import promises


class SupervisionSteps:
    """The transition table of orders in code. Nothing of it is public: the reporter reads the need's own lines."""

    INTERNAL_STEPS = frozenset(
        {
            "propose", "register", "assign", "sign", "feedback", "report", "send_back", "verify", "strike_off",
            "archive", "drop", "name_deputy", "ask_extension", "refuse_extension", "extend", "suspend", "resume",
            "remind", "turn_red",
        }
    )  # fmt: skip

    @step([State.DRAFTED], STAYS, guards.proposes)
    def propose(self, reason=""):
        pass

    @step([State.DRAFTED], State.REGISTERED, guards.registers)
    def register(self, year, number):
        self.registered_at = clock.now()
        self.year, self.number = year, number
        self._expect(words.ASSIGN)

    @step(BEFORE_THE_REPORT, State.ASSIGNED, guards.supervises, guards.is_running)
    def assign(self, unit, issuer, requirement="", in_charge="", asked=None, due_at=None):
        self.unit, self.issuer, self.asked = unit, issuer, asked
        self.requirement, self.in_charge = requirement, in_charge
        self.own_due_at = due_at or self.own_due_at
        self.assigned_at, self.signed_at, self.signer = clock.now(), None, None
        self.own_days_asked = 0
        self._expect(words.SIGN)

    @step([State.ASSIGNED], State.IN_HAND, guards.works_in_its_unit, guards.is_running)
    def sign(self, signer):
        self.signed_at, self.signer = clock.now(), signer
        self.in_charge = self.in_charge or str(signer)
        if self.feedbacks:
            self._expect(words.PROGRESS)
        else:
            self._expect_plan()

    @step([State.IN_HAND], STAYS, guards.works_in_its_unit, guards.is_running)
    def feedback(self, text, kind):
        self.feedbacks += 1
        self._expect(words.PROGRESS)

    @step(BEFORE_THE_REPORT, State.REPORTED, guards.reports, guards.is_running, guards.is_need_completed)
    def report(self, text=""):
        self.reported_at = clock.now()
        self._expect(words.CHECK)

    @step([State.REPORTED, State.CHECKED], State.IN_HAND, guards.sends_back)
    def send_back(self, reason=""):
        self.reported_at = self.checked_at = self.checker = None
        self.evidence = self.finding = ""
        self._expect(words.PROGRESS)

    @step([State.REPORTED], State.CHECKED, guards.judges)
    def verify(self, evidence, finding, checker):
        self.checked_at, self.checker = clock.now(), checker
        self.evidence, self.finding = evidence, finding
        self._expect(words.STRIKE_OFF)

    @step([State.CHECKED], State.STRUCK_OFF, guards.judges, guards.has_evidence, guards.is_need_completed)
    def strike_off(self, conclusion=""):
        self.ended_at, self.conclusion = clock.now(), conclusion
        self._expect_nothing()

    @step([State.STRUCK_OFF], State.ARCHIVED, guards.archives, guards.is_called_again)
    def archive(self):
        self.archived_at = clock.now()

    @step([State.DRAFTED, *BEFORE_THE_REPORT], State.DROPPED, guards.drops)
    def drop(self, reason=""):
        self.ended_at, self.suspended_at = clock.now(), None
        self._expect_nothing()

    @step([State.DRAFTED, *BEFORE_THE_REPORT, State.REPORTED, State.CHECKED], STAYS, guards.names_deputies)
    def name_deputy(self, deputy):
        self.deputy = deputy

    # --- its limit -----------------------------------------------------------------------------------
    @step(AT_WORK, STAYS, guards.works_in_its_unit, guards.has_extension_left, guards.is_no_extension_asked)
    def ask_extension(self, days, reason=""):
        if not self.follows_need:
            self.own_days_asked = min(days, words.EXTENSION_DAYS)

    @step(AT_WORK, STAYS, guards.decides_on_time, guards.is_extension_asked)
    def refuse_extension(self, reason=""):
        self.own_days_asked = 0

    @step(AT_WORK, STAYS, guards.decides_on_time, guards.is_extension_asked, guards.has_extension_left)
    def extend(self):
        if not self.follows_need:
            self.own_due_at = promises.add_days(self.own_due_at, self.own_days_asked)
            self.own_extensions += 1
            self.own_days_asked = 0

    @step(BEFORE_THE_REPORT, STAYS, guards.supervises, guards.is_running)
    def suspend(self, reason):
        self.suspended_at = clock.now()

    @step(BEFORE_THE_REPORT, STAYS, guards.supervises, guards.is_suspended)
    def resume(self):
        stopped, self.suspended_at = self.suspended_at, None
        for name in ("own_due_at", "next_due_at"):
            due = getattr(self, name)
            if due is not None:
                setattr(self, name, clock.shift_by_stop(clock.calendar(), due, stopped, clock.now()))

    # --- the clock -----------------------------------------------------------------------------------
    @step([*BEFORE_THE_REPORT, State.REPORTED, State.CHECKED], STAYS, guards.is_the_clock, guards.is_something_missing)
    def remind(self):
        self.reminded_at = clock.now()

    @step(BEFORE_THE_REPORT, STAYS, guards.is_the_clock, guards.is_past_its_limit)
    def turn_red(self):
        # The limit and not the job's own minute: a late job counts it into the same quarter.
        self.red_at = self.due_at

    # --- what the bodies share -----------------------------------------------------------------------
    def _expect(self, limit: Limit, start: datetime | None = None):
        self.next_from = start or clock.now()
        self.next_due_at = promises.due(self.next_from, limit)

    def _expect_plan(self):
        """With the promise of a major need, counted from its acknowledgement; but at least a working day from now."""
        begun = (self.need.reopened_at or self.need.acknowledged_at) if self.is_of_major_need else self.assigned_at
        self._expect(words.PLAN, begun)
        self.next_due_at = max(self.next_due_at, promises.due(self.assigned_at, words.PLAN_AT_LEAST))

    def _expect_nothing(self):
        self.next_from = self.next_due_at = None
