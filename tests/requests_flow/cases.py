"""Every step of a need once: where it is open, who takes it, when it is not open, who never takes it.

`who` and `never` name a character of the park (see `Park.actor`); `ready` are steps that come before, by name.
"""

from dataclasses import dataclass, field
from typing import Any

from requests_flow.words import Category, Outcome, State, Tier


@dataclass(frozen=True)
class Case:
    """One step. It leads from `start` to `to` (None: it stays); in `not_now` it is not open, for whom it belongs to."""

    step: str
    start: str
    who: str
    never: str
    not_now: str
    to: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    tier: str = Tier.SIMPLE
    tier_not_now: str = ""
    before: str = ""
    before_not_now: str = ""
    # What stands beside the need already, by a name of `House.BESIDE`.
    beside: str = ""
    beside_not_now: str = ""
    days: int = 0

    def __str__(self) -> str:
        return self.step


SORTED = {"category": Category.PRO, "tier": Tier.SIMPLE, "rule": "S", "line": "comprehensive_governance"}
NUMBER = "N-2026-000123-K"
IN_TWO = {"title": "停电", "stays": "停电", "whole": "停电漏水", "into": [NUMBER]}
TIED = {"other": NUMBER, "relation": "related"}
ANSWER = {"outcome": Outcome.SOLVED, "answer": "东侧客梯已恢复运行"}
WORK, DONE = State.IN_PROGRESS, State.RESOLVED

