"""Hands on one SQLite file with the house's own settings, until they are killed; each prints what was committed.

python -m tests.races.sqlite_hands pages FILE NAME    two threads that open, write and close, as requests do
python -m tests.races.sqlite_hands keeps FILE NAME    one connection that stays open, as a worker's does
"""

import os
import random
import sqlite3
import sys
import threading
import time

from parkdesk.settings.base import SQLITE_OPTIONS

_ONE_LINE = threading.Lock()


def opened(path: str) -> sqlite3.Connection:
    line = sqlite3.connect(path, timeout=SQLITE_OPTIONS["timeout"], isolation_level=None)
    line.executescript(SQLITE_OPTIONS["init_command"])
    return line


def written(line: sqlite3.Connection, key: str, size: int) -> None:
    line.execute("BEGIN IMMEDIATE")
    line.execute("INSERT INTO told (key, weight) VALUES (?, ?)", (key, os.urandom(size)))
    line.execute("COMMIT")
    with _ONE_LINE:
        print(key, flush=True)


def pages(path: str, name: str) -> None:
    for thread in ("a", "b"):
        threading.Thread(target=_requests, args=(path, f"{name}{thread}"), daemon=True).start()
    time.sleep(3600)


def _requests(path: str, name: str) -> None:
    number = 0
    while True:
        number += 1
        line = opened(path)
        written(line, f"{name}-{number}", random.choice((3000, 20000, 60000)))
        line.close()
        time.sleep(random.uniform(0, 0.01))


def keeps(path: str, name: str) -> None:
    line, number = opened(path), 0
    while True:
        number += 1
        written(line, f"{name}-{number}", 3000)
        time.sleep(0.02)


if __name__ == "__main__":
    {"pages": pages, "keeps": keeps}[sys.argv[1]](*sys.argv[2:])
