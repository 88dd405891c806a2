"""What the benches run on: a PostgreSQL, one database and one gunicorn for each size; all of it goes away again."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.bench.callers import HERE, Caller, Refused
from tests.bench.hands import Hand
from tests.plugins.postgres import Server, find_binaries, free_port

ROOT = Path(__file__).resolve().parents[2]
EMPTY, HORDAK = "parkdesk_bench_empty", "parkdesk_bench_hordak"
SECONDS_TO_START = 60
# Four of each need, as in the demonstration; one of each where there are a million.
ENTRIES_OF_A_NEED, ENTRIES_AT_MOST = 4, 1_000_000


class NoPostgreSQL(RuntimeError):
    """Neither server binaries nor a DATABASE_URL of one."""


@dataclass(eq=False)
class House:
    """One gunicorn on one database with that many needs. `facts` is what `bench prepare` found or made there."""

    needs: int
    port: int
    environment: dict[str, str] = field(repr=False)
    facts: dict[str, Any] = field(default_factory=dict)

    def bench(self, *arguments: str) -> Any:
        """What a part of the command `bench` answers, inside the house's Django."""
        return json.loads(run(self.environment, "bench", *arguments))

    def hand(self, stack: ExitStack, works: str) -> Hand:
        """A process inside the house's Django that does these works (`bench work`)."""
        return Hand(stack, [str(ROOT / "manage.py"), "bench", "work", works], self.environment)

    def desk_manager(self) -> Caller:
        """A caller who is signed in as the desk's manager."""
        return Caller(self.port, cookies={self.facts["cookie"]: self.facts["session"]})


class Stage:
    """Makes houses when a bench asks for them, each size once."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._houses: dict[int, House] = {}
        self._var = Path(tempfile.mkdtemp(prefix="parkdesk-bench-"))
        stack.callback(shutil.rmtree, self._var, ignore_errors=True)
        self._server = stack.enter_context(_server())
        self._share_static()
        self._own_database(EMPTY, "template0")
        say("migrating an empty house")
        run(self._environment(EMPTY), "prepare")
        run(self._environment(EMPTY), "bench", "found")

    def house(self, needs: int) -> House:
        """The running house with that many needs."""
        if needs not in self._houses:
            self._houses[needs] = self._furnish(needs)
        return self._houses[needs]

    def hand_of_hordak(self, stack: ExitStack) -> Hand | None:
        """django-hordak in a database of its own; None where the dependency group `bench` is not installed."""
        if find_spec("hordak") is None:
            return None
        self._own_database(HORDAK, "template0")
        own = self._environment(HORDAK) | {"DJANGO_SETTINGS_MODULE": "tests.bench.hordak_settings"}
        return Hand(stack, ["-m", "tests.bench.hordak_hand"], own)

    def _furnish(self, needs: int) -> House:
        name, began = f"parkdesk_bench_{needs}", time.monotonic()
        self._own_database(name, EMPTY)
        house = House(needs, free_port(), self._environment(name))
        entries = min(needs * ENTRIES_OF_A_NEED, ENTRIES_AT_MOST)
        run(house.environment, "load_test_data", "--needs", str(needs), "--entries", str(entries))
        house.facts = house.bench("prepare")
        self._stack.enter_context(_gunicorn(house, self._var / f"{name}.log"))
        say(f"{needs} needs are in a house, after {time.monotonic() - began:.0f} s")
        return house

    def _own_database(self, name: str, source: str) -> None:
        def drop() -> None:
            self._ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

        drop()
        self._ask(f"CREATE DATABASE {name} TEMPLATE {source}")
        self._stack.callback(drop)

    def _ask(self, statement: str) -> None:
        with closing(psycopg.connect(self._server, autocommit=True)) as admin:
            admin.execute(statement)

    def _environment(self, database: str) -> dict[str, str]:
        """Production's environment: nothing of ours leaks in from outside but the way to find programs."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith("PARKDESK_")}
        return outer | {
            "DATABASE_URL": urlsplit(self._server)._replace(path=f"/{database}").geturl(),
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "PARKDESK_ALLOWED_HOSTS": HERE,
            "PARKDESK_LOG_LEVEL": "WARNING",
            "PARKDESK_SECRET_KEY": secrets.token_urlsafe(64),
            "PARKDESK_VAR": str(self._var),
        }

    def _share_static(self) -> None:
        """Collected static files are kept between runs; `prepare` collects again when one has changed."""
        kept = ROOT / ".pytest_cache" / "parkdesk" / "bench-static"
        kept.mkdir(parents=True, exist_ok=True)
        (self._var / "static").symlink_to(kept)


def say(text: str) -> None:
    """Progress goes to standard error: standard output holds figures alone."""
    print(f"# {text}", file=sys.stderr, flush=True)


def run(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command; returns what it printed. Raises RuntimeError with its errors when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _server() -> Iterator[str]:
    """The address of a PostgreSQL: the one that DATABASE_URL names, or one of the bench's own."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield os.environ["DATABASE_URL"]
        return
    binaries = find_binaries()
    if binaries is None:
        raise NoPostgreSQL("make bench needs PostgreSQL: install its server, or name one with DATABASE_URL")
    own = Server(binaries)
    try:
        own.start()
        yield own.url
    finally:
        own.stop()


@contextmanager
def _gunicorn(house: House, log: Path) -> Iterator[None]:
    """The web processes as `serve` starts them: 2 workers of 4 threads."""
    command = [sys.executable, "-m", "gunicorn", "parkdesk.wsgi:application", "--chdir", str(ROOT)]
    web = ["--bind", f"{HERE}:{house.port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4"]
    with log.open("wb") as out:
        child = subprocess.Popen(
            [*command, *web, "--keep-alive", "75", "--log-level", "warning", "--graceful-timeout", "5"],
            cwd=ROOT,
            env=house.environment,
            stdout=out,
            stderr=out,
        )
    try:
        _wait_for(house.port, child, log)
        yield
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()


def _wait_for(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while child.poll() is None and time.monotonic() < end:
        try:
            Caller(port).get("/healthz")
            return
        except (OSError, Refused):
            time.sleep(0.1)
    raise RuntimeError(f"the house does not answer:\n{log.read_text(errors='replace')}")
