"""What sorting is shown: tier by rule, category and services by the words that speak for them, related needs.

All of it is advice with its reason; a person adopts it or not (PIPL 24). The engine is `requests_flow/suggestion/`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from enterprises.models import Park, Person
from parkdesk.core import clock
from requests_flow import class_answers, tiers
from requests_flow.models import ClassCase, Need, Service
from requests_flow.suggestion import versions
from requests_flow.suggestion.around import needs_around, report_of, short_report_of
from requests_flow.suggestion.judging import Judgement
from requests_flow.suggestion.relating import Related, matches, ranked
from requests_flow.suggestion.shelf import Shelf
from requests_flow.suggestion.wording import why_related
from requests_flow.words import LINE_OF_CATEGORY, STOPPED, Category, State

SERVICES_SHOWN = 3
# What is so much less likely than the best one is no answer to offer to somebody who is still typing.
BESIDE_THE_BEST = 0.02
# A person's own judgement: what a suggestion without a rule becomes when somebody adopts it (forms/desk.py).
OWN_JUDGEMENT = "P"


@dataclass(frozen=True)
class Found:
    """A service or a category, how likely it is (0 to 1), and the words of the need that speak for it."""

    what: Service | str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class SameMatter:
    """An open need that may be about the same, how, and why."""

    need: Need
    relation: str
    score: float
    why: str


@dataclass(frozen=True)
class Advice:
    """What the machine would choose, for a person to adopt; `version` names the model that it comes from."""

    tier: tiers.Suggestion
    category: Found | None
    services: list[Found]
    related: list[SameMatter]
    version: str

    @property
    def line(self) -> str:
        return LINE_OF_CATEGORY[Category(self.category.what)] if self.category else ""

    @property
    def rule_to_adopt(self) -> str:
        """The rule that a form takes over; what was only learned has to be somebody's own judgement."""
        return OWN_JUDGEMENT if self.tier.rule == tiers.LEARNED.rule else self.tier.rule

    @property
    def fields(self) -> dict[str, str]:
        """The values of the sorting form that this advice fills in."""
        chosen = {"tier": self.tier.tier, "rule": self.rule_to_adopt}
        if self.category:
            chosen["category"] = str(self.category.what)
        if self.services:
            chosen["service"] = self.services[0].what.code
        return chosen


def advise(need: Need, *, by: Person) -> Advice:
    """The advice for one need: four queries at most, whatever the number of needs and services.

    Related needs are counted over the whole park, and shown as far as this person may read them.
    """
    known = versions.in_use()
    judged = Judgement(known.model, f"{need.title} {need.text}")
    report = report_of(need, known.model)
    others = {one.reference: one for one in needs_around(need)}
    shelf = Shelf(known.model, (short_report_of(one, known.model) for one in reversed(others.values())))
    same = list(matches(report, shelf.near(report), known.model))
    return Advice(
        tier=judged.tier(_facts(need, judged.text, same)),
        category=_category(judged),
        services=_services(judged, known),
        related=[
            SameMatter(others[match.ref], match.relation, match.score, why_related(match, report, judged.text))
            for match in _readable(ranked(same), by)
        ],
        version=known.model.version,
    )


@dataclass(frozen=True)
class Answers:
    """What may answer a need before it is sent: services, best first, and the class case that asks the same."""

    services: list[Service]
    class_case: ClassCase | None

    @property
    def count(self) -> int:
        return len(self.services) + (self.class_case is not None)


def answers_for(text: str, *, park: Park | None = None, is_private: bool = False) -> Answers:
    """What may answer what somebody writes; what is personal or protected is compared with no class case."""
    known = versions.in_use()
    judged = Judgement(known.model, text)
    return Answers(_held_today(judged, known), None if is_private else class_answers.answer_to(judged, park))


def _held_today(judged: Judgement, known: versions.Known) -> list[Service]:
    """The likely services that hold today, at most SERVICES_SHOWN."""
    found = judged.services(known.services)[: 2 * SERVICES_SHOWN]
    codes = [code for code, chance in found if chance >= BESIDE_THE_BEST * found[0][1]]
    today = Service.objects.filter(code__in=codes, terms__valid_from__lte=clock.today())
    held = set(today.values_list("code", flat=True))
    return [known.services[code] for code in codes if code in held][:SERVICES_SHOWN]


def _facts(need: Need, text: str, same: list[Related]) -> tiers.Facts:
    return tiers.Facts(
        text,
        alike=_firms(need, same),
        reopened=need.handling - 1,
        overdue_days=_overdue_days(need),
        tier=need.tier,
    )


def _category(judged: Judgement) -> Found | None:
    if judged.category is None:
        return None
    category, chance = judged.category
    return Found(category, chance, judged.words_for(judged.best_label(category)))


def _services(judged: Judgement, known: versions.Known) -> list[Found]:
    found = judged.services(known.services)[:SERVICES_SHOWN]
    return [Found(known.services[code], chance, judged.words_for(code)) for code, chance in found]


def _readable(same: list[Related], by: Person) -> list[Related]:
    if not same:
        return []
    seen = Need.objects.at_the_desk(by).filter(reference__in=[match.ref for match in same])
    may_read = set(seen.values_list("reference", flat=True))
    return [match for match in same if match.ref in may_read]


def _firms(need: Need, same: Iterable[Related]) -> int:
    """How many enterprises speak; a report without one counts for itself."""
    mine = f"firm {need.enterprise_id}" if need.enterprise_id else need.enterprise_name or f"need {need.reference}"
    return len({mine, *(match.who or f"need {match.ref}" for match in same)})


def _overdue_days(need: Need) -> int:
    """Working days past the promised completion; 0 while the clock is stopped or nothing is promised."""
    if need.resolve_due_at is None or need.state in (*STOPPED, State.RESOLVED) or not need.is_open:
        return 0
    days = (one.astimezone(clock.SHANGHAI).date() for one in (need.resolve_due_at, clock.now()))
    return max(0, clock.working_days_between(clock.calendar(), *days))
