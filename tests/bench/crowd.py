"""A whole park at once: two hundred needs from one address, pressed at the same moment (issue 4)."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.bench import rounds
from tests.bench.callers import Caller, Press, Refused
from tests.bench.figures import Limit, Outcome
from tests.bench.printing import rate
from tests.bench.stage import House

PEOPLE = 200
ROUNDS = 3
Fill = Callable[[Caller], Press]


def at_once(house: House, said: list[dict[str, str]]) -> Iterator[Outcome]:
    """Each person has a phone of their own behind the park's one address. Raises Refused when a need is lost."""
    path = f"/needs/new/?place={house.facts['place']}"
    took: dict[str, list[float]] = {"need": [], "bare": []}
    for _ in range(ROUNDS):
        before = house.bench("needs")
        took["need"].append(_press(house.port, path, said))
        stored = house.bench("needs") - before
        if stored != PEOPLE:
            raise Refused(f"{PEOPLE} needs were handed in at once, {stored} are stored")
        took["bare"].append(_press(house.port, "/bench/insert/", said))
    queries = house.bench("send", path, json.dumps(said[0]))["queries"]
    against = ("the same by the bare INSERT view", took["bare"])
    figure = rate(
        "crowd", f"{PEOPLE} needs at once from one address, all stored", took["need"], queries, against=against
    )
    yield replace(figure, unit="s until the last was answered", n=PEOPLE * ROUNDS), Limit()


def _press(port: int, path: str, said: list[dict[str, str]]) -> float:
    """Seconds from the moment at which all press to the last answer."""
    source, line = rounds.own_address(), threading.Barrier(PEOPLE + 1)

    def person(number: int) -> None:
        caller = Caller(port, source=source)
        ready = caller.fill_in(path, said[number % len(said)])
        caller.close()
        line.wait(timeout=300)
        caller.post(ready)
        caller.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        hands = [pool.submit(rounds.or_break, line, person, number) for number in range(PEOPLE)]
        began = rounds.started(line)
        for hand in hands:
            hand.result()
        return time.perf_counter() - began
