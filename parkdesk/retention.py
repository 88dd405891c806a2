"""What is old fades: once a day by the clock, or by `anonymise` (domain.md 11). The table is `parkdesk.privacy`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.cache import cache

from parkdesk import unused_accounts
from parkdesk.core import clock, forgetting
from parkdesk.core.holdings import Holding
from parkdesk.core.ticking import every_minute
from parkdesk.privacy import HOLDINGS

# In one minute; what is left over follows in the next one.
AT_ONCE = 200
A_DAY = 24 * 3600
Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Faded:
    """Of one kind: how many are due, or faded."""

    holding: Holding
    count: int


def fading() -> Iterator[Holding]:
    """The kinds that have a period."""
    yield from (one for one in HOLDINGS if one.fading)


def due(days: int | None = None) -> list[Faded]:
    """What would fade now; `days` instead of each kind's own period."""
    return [Faded(one, one.fading.due(days).count()) for one in fading() if one.fading]


def fade(days: int | None = None, *, at_most: int | None = None, tell: Told = lambda *_: None) -> list[Faded]:
    """Let it fade, each row in a transaction of its own; a second run finds nothing left to do.

    `tell(code, done, of)` hears after each row how far it is.
    """
    return [_fade(one, days, at_most, tell) for one in fading()]


def _fade(holding: Holding, days: int | None, at_most: int | None, tell: Told) -> Faded:
    if holding.fading is None:
        return Faded(holding, 0)
    rows = list(holding.fading.due(days)[:at_most])
    for number, row in enumerate(rows, 1):
        holding.fading.fade(row)
        tell(holding.code, number, len(rows))
    return Faded(holding, len(rows))


@every_minute
def let_old_data_fade() -> int:
    """Once a day, and again at once while much is left; who is due is told before. Returns how many rows faded."""
    marker = f"retention:{clock.today()}"
    if cache.get(marker):
        return 0
    forgetting.forget_ended_sessions()
    told = unused_accounts.tell(AT_ONCE)
    found = fade(at_most=AT_ONCE)
    if told < AT_ONCE and all(one.count < AT_ONCE for one in found):
        cache.set(marker, True, A_DAY)
    return sum(one.count for one in found)
