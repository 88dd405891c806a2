"""Every step a case can take. A body sets fields of its own row and nothing else (style 5)."""

from datetime import date, datetime

from councils import case_guards as guards
from councils import tier_guards
from parkdesk.core import clock
from parkdesk.core.states import GET_STATE, STAYS, step

PREPARING, IN_DISCUSSION, VOTING, TO_MEETING = "preparing", "in_discussion", "voting", "to_meeting"
DECIDED, EXECUTING, CLOSED, DEFERRED, WITHDRAWN = "decided", "executing", "closed", "deferred", "withdrawn"
PC_REVIEW = "pc_review"
# The venue of a case that is talked over in one room.
MEETING = "meeting"
# Before anything is decided: what may be withdrawn, and while a member may still step back.
UNDECIDED = [PREPARING, IN_DISCUSSION, VOTING, TO_MEETING, DEFERRED]
# While people talk.
TALKED_ABOUT = [PREPARING, IN_DISCUSSION, TO_MEETING]


class CaseSteps:
    """The transition table in code. docs/journey.md holds the same table; a test compares them."""

    WORDS = frozenset(
        {"question", "question_en", "facts", "options", "title", "title_en", "text", "reason", "per_firm", "payers"}
    )
    STEPS_WITH_BENEFICIARY = frozenset({"recuse"})
    INTERNAL_STEPS = frozenset(
        {
            "prepare", "amend", "contribute", "attach", "detach", "consult", "declare", "demand", "propose_lower",
            "keep_tier",
        }
    )  # fmt: skip
    UNDECIDED = tuple(UNDECIDED)
    LOCK_WITH = ("council__park", "need", "rule_set")

    @step([PREPARING], STAYS, guards.prepares_it_or_is_the_clock, guards.is_not_opened_yet)
    def open(self, need=""):
        self.opened_at = clock.now()

    @step([PREPARING], STAYS, guards.prepares_it)
    def prepare(self, **paper):
        self._write(paper)

    @step([IN_DISCUSSION, TO_MEETING], STAYS, guards.prepares_it)
    def amend(self, **paper):
        self._write(paper)

    @step([PREPARING], IN_DISCUSSION, guards.prepares_it, guards.has_its_question)
    def discuss(self, until: datetime, venue="joint"):
        self._go_online(venue, until)

    @step([IN_DISCUSSION, TO_MEETING], IN_DISCUSSION, guards.prepares_it, guards.is_not_in_the_room)
    def move(self, venue, until: datetime, reason=""):
        self._go_online(venue, until)

    @step(TALKED_ABOUT, STAYS, guards.speaks_in_it)
    def say(self, party, text=""):
        pass

    @step(TALKED_ABOUT, STAYS, guards.speaks_in_it)
    def offer(self, number, text=""):
        pass

    @step(TALKED_ABOUT, STAYS, guards.prepares_it)
    def retract(self, number, reason=""):
        pass

    @step([IN_DISCUSSION, TO_MEETING], STAYS, guards.sits_in_it)
    def contribute(self, text="", mentions=(), answers=None):
        pass

    @step([*TALKED_ABOUT, DEFERRED], STAYS, guards.speaks_in_it)
    def attach(self, number, title=""):
        pass

    @step([*TALKED_ABOUT, DEFERRED], STAYS, guards.prepares_it)
    def detach(self, number, reason=""):
        pass

    @step(TALKED_ABOUT, STAYS, guards.prepares_it)
    def consult(self, unit, days):
        pass

    @step(UNDECIDED, STAYS, guards.sits_in_it)
    def declare(self, has_interest):
        pass

    @step(UNDECIDED, STAYS, guards.sits_in_it)
    def recuse(self, category, text=""):
        pass

    @step(UNDECIDED, STAYS, guards.prepares_it_or_is_the_clock)
    def exclude(self, representative, category, text=""):
        pass

    @step([IN_DISCUSSION, VOTING], STAYS, guards.sits_in_it)
    def demand(self):
        pass

    @step(
        [IN_DISCUSSION],
        VOTING,
        guards.prepares_it_or_is_the_clock,
        guards.has_its_question,
        guards.has_its_options,
        guards.is_discussion_over,
        guards.has_its_advice,
    )
    def vote(self):
        pass

    @step(
        [IN_DISCUSSION, TO_MEETING, DEFERRED],
        VOTING,
        guards.prepares_it,
        guards.has_its_question,
        guards.has_its_options,
    )
    def vote_in_meeting(self):
        self.venue = MEETING

    @step([VOTING], DECIDED, guards.prepares_it_or_is_the_clock)
    def decide(self, result):
        self.result, self.decided_at = result, clock.now()

    @step([IN_DISCUSSION, VOTING], TO_MEETING, guards.prepares_it_or_is_the_clock, guards.has_no_open_vote)
    def refer(self, reason=""):
        self.venue = MEETING

    @step([PREPARING, IN_DISCUSSION, TO_MEETING], DEFERRED, guards.prepares_it)
    def defer(self, until: date | None = None, reason=""):
        self.deferred_until = until

    @step(
        [DEFERRED],
        GET_STATE(lambda self, **_: self.resumes_to),
        guards.prepares_it_or_is_the_clock,
        guards.is_time_to_take_up,
    )
    def take_up(self):
        self.deferred_until = None
        self.venue = "joint" if self.venue == MEETING else self.venue

    @step([DECIDED], PC_REVIEW, guards.prepares_it_or_is_the_clock, guards.is_agreed, guards.is_for_the_party)
    def report(self):
        pass

    @step([PC_REVIEW], DECIDED, guards.reviews_it)
    def confirm(self, reason=""):
        self.confirmed_at = clock.now()

    @step([PC_REVIEW], IN_DISCUSSION, guards.reviews_it, guards.was_not_returned)
    def return_once(self, until: datetime, reason=""):
        self._go_online("joint", until)
        self.returned_at, self.result, self.decided_at = clock.now(), "", None

    @step([DECIDED], EXECUTING, guards.presides_over_it, guards.is_agreed, guards.is_not_for_the_party)
    def carry(self, unit, due_on):
        pass

    @step([DECIDED, TO_MEETING, DEFERRED], CLOSED, guards.presides_over_it, guards.is_not_agreed)
    def give_back(self, reason=""):
        self.ended_at = clock.now()

    @step([EXECUTING], CLOSED, guards.prepares_it_or_is_the_clock, guards.is_carried_out)
    def close(self):
        self.ended_at = clock.now()

    @step(UNDECIDED, WITHDRAWN, guards.prepares_it_or_is_the_clock)
    def withdraw(self, reason=""):
        self.ended_at = clock.now()

    @step(UNDECIDED, STAYS, guards.presides_over_it, tier_guards.can_be_lowered, tier_guards.is_not_proposed)
    def propose_lower(self, tier, reason=""):
        pass

    @step(UNDECIDED, STAYS, guards.reviews_it, tier_guards.can_be_lowered, tier_guards.is_proposed)
    def lower(self, reason=""):
        pass

    @step(UNDECIDED, STAYS, guards.reviews_it, tier_guards.can_be_lowered, tier_guards.is_proposed)
    def keep_tier(self, reason=""):
        pass

    @property
    def resumes_to(self):
        """Where a case goes on that was put off: to the discussion, if there was one."""
        return IN_DISCUSSION if self.discussion_ends_at else PREPARING

    def _go_online(self, venue, until):
        self.venue, self.discussion_ends_at = venue, until

    def _write(self, paper):
        """What members vote on, as the office has written it."""
        for name, value in paper.items():
            setattr(self, name, value)
