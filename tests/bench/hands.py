"""Hands: processes that do some work when they are told to, and say how many seconds it took.

What is timed so runs without a web server before it: a line of JSON goes in, a line of JSON comes out.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TextIO

from django.db import connection
from django.test.utils import CaptureQueriesContext

# One piece of work; a hand does as many as it is told to.
Work = Callable[[], object]
SECONDS_TO_STOP = 10
# Statements of a transaction do no work of their own and are not counted (decisions 47).
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def serve(works: Mapping[str, Work], orders: TextIO = sys.stdin, answers: TextIO = sys.stdout) -> None:
    """Inside a hand: do what each line orders until there are no more lines."""
    for line in orders:
        order = json.loads(line)
        answer = (_counted if order["is_counted"] else _timed)(works[order["work"]], order["times"])
        print(json.dumps(answer), file=answers, flush=True)


def worked_in(works: Mapping[str, Work], times: int = 300) -> Mapping[str, Work]:
    """Each work done a while, and the tables looked at as autovacuum does: a planner that believes them empty reads
    them whole at each check of a foreign key, on either side of a comparison.
    """
    for work in works.values():
        _timed(work, times)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return works


def _timed(work: Work, times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return time.perf_counter() - began


def _counted(work: Work, _times: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    # A prepared statement (parkdesk/core/prepared.py) leaves no text.
    return sum(not (query["sql"] or "").startswith(NOT_COUNTED) for query in captured)


class Hand:
    """One such process. It ends with the stack that it was given."""

    def __init__(self, stack: ExitStack, command: list[str], environment: dict[str, str]) -> None:
        self._name = " ".join(command)
        self._child = subprocess.Popen(
            [sys.executable, *command], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        stack.callback(self._stop)

    def does(self, work: str, times: int) -> float:
        """Have so many pieces done; the seconds that it took. Raises RuntimeError when the process is gone."""
        return self._order(work, times=times, is_counted=False)

    def queries_of(self, work: str) -> int:
        """How many queries one piece of the work makes."""
        return int(self._order(work, times=1, is_counted=True))

    def _order(self, work: str, **how: int) -> float:
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write(json.dumps({"work": work, **how}) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._name}: ended while it did {work}; its errors stand above")
        return float(json.loads(line))

    def _stop(self) -> None:
        if self._child.stdin:
            self._child.stdin.close()
        try:
            self._child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._child.kill()
