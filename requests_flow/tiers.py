"""The three tiers by the ordered rules of domain.md 4.1: the first that matches is suggested, with its reason; pure.

The suggestion is advice: a person confirms it (PIPL 24).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_flow import tier_words as said
from requests_flow.words import Tier


@dataclass(frozen=True)
class Facts:
    """What the rules look at: the words of a need and what the desk knows around it.

    `text` is folded (half-width, lower case, simplified). `alike` counts firms of the park that reported the same
    within 10 working days and are still open; `reopened` counts reopenings; `overdue_days` are working days.
    """

    text: str
    alike: int = 1
    reopened: int = 0
    overdue_days: int = 0
    tier: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule: its number, the tier it leads to, why, and when it matches."""

    number: str
    tier: str
    reason: str | Promise
    matches: Callable[[Facts], bool]


@dataclass(frozen=True)
class Suggestion:
    """A tier with the rule that fired, its reason, and the words that made it fire."""

    tier: str
    rule: str
    reason: str | Promise
    seen: tuple[str, ...] = ()


def _says(*patterns: str) -> Callable[[Facts], bool]:
    """Matches when each pattern is found in the text."""
    compiled = [re.compile(pattern) for pattern in patterns]
    return lambda facts: all(one.search(facts.text) for one in compiled)


RULES: tuple[Rule, ...] = (
    Rule(
        "M1",
        Tier.MAJOR,
        _("injury, illness or danger to life that cannot be removed on the spot within 2 hours"),
        _says(said.DANGER),
    ),
    Rule(
        "M2",
        Tier.MAJOR,
        _("wage arrears of a whole firm for 2 months, or of 10 people"),
        _says(said.ARREARS, said.MANY_OR_LONG),
    ),
    Rule(
        "M3",
        Tier.MAJOR,
        _("water, power or access cut off or threatened for a building through a dispute"),
        _says(said.CUT_OFF, said.DISPUTE),
    ),
    Rule(
        "M4",
        Tier.MAJOR,
        _("a decision or dispute that touches 10 enterprises or a whole industry, above the sub-district"),
        _says(said.TEN_FIRMS, said.HIGH_UP),
    ),
    Rule(
        "M5",
        Tier.MAJOR,
        _("foreign legal proceedings, seizure or asset freeze"),
        _says(said.FOREIGN),
    ),
    Rule(
        "M6",
        Tier.MAJOR,
        _("loss from one event in 2 or more firms with unclear liability"),
        _says(said.WATER, said.FIRMS_OR_AGAIN, said.LOSS),
    ),
    Rule(
        "M7",
        Tier.MAJOR,
        _("a likely collective petition or media case"),
        _says(said.UPROAR),
    ),
    Rule(
        "M8",
        Tier.MAJOR,
        _("a complex case overdue by 10 working days or more"),
        lambda facts: facts.tier == Tier.COMPLEX and facts.overdue_days >= 10,
    ),
    Rule("C1", Tier.COMPLEX, _("two or more responsible parties, or responsibility disputed"), _says(said.SEVERAL)),
    Rule(
        "C2",
        Tier.COMPLEX,
        _("a price, rule or allocation that binds other tenants"),
        _says(said.PRICE_OR_RULE),
    ),
    Rule("C3", Tier.COMPLEX, _("shared money or building works"), _says(said.SHARED_WORKS)),
    Rule("C4", Tier.COMPLEX, _("a body above the community must decide"), _says(said.ABOVE)),
    Rule("C5", Tier.COMPLEX, _("a dispute that needs mediation"), _says(said.QUARREL)),
    Rule(
        "C6",
        Tier.COMPLEX,
        _("3 or more enterprises of one park report the same within 10 working days and it is still open"),
        lambda facts: facts.alike >= 3,
    ),
    Rule(
        "C7",
        Tier.COMPLEX,
        _("reopened twice, or a simple case overdue by 3 working days or more"),
        lambda facts: facts.reopened >= 2 or (facts.tier == Tier.SIMPLE and facts.overdue_days >= 3),
    ),
)
SIMPLE = Suggestion(Tier.SIMPLE, "S", _("one responsible party; a rule or a standard service already answers it"))

# No rule of the table: what people chose for needs like this one (suggestion/tiering.py).
LEARNED = Suggestion(Tier.COMPLEX, "L", _("no rule fired, but needs like this were mostly sorted as complex"))

# No rule either: who asked for it stands in the trail (docs/adr/0037).
BY_MEMBERS = Suggestion(Tier.COMPLEX, "T2", _("two members of the park council asked to raise it"))
TOGETHER = Suggestion(
    Tier.SIMPLE, "TP", _("the convener of the park council and the party committee lowered it together")
)


def suggest(facts: Facts) -> Suggestion:
    """The tier of the first rule that matches; simple when none does."""
    return next((_of(rule) for rule in matching(facts)), SIMPLE)


def major(facts: Facts) -> Suggestion | None:
    """The first rule that makes a need major; None when none does. Cheaper than `suggest`: the others are not asked."""
    return next((_of(rule) for rule in RULES if rule.tier == Tier.MAJOR and rule.matches(facts)), None)


def by_rule(number: str) -> Suggestion:
    """What a rule of the table leads to; StopIteration for a number that is none of them."""
    return next(_of(rule) for rule in RULES if rule.number == number)


def _of(rule: Rule) -> Suggestion:
    return Suggestion(rule.tier, rule.number, rule.reason)


def matching(facts: Facts) -> Iterator[Rule]:
    """All rules that match, in their order."""
    return (rule for rule in RULES if rule.matches(facts))


def reason_of(number: str) -> str | Promise:
    """The sentence of a rule; empty for a number that is not one of ours (a person's own choice)."""
    for one in (SIMPLE, LEARNED, BY_MEMBERS, TOGETHER):
        if number == one.rule:
            return one.reason
    return next((rule.reason for rule in RULES if rule.number == number), "")
