"""`python -m tests.bench --scale small|full [--only NAME]`: figures to standard output, progress to standard error.

Exit code 0: all promises hold; 1: one is missed or a bench failed; 2: this machine lacks PostgreSQL.
"""

import argparse
import signal
import sys
from contextlib import ExitStack

from tests.bench.benches import BENCHES, SIZES
from tests.bench.stage import NoPostgreSQL, Stage, say


def main(arguments: list[str]) -> int:
    asked = _parsed(arguments)
    # Asked to end, everything that was started ends with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with ExitStack() as stack:
            missed = _measure(Stage(stack), asked.only or list(BENCHES), asked.scale)
    except NoPostgreSQL as reason:
        say(str(reason))
        return 2
    for sentence in missed:
        say(f"missed: {sentence}")
    return 1 if missed else 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Ratios to a bare view; see docs/benchmarks.md.")
    parser.add_argument("--scale", choices=list(SIZES), default="small")
    parser.add_argument("--only", choices=list(BENCHES), action="append")
    return parser.parse_args(arguments)


def _measure(stage: Stage, names: list[str], scale: str) -> list[str]:
    missed = []
    for name, bench in BENCHES.items():
        if name in names:
            say(f"measuring {name}")
            for figure, limit in bench(stage, scale):
                print(figure, flush=True)
                missed += limit.missed_by(figure)
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
