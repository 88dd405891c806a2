"""Many hands at the same moment: `at_once(work, hands=20)`."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections


@dataclass
class Outcome:
    """What the hands brought back: the answers, and what was raised."""

    answers: list[Any] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., Outcome]:
    """Call `work(number)` from that many threads that start together, each with a connection of its own."""

    def call(work: Callable[[int], Any], hands: int = 20) -> Outcome:
        outcome, line = Outcome(), threading.Barrier(hands)

        def hand(number: int) -> None:
            try:
                connections["default"].ensure_connection()
                line.wait(timeout=30)
                outcome.answers.append(work(number))
            except Exception as error:
                outcome.errors.append(error)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(hands) as pool:
            list(pool.map(hand, range(hands)))
        return outcome

    return call
