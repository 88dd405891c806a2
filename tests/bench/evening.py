"""An evening of all councils: 620 voters of 62 councils press at the same moment, each on a phone of their own."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import ceil

from tests.bench import rounds
from tests.bench.callers import Caller, Press, Refused
from tests.bench.figures import Limit, Outcome
from tests.bench.printing import p50, rate
from tests.bench.stage import House

VOTERS, COUNCILS = 620, 62
ROUNDS = 3
CASE = f"{VOTERS} voters of {COUNCILS} councils at once"
THROUGHPUT, SLOWEST = Limit(at_least=0.3), Limit(at_most=4)
Fill = Callable[[Caller], Press]
# Votes a second, and the time in milliseconds within which 95 of 100 were answered, round by round.
Found = tuple[list[float], list[float]]


def at_once(house: House, fills: dict[str, Fill], against: str) -> Iterator[Outcome]:
    """`fills`: how the next `vote` and the next `bare` form is filled in. Raises Refused when a vote is lost."""
    before = house.bench("receipts")
    found = {name: ([], []) for name in fills}
    for number in range(ROUNDS):
        for name in sorted(fills, reverse=bool(number % 2)):
            _note(found[name], *_press(house.port, fills[name]))
    stored = house.bench("receipts") - before
    if stored != VOTERS * ROUNDS:
        raise Refused(f"{VOTERS * ROUNDS} votes were cast, {stored} are stored")
    queries = house.bench("cast", "named")["queries"]
    (speeds, slow), (bare_speeds, bare_slow) = found["vote"], found["bare"]
    figure = rate("council_evening", CASE, speeds, queries, against=(against, bare_speeds))
    yield replace(figure, unit="votes/s", n=VOTERS * ROUNDS), THROUGHPUT
    figure = p50("council_evening", f"{CASE}, the slowest", slow, queries, against=(against, bare_slow))
    yield replace(figure, unit="ms p95", n=VOTERS * ROUNDS), SLOWEST


def _note(found: Found, seconds: float, took: list[float]) -> None:
    """One round: the speed of all, and what the last but five in a hundred waited."""
    found[0].append(len(took) / seconds)
    found[1].append(sorted(took)[ceil(0.95 * len(took)) - 1] * 1000)


def _press(port: int, fill: Fill) -> tuple[float, list[float]]:
    """Seconds from the moment at which all press to the last answer, and the seconds that each of them waited."""
    line, took = threading.Barrier(VOTERS + 1), list[float]()

    def voter(ready: Press) -> None:
        caller = Caller(port, source=rounds.own_address())
        line.wait(timeout=300)
        began = time.perf_counter()
        caller.post(ready)
        caller.close()
        took.append(time.perf_counter() - began)

    with ThreadPoolExecutor(VOTERS) as pool:
        hands = [pool.submit(rounds.or_break, line, voter, ready) for ready in _filled_in(port, fill)]
        began = rounds.started(line)
        for hand in hands:
            hand.result()
        return time.perf_counter() - began, took


def _filled_in(port: int, fill: Fill) -> list[Press]:
    """The forms, fetched one after the other beforehand: what is timed is the press alone."""
    caller = Caller(port, source=rounds.own_address())
    ready = [fill(caller) for _ in range(VOTERS)]
    caller.close()
    return ready
