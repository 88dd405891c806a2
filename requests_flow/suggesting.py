"""What sorting is shown: tier by rule, category and services by the words that were found, needs that look alike.

All of it is advice with its reason; a person adopts it or not (PIPL 24). The words are simply counted here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from parkdesk.core import clock
from parkdesk.core.search import fold, query_tokens
from requests_flow import tiers
from requests_flow.models import Need, Service
from requests_flow.words import LINE_OF_CATEGORY, STOPPED, Category, State

ALIKE_DAYS = 10
ALIKE_AT_MOST = 200
SERVICES_SHOWN = 3
RELATED_SHOWN = 3
# Longer words say more: two Chinese characters count one, "注册地址" two.
LETTERS_A_POINT = 2
# One short word alone ("办理") does not make a page an answer.
ENOUGH = 2
# Half of the shorter title's tokens in common make two reports look like one event.
SAME_SHARE = 0.5


@dataclass(frozen=True)
class Found:
    """A service or a category, how much speaks for it, and the words of the need that do."""

    what: Service | str
    score: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What the machine would choose, for a person to adopt."""

    tier: tiers.Suggestion
    category: Found | None
    services: list[Found]
    related: list[Need]

    @property
    def line(self) -> str:
        return LINE_OF_CATEGORY[Category(self.category.what)] if self.category else ""

    @property
    def fields(self) -> dict[str, str]:
        """The values of the sorting form that this advice fills in."""
        chosen = {"tier": self.tier.tier, "rule": self.tier.rule}
        if self.category:
            chosen["category"] = str(self.category.what)
        if self.services:
            chosen["service"] = self.services[0].what.code
        return chosen


def advise(need: Need) -> Advice:
    """The advice for one need: two queries, whatever the number of needs and services."""
    text = fold(f"{need.title} {need.text}")
    found = list(_services(text))
    related = _alike(need)
    facts = tiers.Facts(
        text,
        alike=_firms([need, *related]),
        reopened=need.handling - 1,
        overdue_days=_overdue_days(need),
        tier=need.tier,
    )
    services = sorted(found, key=lambda one: (-one.score, one.what.code))[:SERVICES_SHOWN]
    return Advice(tiers.suggest(facts), _category(found), services, related[:RELATED_SHOWN])


def services_for(text: str) -> list[Service]:
    """The services that may answer what somebody writes, best first; those that hold today, at most SERVICES_SHOWN."""
    found = sorted(_services(fold(text)), key=lambda one: (-one.score, one.what.code))
    codes = [one.what.code for one in found[: 2 * SERVICES_SHOWN] if one.score >= ENOUGH]
    today = Service.objects.filter(code__in=codes, terms__valid_from__lte=clock.today())
    held = {service.code: service for service in today}
    return [held[code] for code in codes if code in held][:SERVICES_SHOWN]


def _services(text: str) -> Iterator[Found]:
    for service in Service.objects.only("code", "name_zh", "name_en", "category", "keywords"):
        words = _hits(text, [service.name_zh, *service.keywords])
        if words:
            yield Found(service, _score(words), words)


def _hits(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that stand in the text; a word within a longer one that was found counts once."""
    seen = [word for word in dict.fromkeys(words) if word and fold(word) in text]
    return tuple(word for word in seen if not any(word != other and word in other for other in seen))


def _score(words: Iterable[str]) -> int:
    return sum(max(1, len(word) // LETTERS_A_POINT) for word in words)


def _category(found: list[Found]) -> Found | None:
    """The category whose services' words are found most; each word speaks once for a category."""
    words: dict[str, dict[str, None]] = {}
    for one in found:
        words.setdefault(one.what.category, {}).update(dict.fromkeys(one.words))
    scores = Counter({category: _score(said) for category, said in words.items()})
    if not scores:
        return None
    best, score = scores.most_common(1)[0]
    return Found(best, score, tuple(words[best])[:4])


def _alike(need: Need) -> list[Need]:
    """Open reports of the park from the last 10 working days that sound the same; none protected, none personal."""
    if need.park_id is None or need.is_protected or need.is_personal or need.submitted_at is None:
        return []
    since = _days_ago(need.submitted_at)
    others = (
        Need.objects.open()
        .filter(park=need.park_id, is_protected=False, is_personal=False, submitted_at__gte=since)
        .exclude(pk=need.pk)
        .only("reference", "title", "state", "submitted_at", "enterprise", "enterprise_name", "building")
    )
    mine = frozenset(query_tokens(need.title))
    return [one for one in others.newest_first()[:ALIKE_AT_MOST] if _sounds_like(mine, one.title)]


def _sounds_like(mine: frozenset[str], title: str) -> bool:
    others = frozenset(query_tokens(title))
    fewest = min(len(mine), len(others))
    return fewest > 0 and len(mine & others) >= max(1, SAME_SHARE * fewest)


def _firms(needs: Iterable[Need]) -> int:
    """How many enterprises speak; a report without one counts for itself."""
    return len({one.enterprise_id or one.enterprise_name or f"need {one.pk}" for one in needs})


def _days_ago(moment: datetime) -> datetime:
    """The start of the tenth working day before that moment."""
    day, left, cal = moment.astimezone(clock.SHANGHAI).date(), ALIKE_DAYS, clock.calendar()
    while left:
        day = day.fromordinal(day.toordinal() - 1)
        left -= cal.is_working(day)
    return clock.at(day, time())


def _overdue_days(need: Need) -> int:
    """Working days past the promised completion; 0 while the clock is stopped or nothing is promised."""
    if need.resolve_due_at is None or need.state in (*STOPPED, State.RESOLVED) or not need.is_open:
        return 0
    days = (one.astimezone(clock.SHANGHAI).date() for one in (need.resolve_due_at, clock.now()))
    return max(0, clock.working_days_between(clock.calendar(), *days))
