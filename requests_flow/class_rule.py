"""When several needs are one cause that deserves a class case (domain.md 8.7). Pure: values in, values out.

A class case is proposed when at least 3 firms of one park raise one cause within 10 working days, or firms of at least
3 parks within 30 working days. Two needs lie within N working days when a limit of N that begins on the day of the
earlier one has not ended before the later one. Personal and protected needs count for nothing (decisions 5, 6).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from parkdesk.core.workdays import Calendar, working_days_between

FIRMS, DAYS_IN_A_PARK = 3, 10
PARKS, DAYS_OVER_PARKS = 3, 30


@dataclass(frozen=True)
class Raised:
    """A need as the rule sees it. `firm` is empty where nobody said who: such a need shows no further firm."""

    need: int
    cause: str
    firm: str
    park: str
    day: date
    is_private: bool = False


@dataclass(frozen=True)
class Proposal:
    """One cause with the needs that speak for it, oldest first. `park` is empty where it goes over several parks."""

    cause: str
    park: str
    raised: tuple[Raised, ...]
    days: int

    @property
    def firms(self) -> frozenset[str]:
        return frozenset(one.firm for one in self.raised)

    @property
    def parks(self) -> frozenset[str]:
        return frozenset(one.park for one in self.raised)

    @property
    def needs(self) -> list[int]:
        return [one.need for one in self.raised]


Rule = Callable[[list[Raised]], bool]


def proposals(raised: Iterable[Raised], cal: Calendar) -> list[Proposal]:
    """One proposal for each cause over several parks, else one for each park in which it recurs."""
    by_cause: dict[str, list[Raised]] = defaultdict(list)
    for one in sorted(raised, key=lambda one: (one.day, one.need)):
        if one.firm and one.park and not one.is_private:
            by_cause[one.cause].append(one)
    return [proposal for cause, many in by_cause.items() for proposal in _of(cause, many, cal)]


def firms_enough(window: list[Raised]) -> bool:
    """Three firms; one that asks three times is one."""
    return len({one.firm for one in window}) >= FIRMS


def parks_enough(window: list[Raised]) -> bool:
    """Three parks; a firm speaks for the park where it asked first, and for no other one."""
    first: dict[str, str] = {}
    for one in window:
        first.setdefault(one.firm, one.park)
    return len(set(first.values())) >= PARKS


def _of(cause: str, many: list[Raised], cal: Calendar) -> Iterator[Proposal]:
    over_parks = _within(many, DAYS_OVER_PARKS, parks_enough, cal)
    if over_parks:
        yield _proposal(cause, "", over_parks, cal)
        return
    for park in dict.fromkeys(one.park for one in many):
        here = _within([one for one in many if one.park == park], DAYS_IN_A_PARK, firms_enough, cal)
        if here:
            yield _proposal(cause, park, here, cal)


def _within(many: list[Raised], days: int, rule: Rule, cal: Calendar) -> list[Raised]:
    """All that lie in some stretch of so many working days that the rule accepts, in their order."""
    found: dict[Raised, None] = {}
    for start, first in enumerate(many):
        window = [one for one in many[start:] if working_days_between(cal, first.day, one.day) <= days]
        if rule(window):
            found |= dict.fromkeys(window)
    return [one for one in many if one in found]


def _proposal(cause: str, park: str, raised: list[Raised], cal: Calendar) -> Proposal:
    days = working_days_between(cal, raised[0].day, raised[-1].day)
    return Proposal(cause, park, tuple(raised), days)
