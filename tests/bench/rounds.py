"""Five interleaved rounds: throughput of many callers at once, p50 of one caller in turn, pieces a second of a hand."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median
from typing import Any

from tests.bench.callers import Caller, Press

ROUNDS = 5
HANDS = 8
PRESSES_OF_A_HAND = 25
LOOKS_OF_A_ROUND = 40
WARM_UP = 10
PIECES_OF_A_BATCH = 300
Fill = Callable[[Caller], Press]
Look = Callable[[], object]
# Does so many pieces; answers the seconds that they took.
Batch = Callable[[int], float]
_numbers = count(1)


def throughput(port: int, fills: Mapping[str, Fill]) -> dict[str, list[float]]:
    """Presses a second of each form in each round, HANDS callers at once; the forms are fetched beforehand."""
    found: dict[str, list[float]] = {name: [] for name in fills}
    for number in range(-1, ROUNDS):
        # Who goes first changes with each round; the round before the first warms up.
        for name in sorted(fills, reverse=bool(number % 2)):
            speed = _press_all(port, fills[name])
            if number >= 0:
                found[name].append(speed)
    return found


def rates(batches: Mapping[str, Batch], pieces: int = PIECES_OF_A_BATCH) -> dict[str, list[float]]:
    """Pieces a second of each batch in each round, one batch after the other; the first round warms up."""
    found: dict[str, list[float]] = {name: [] for name in batches}
    for number in range(-1, ROUNDS):
        for name in sorted(batches, reverse=bool(number % 2)):
            seconds = batches[name](pieces)
            if number >= 0:
                found[name].append(pieces / seconds)
    return found


def presses_in_all() -> int:
    """How many times each form is sent by `throughput`, warm-up included."""
    return (ROUNDS + 1) * HANDS * PRESSES_OF_A_HAND


def _press_all(port: int, fill: Fill) -> float:
    callers = [Caller(port, source=own_address()) for _ in range(HANDS)]
    line = threading.Barrier(HANDS + 1)

    def press(caller: Caller) -> None:
        ready = [fill(caller) for _ in range(PRESSES_OF_A_HAND)]
        line.wait(timeout=120)
        for one in ready:
            # Each need comes from a phone of its own, which opens a line of its own; so no worker keeps more of them.
            caller.close()
            caller.post(one)

    with ThreadPoolExecutor(HANDS) as pool:
        hands = [pool.submit(or_break, line, press, caller) for caller in callers]
        began = started(line)
        for hand in hands:
            hand.result()
        seconds = time.perf_counter() - began
    for caller in callers:
        caller.close()
    return HANDS * PRESSES_OF_A_HAND / seconds


def or_break(line: threading.Barrier, press: Callable[[Any], None], by: object) -> None:
    """A hand that fails before the start lets nobody wait for it."""
    try:
        press(by)
    except Exception:
        line.abort()
        raise


def started(line: threading.Barrier) -> float:
    """The moment at which all hands are ready and start."""
    try:
        line.wait(timeout=120)
    except threading.BrokenBarrierError:
        return time.perf_counter()  # the hand that broke it says why
    return time.perf_counter()


def own_address() -> str:
    """An address of the loopback that nobody had before: limits per address are not what is measured."""
    number = next(_numbers)
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def latency(looks: Mapping[str, Look]) -> dict[str, list[float]]:
    """p50 in milliseconds of each look in each round; one caller, request by request in turn."""
    for look in looks.values():
        for _ in range(WARM_UP):
            look()
    rounds = [_look_in_turn(looks) for _ in range(ROUNDS)]
    return {name: [one[name] for one in rounds] for name in looks}


def _look_in_turn(looks: Mapping[str, Look]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in looks}
    for _ in range(LOOKS_OF_A_ROUND):
        for name, look in looks.items():
            began = time.perf_counter()
            look()
            took[name].append((time.perf_counter() - began) * 1000)
    return {name: median(times) for name, times in took.items()}
