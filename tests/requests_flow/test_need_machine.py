"""A need in the hands of everybody: random steps by random people at random times, and what always holds."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from enterprises.roles import Role
from parkdesk.core import states, ticking, trail
from parkdesk.core.actors import CLOCK, Holder
from parkdesk.core.flow import NotNow, NotYours, advance, open_steps
from parkdesk.core.models import Entry
from requests_flow.council_guards import COUNCIL
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import Need
from requests_flow.words import AT_WORK, ENDS, LINE_OF_CATEGORY, TIER_ORDER, Category, Outcome, State, Tier
from tests.factories import IncidentFactory, PersonFactory
from tests.requests_flow.conftest import MORNING, link_of, somebody
from tests.rounds import IS_DEEP, examples, undone

NAMES = tuple(name for name in states.steps(Need) if name != "submit")
WORDS = st.sampled_from(["", "电梯又停了", "<b>", "x" * 200])
HOURS = st.sampled_from([1, 3, 20, 48, 24 * 8, 24 * 30])


@pytest.fixture
def cast(clerk, specialist, manager, leader, operator_person, volunteer, park):
    """Everybody who may turn up at a need, by name; the reporter holds the link."""
    return {
        "clerk": clerk, "specialist": specialist, "manager": manager, "leader": leader, "operator": operator_person,
        "volunteer": volunteer, "member": somebody("夏知行", Role.REPRESENTATIVE, park=park), "clock": CLOCK,
        "council": COUNCIL,
        "stranger": PersonFactory(), "other link": Holder("link", "need:0"),
    }  # fmt: skip


# Judging goes on after the end, a merge can be undone, and links are said of ended needs too.
AFTER_THE_END = (
    "unmerge", "pass_on", "link", "unlink", "rate", "reopen", "call_back", "call_again", "miss_call", "wish_call",
    "contact_rater", "uphold", "mark_mistaken", "mend", "rate_again",
)  # fmt: skip


class NeedMachine(RuleBasedStateMachine):
    """One need; the model beside it knows how many steps were accepted and what can never change."""

    def __init__(self, cast, units, other, place, morning):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        self.now = morning(MORNING)
        need, _ = hand_in(Report("3号楼东侧客梯早上又停了", place=place))
        self.pk, self.reference, self.accepted = need.pk, need.reference, ["submit"]
        self.cast, self.units, self.other = cast | {"link": link_of(need)}, units, other
        self.incident = IncidentFactory(park=place.park)

    def teardown(self):
        self.block.__exit__(None, None, None)

    @property
    def need(self):
        return Need.objects.get(pk=self.pk)

    @property
    def steps(self):
        return [entry.step for entry in self.entries]

    @property
    def entries(self):
        return Entry.objects.about(Need(pk=self.pk))

    def facts(self, data, step):
        """What a form would send with this step."""
        ways = {
            "triage": self.sorting,
            "retier": lambda: {"tier": data.draw(st.sampled_from(self.tiers(1))), "rule": "C1"},
            "lower_tier": lambda: {"tier": data.draw(st.sampled_from(self.tiers(-1))), "rule": "S"},
            "dispatch": lambda: {"unit": data.draw(st.sampled_from(self.units))},
            "mandate": lambda: {"unit": data.draw(st.sampled_from(self.units))},
            "resolve": lambda: {"outcome": data.draw(st.sampled_from(list(Outcome))), "answer": data.draw(WORDS)},
            "ask": lambda: {"question": data.draw(WORDS)},
            "reply": lambda: {"answer": data.draw(WORDS)},
            "wait": lambda: {"waits_for": "特检院"},
            "rate": lambda: {"grade": data.draw(st.integers(1, 5))},
            "follow_up": lambda: {"how": "phone", "is_solved": data.draw(st.booleans())},
            "reopen": lambda: {"reason": data.draw(WORDS)},
            "decline": lambda: {"reason": data.draw(WORDS), "route": "12345"},
            "merge": lambda: {"into": self.other},
            "ask_extension": lambda: {"days": data.draw(st.integers(1, 30))},
            "inform": lambda: {"message": data.draw(WORDS)},
            "add": lambda: {"message": data.draw(WORDS)},
            "pass_on": lambda: {"outcome": Outcome.SOLVED, "answer": data.draw(WORDS)},
            "link": lambda: {"other": self.other.reference, "relation": "related"},
            "unlink": lambda: {"other": self.other.reference},
            "split": lambda: {"title": "电", "stays": "停电", "whole": data.draw(WORDS), "into": []},
            "split_off": lambda: {"origin": self.other},
            "join": lambda: {"incident": self.incident},
            "call_back": lambda: {"how": "phone", "is_solved": data.draw(st.booleans())},
            "miss_call": lambda: {"result": "no_answer"},
            "wish_call": lambda: {"part": "noon"},
            "contact_rater": lambda: {"how": "phone"},
            "mark_mistaken": lambda: {"reason": data.draw(WORDS)},
            "mend": lambda: {"message": data.draw(WORDS)},
            "rate_again": lambda: {"grade": data.draw(st.integers(1, 5))},
            "correct": lambda: {"question": data.draw(WORDS), "number": 1},
            "tick": lambda: {"position": 1, "name_zh": "预审"},
            "ask_support": lambda: {"unit": data.draw(st.sampled_from(self.units)), "task": data.draw(WORDS)},
            "hand_down": lambda: {"unit": data.draw(st.sampled_from(self.units)), "task": data.draw(WORDS)},
            "transfer": lambda: {"unit": data.draw(st.sampled_from(self.units)), "task": data.draw(WORDS)},
            "take_over": lambda: {"unit": self.units[0], "handler": None},
            "escalate": lambda: {"mark": "T"},
            "climb": lambda: {"tier": Tier.MAJOR, "rule": "M8"},
            "raise_for_members": lambda: {"tier": Tier.COMPLEX, "rule": "T2"},
            "lower_together": lambda: {"tier": data.draw(st.sampled_from(self.tiers(-1))), "rule": "TP"},
        }
        return ways[step](data) if step == "triage" else ways.get(step, dict)()

    def sorting(self, data):
        category = data.draw(st.sampled_from(list(Category)))
        tier = data.draw(st.sampled_from(list(Tier)))
        return {"category": category, "tier": tier, "rule": "S", "line": LINE_OF_CATEGORY[category]}

    def tiers(self, direction):
        """The tiers that a form offers: those on that side of the present one; any when there is none."""
        place = TIER_ORDER.index(self.need.tier or Tier.SIMPLE)
        return (TIER_ORDER[place + 1 :] if direction > 0 else TIER_ORDER[:place]) or TIER_ORDER

    def take(self, data, step, who):
        need, by = self.need, self.cast[who]
        one = states.find(need, step)
        expected = NotYours if not one.may(need, by) else None if one.is_open(need) else NotNow
        sent = {"note": data.draw(WORDS)} | self.facts(data, step)
        if expected:
            with pytest.raises(expected):
                advance(need, step, by=by, **sent)
            assert self.need.state == need.state
        else:
            advance(need, step, by=by, **sent)
            assert need.state not in ENDS or step in AFTER_THE_END
            self.accepted.append(step)

    @rule(data=st.data(), step=st.sampled_from(NAMES))
    def anybody_tries_anything(self, data, step):
        self.take(data, step, data.draw(st.sampled_from(sorted(self.cast))))

    @rule(data=st.data())
    def somebody_does_what_is_open(self, data):
        need = self.need
        ways = [(who, step) for who in sorted(self.cast) for step in open_steps(need, self.cast[who])]
        going_on = [way for way in ways if way[1] not in ("withdraw", "decline", "invalidate", "merge", "note")] or ways
        if going_on:
            who, step = data.draw(st.sampled_from(going_on))
            self.take(data, step, who)

    @rule(hours=HOURS)
    def time_passes(self, hours):
        self.now.shift(timedelta(hours=hours))

    @rule()
    def the_clock_ticks(self):
        assert [ran.error for ran in ticking.run_all() if ran.error] == []
        new = self.steps[len(self.accepted) :]
        moves = [step for step in new if step not in {"escalate", "climb"}]
        assert set(moves) <= {"return", "remind", "close"}
        assert len(moves) <= 1
        self.accepted += new

    @invariant()
    def every_accepted_step_wrote_exactly_one_entry(self):
        assert self.steps == self.accepted

    @invariant()
    def its_state_stands_in_the_table_and_follows_the_trail(self):
        need, last = self.need, self.entries.last()
        assert need.state in State
        assert last.facts["to"] == need.state
        assert last.facts["from"] in states.sources(Need, last.step)

    @invariant()
    def an_open_need_has_a_next_date_or_says_what_it_waits_for(self):
        need = self.need
        assert need.is_open == (need.closed_at is None) == (need.state not in ENDS)
        assert (need.due_at is not None and need.due_from is not None) == need.is_open
        assert bool(need.light) == need.is_open
        if need.is_stopped:
            assert need.stopped_at
            assert need.resumes_to in AT_WORK
            assert need.light.colour == "grey"
        if need.state in AT_WORK and need.acknowledged_at:
            assert need.acknowledged_at < need.reply_due_at <= need.resolve_due_at

    @invariant()
    def what_never_changes_stays(self):
        need = self.need
        assert need.reference == self.reference
        assert need.handling == 1 + self.accepted.count("reopen")
        assert need.is_rated == ("rate" in self.accepted[len(self.accepted) - 1 - self.since_reopened() :])

    def since_reopened(self):
        return next((n for n, step in enumerate(reversed(self.accepted)) if step == "reopen"), len(self.accepted) - 1)

    @invariant()
    def its_trail_adds_up(self):
        assert list(trail.verify(self.entries)) == []


def test_whatever_anybody_does_a_need_stays_in_order(cast, operator_unit, reception, a_need, park, building, morning):
    other, place = a_need(), Place(park, building)
    run_state_machine_as_test(
        lambda: NeedMachine(cast, [operator_unit, reception], other, place, morning),
        settings=examples(12, 1000, stateful_step_count=50 if IS_DEEP else 25),
    )