CASES = (
    Case("submit", State.DRAFT, "terminal", "visitor", State.SUBMITTED, State.SUBMITTED),
    Case("acknowledge", State.SUBMITTED, "clerk", "tenant", WORK, State.ACKNOWLEDGED),
    Case("triage", State.ACKNOWLEDGED, "clerk", "operator", WORK, State.TRIAGED, SORTED),
    Case("dispatch", State.TRIAGED, "clerk", "volunteer", State.ACKNOWLEDGED, State.TRANSFERRED, {"unit": "unit"}),
    Case("accept", State.TRANSFERRED, "operator", "clerk", WORK, WORK),
    Case("return", State.TRANSFERRED, "operator", "clerk", WORK, State.TRIAGED, {"reason": "不归我们管"}),
    Case("ask", WORK, "operator", "tenant", DONE, State.WAITING_ENTERPRISE, {"question": "哪一部电梯？"}),
    Case("reply", State.WAITING_ENTERPRISE, "link", "clerk", WORK, State.TRIAGED, {"answer": "东侧"}),
    Case("wait", WORK, "operator", "link", State.TRANSFERRED, State.WAITING_EXTERNAL, {"waits_for": "特检院"}),
    Case("resume", State.WAITING_EXTERNAL, "operator", "link", WORK, WORK),
    Case(
        "deliberate", State.TRIAGED, "clerk", "operator", State.TRIAGED, State.DELIBERATING,
        tier=Tier.COMPLEX, tier_not_now=Tier.SIMPLE,
    ),
    Case("mandate", State.DELIBERATING, "member", "clerk", WORK, State.TRANSFERRED, {"unit": "unit"}, Tier.COMPLEX),
    Case("hand_back", State.DELIBERATING, "member", "operator", WORK, State.TRIAGED, tier=Tier.COMPLEX),
    Case("resolve", WORK, "operator", "link", State.TRANSFERRED, DONE, ANSWER),
    Case("remind", DONE, "clock", "clerk", DONE, days=3),
    Case("confirm", DONE, "link", "operator", WORK, State.CLOSED),
    Case("rate", DONE, "link", "clerk", DONE, facts={"grade": 5, "comment": "很快"}, before_not_now="rate"),
    Case("follow_up", DONE, "manager", "operator", WORK, State.FOLLOWED_UP, {"how": "phone", "is_solved": True}),
    Case(
        "call_again", State.CLOSED, "manager", "operator", DONE, facts={"how": "phone", "is_solved": True},
        tier=Tier.MAJOR, days=28,
    ),
    Case("close", State.FOLLOWED_UP, "clerk", "link", DONE, State.CLOSED),
    Case("reopen", State.CLOSED, "link", "volunteer", WORK, State.REOPENED, {"reason": "下午又停了"}),
    Case("decline", State.TRIAGED, "leader", "clerk", WORK, State.DECLINED, {"reason": "超出职责", "route": "12345"}),
    Case("invalidate", State.SUBMITTED, "clerk", "operator", WORK, State.INVALID),
    Case("withdraw", WORK, "link", "clerk", DONE, State.WITHDRAWN),
    Case("merge", WORK, "clerk", "operator", DONE, State.MERGED, {"into": "other"}),
    Case("retier", WORK, "clerk", "operator", WORK, facts={"tier": Tier.MAJOR, "rule": "M1"}, tier_not_now=Tier.MAJOR),
    Case(
        "lower_tier", WORK, "leader", "manager", WORK, facts={"tier": Tier.SIMPLE, "rule": "S"},
        tier=Tier.COMPLEX, tier_not_now=Tier.SIMPLE,
    ),
    Case("ask_extension", WORK, "operator", "clerk", WORK, facts={"days": 2}, before_not_now="ask_extension"),
    Case("refuse_extension", WORK, "manager", "operator", WORK, before="ask_extension"),
    Case("extend", WORK, "manager", "clerk", WORK, before="ask_extension"),
    Case("inform", WORK, "operator", "link", DONE, facts={"message": "配件明天到"}),
    Case("note", WORK, "clerk", "link", State.CLOSED),
    Case("add", WORK, "link", "clerk", DONE, facts={"message": "现在两部都停了"}),
    Case("confirm_facts", WORK, "volunteer", "clerk", DONE),
    Case("unmerge", State.MERGED, "clerk", "operator", WORK, WORK),
    Case("pass_on", State.MERGED, "clerk", "link", WORK, facts=ANSWER),
    Case("link", WORK, "clerk", "operator", State.DRAFT, facts=TIED),
    Case("unlink", WORK, "clerk", "link", State.DRAFT, facts={"other": NUMBER}),
    Case("split", WORK, "clerk", "operator", DONE, facts=IN_TWO),
    Case("split_off", State.DRAFT, "clerk", "volunteer", WORK, State.SUBMITTED, {"origin": "other"}),
    Case("join", WORK, "clerk", "operator", DONE, facts={"incident": "incident"}),
    Case("leave", WORK, "clerk", "volunteer", WORK, before="join"),
    Case(
        "call_back", State.CLOSED, "manager", "operator", State.CLOSED, facts={"how": "phone", "is_solved": True},
        beside_not_now="called",
    ),
    Case("miss_call", DONE, "manager", "operator", WORK, facts={"result": "no_answer"}),
    Case("wish_call", DONE, "link", "clerk", WORK, facts={"part": "noon"}, tier=Tier.COMPLEX),
    Case("contact_rater", DONE, "clerk", "operator", DONE, facts={"how": "phone"}, beside="rated_low"),
    Case("uphold", DONE, "manager", "clerk", DONE, beside="rated_low", beside_not_now="upheld"),
    Case("mark_mistaken", DONE, "manager", "operator", DONE, facts={"reason": "说的是食堂"}, beside="rated_low"),
    Case(
        "mend", DONE, "clerk", "operator", DONE, facts={"message": "已致歉"}, beside="upheld",
        beside_not_now="rated_low",
    ),
    Case("rate_again", DONE, "link", "clerk", DONE, facts={"grade": 4}, beside="mended", beside_not_now="upheld"),
    Case("correct", WORK, "operator", "link", DONE, State.WAITING_ENTERPRISE, {"question": "1. 章程", "number": 1}),
    Case("allow_correction", WORK, "manager", "clerk", WORK, facts={"reason": "政策刚改"}, beside="corrected"),
    Case("tick", WORK, "operator", "link", WORK, facts={"position": 1, "name_zh": "预审"}, beside="service"),
    Case("ask_support", WORK, "operator", "link", DONE, facts={"unit": "unit", "task": "派电工"}),
    Case("hand_down", WORK, "operator", "link", DONE, facts={"unit": "unit", "task": "换灯"}),
    Case(
        "transfer", WORK, "operator", "link", WORK, facts={"unit": "unit", "task": "归你们"},
        beside_not_now="offered",
    ),
    Case(
        "take_over", WORK, "helper", "clerk", WORK, facts={"unit": "unit", "handler": None}, beside="offered",
        beside_not_now="given_back",
    ),
    Case("escalate", WORK, "clock", "clerk", WORK, facts={"mark": "T"}, days=4),
    Case("explain", WORK, "operator", "link", WORK, beside="late"),
    Case("climb", WORK, "clock", "manager", WORK, facts={"tier": Tier.COMPLEX, "rule": "C7"}, days=9),
    Case(
        "raise_for_members", WORK, "council", "member", WORK, facts={"tier": Tier.COMPLEX, "rule": "T2"},
        tier_not_now=Tier.COMPLEX,
    ),
    Case(
        "lower_together", State.DELIBERATING, "council", "leader", WORK, facts={"tier": Tier.SIMPLE, "rule": "TP"},
        tier=Tier.COMPLEX,
    ),
)  # fmt: skip
BY_STEP = {case.step: case for case in CASES}
