"""Every step an election can take. A body sets fields of its own row and nothing else (style 5)."""

from datetime import datetime

from councils.elections import guards
from parkdesk.core import clock
from parkdesk.core.states import STAYS, step

DRAFT, ANNOUNCED, NOMINATING, VETTING, PUBLISHED = "draft", "announced", "nominating", "vetting", "published"
VOTING, COUNTING, DECLARED, CERTIFIED = "voting", "counting", "declared", "certified"
ANNULLED, CANCELLED = "annulled", "cancelled"
BEFORE_VOTING = [DRAFT, ANNOUNCED, NOMINATING, VETTING, PUBLISHED]


class ElectionSteps:
    """The transition table in code: people plan, check, count and sign; the clock opens and closes."""

    WORDS = frozenset({"reason", "remedy"})
    INTERNAL_STEPS = frozenset(
        {"draft", "plan", "put_forward", "register", "cast", "strike", "give_code", "enter_paper", "remind"}
    )

    @step([DRAFT], STAYS, guards.keeps_or_is_the_clock)
    def draft(self, kind: str):
        """Begins to be planned."""

    @step([DRAFT], STAYS, guards.keeps)
    def plan(self):
        """Whatever changes in the plan is put forward anew."""
        self.put_forward_at = self.put_forward_by = None

    @step([DRAFT], STAYS, guards.keeps)
    def put_forward(self, by_person):
        self.put_forward_at, self.put_forward_by = clock.now(), by_person

    @step([DRAFT], ANNOUNCED, guards.confirms, guards.is_put_forward)
    def announce(self):
        self.announced_at = clock.now()

    @step([ANNOUNCED], NOMINATING, guards.is_the_clock, guards.is_time_to_nominate)
    def open_nominations(self):
        pass

    @step([NOMINATING], STAYS, guards.is_the_clock, guards.is_nominating_over, guards.may_wait_for_more)
    def extend_nominations(self, until: datetime):
        self.nominations_close_at, self.are_nominations_extended = until, True

    @step([NOMINATING], VETTING, guards.is_the_clock, guards.is_nominating_over)
    def close_nominations(self):
        pass

    @step([VETTING], PUBLISHED, guards.keeps, guards.is_vetted, guards.has_somebody)
    def publish(self, opens: datetime, closes: datetime):
        self.published_at, self.voting_opens_at, self.voting_closes_at = clock.now(), opens, closes

    @step([PUBLISHED], VOTING, guards.is_the_clock, guards.is_time_to_vote, guards.has_somebody)
    def open_poll(self):
        pass

    @step([VOTING], STAYS, guards.is_the_clock, guards.is_time_to_remind)
    def remind(self):
        self.reminded_at = clock.now()

    @step([VOTING], STAYS, guards.is_the_clock, guards.is_voting_over, guards.is_poll_extended_once)
    def extend_poll(self, until: datetime):
        # Whoever was reminded is told of the new end and not reminded again: one reminder a vote.
        self.voting_closes_at, self.is_poll_extended = until, True

    @step([VOTING], COUNTING, guards.is_the_clock, guards.is_voting_over)
    def close_poll(self):
        pass

    @step([COUNTING], STAYS, guards.keeps_or_is_the_clock, guards.is_not_counted)
    def count(self, groups):
        self.counted_at = clock.now()

    @step([COUNTING], STAYS, guards.scrutinises, guards.is_counted, guards.is_not_attested)
    def attest(self):
        self.attested_at = clock.now()

    @step([COUNTING], DECLARED, guards.keeps, guards.is_counted, guards.is_attested)
    def declare(self, by_person, until: datetime):
        self.declared_at, self.declared_by, self.objections_close_at = clock.now(), by_person, until

    @step([DECLARED], STAYS, guards.endorses, guards.is_window_over, guards.has_no_objection, guards.is_not_endorsed)
    def endorse(self, by_person, remedy=""):
        self.endorsed_at, self.endorsed_by = clock.now(), by_person
        self.remedy = remedy or self.remedy

    @step([DECLARED], CERTIFIED, guards.certifies, guards.is_window_over, guards.has_no_objection, guards.is_endorsed)
    def certify(self, seats):
        self.ended_at = clock.now()

    @step([DECLARED], ANNULLED, guards.annuls, guards.is_an_objection_upheld)
    def annul(self, reason=""):
        self.ended_at = clock.now()

    @step(BEFORE_VOTING, CANCELLED, guards.calls_off, guards.has_voting_not_begun)
    def cancel(self, reason=""):
        self.ended_at = clock.now()
