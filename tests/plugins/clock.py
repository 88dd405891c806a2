"""Time that stands still: `at("2026-11-24 10:00")` in Hangzhou."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

HANGZHOU = ZoneInfo("Asia/Shanghai")
At = Callable[..., time_machine.Traveller]


@pytest.fixture
def at() -> Iterator[At]:
    """Go to a moment in Hangzhou and stay there; call it again to go on. `tick=True` lets time run from there."""
    travels: list[time_machine.travel] = []

    def go(moment: str, *, tick: bool = False) -> time_machine.Traveller:
        while travels:
            travels.pop().stop()
        travel = time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=HANGZHOU), tick=tick)
        travels.append(travel)
        return travel.start()

    yield go
    while travels:
        travels.pop().stop()
