"""A really running parkdesk: several web processes, worker, tick, a mail server, a database with the small park.

def test_…(house, phone):
    page = phone()
    page.goto("/needs/new/")            # house.url is the base address
    house.mail.wait_for(to="…")          # what really went out by SMTP
    house.manage("tick", "--once")       # any command, in the house's environment
    house.shell("print(…)")              # Python inside the house; returns what it printed
"""

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests.plugins import migrated
from tests.plugins.clean import ROOT, cached_file, digest_of_migrations, keep
from tests.plugins.postgres import free_port

SECONDS_TO_START = 90
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line of a conversation
# Each worker of xdist has a house of its own, on one PostgreSQL server.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
TEMPLATE, HOUSE = f"parkdesk_template_{_WORKER}", f"parkdesk_house_{_WORKER}"


class Inbox:
    """An SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.original_content or envelope.content, policy=policy.default)
        self.messages.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, to: str, *, count: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """The messages to this address, once there are `count` of them. Raises AssertionError when time is up."""
        end = time.monotonic() + seconds
        while len(self.to(to)) < count:
            assert time.monotonic() < end, f"no mail to {to}; there is mail to {[m['To'] for m in self.messages]}"
            time.sleep(0.1)
        return self.to(to)


@dataclass
class House:
    """One running parkdesk and the ways into it."""

    url: str
    mail: Inbox
    folder: Path
    environment: dict[str, str] = field(repr=False)
    _running: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str, check: bool = True) -> str:
        """Run a management command; returns what it printed. Raises AssertionError with its errors when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def shell(self, code: str) -> str:
        """Run Python inside the house's Django; returns what it printed, without the last line break."""
        return self.manage("shell", "--no-imports", "-v", "0", "-c", code).rstrip("\n")

    def settle(self) -> None:
        """Deliver everything that is due now, without waiting for the worker's next round."""
        self.manage("worker", "--once")

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def open(self) -> None:
        """Start web, worker and tick; returns when the house answers."""
        port = str(urlsplit(self.url).port)
        command = [sys.executable, "manage.py", "serve", "--port", port, "--workers", "2"]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert self._running.poll() is None, f"the house did not start:\n{self.log}"
            assert time.monotonic() < end, f"the house does not answer:\n{self.log}"
            time.sleep(0.1)

    def close(self) -> None:
        """Stop all of it, the hard way if it must be."""
        if self._running is None:
            return
        self._running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


@pytest.fixture(scope="session")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house of all journeys of this session; they share it, so each brings its own need."""
    mail = Inbox()
    mail.start()
    built = _build(request.config.option.on, tmp_path_factory.mktemp("house"), mail)
    try:
        built.open()
        yield built
    finally:
        built.close()
        mail.stop()


@pytest.fixture
def own_house(request: pytest.FixtureRequest, house: House, tmp_path: Path) -> Iterator[House]:
    """A second house with the same small park, for a journey that moves the clock: nobody else lives in it."""
    mail = Inbox()
    mail.start()
    own, port = tmp_path / "own", free_port()
    shutil.copytree(house.folder.parent / "template", own, symlinks=True)
    copied = _database(f"{HOUSE}_own", TEMPLATE) if request.config.option.on == "postgresql" else {}
    built = House(f"http://127.0.0.1:{port}", mail, own, _environment(own, mail, port) | copied)
    try:
        built.open()
        yield built
    finally:
        built.close()
        mail.stop()


def _build(database: str, folder: Path, mail: Inbox) -> House:
    """Make a template with the small park, then move into a copy of it."""
    template, own = folder / "template", folder / "own"
    port = free_port()
    template.mkdir()
    _share_static(template)
    model = House(f"http://127.0.0.1:{port}", mail, template, _environment(template, mail, port))
    if database == "postgresql":
        model.environment |= _database(TEMPLATE, migrated.template(digest_of_migrations()))
    else:
        _migrated_file(model)
    model.manage("prepare", "--demo", "small")
    shutil.copytree(template, own, symlinks=True)
    copied = _database(HOUSE, TEMPLATE) if database == "postgresql" else {}
    return House(model.url, mail, own, _environment(own, mail, port) | copied)


def _environment(var: Path, mail: Inbox, port: int) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return outer | {
        "DJANGO_SETTINGS_MODULE": "tests.house_settings",
        "EMAIL_URL": mail.url,
        "PARKDESK_DEBUG": "0",
        "PARKDESK_DEMO": "1",
        "PARKDESK_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PARKDESK_VAR": str(var),
    }


def _share_static(var: Path) -> None:
    """Collected static files are kept between sessions; `prepare` collects again when one has changed.

    Each worker keeps its own: two that collect into one folder take each other's files away.
    """
    kept = ROOT / ".pytest_cache" / "parkdesk" / f"static-{_WORKER}"
    kept.mkdir(parents=True, exist_ok=True)
    (var / "static").symlink_to(kept)


def _migrated_file(model: House) -> None:
    """Begin with the file that is kept for exactly these migrations; make it when there is none."""
    own = model.folder / "parkdesk.sqlite3"
    if not cached_file().exists():
        model.manage("migrate", "-v", "0")
        keep(own)
    else:
        shutil.copyfile(cached_file(), own)


def _database(name: str, source: str) -> dict[str, str]:
    """Make a database as a copy of another on the tests' PostgreSQL; returns how a house finds it."""
    server = urlsplit(os.environ["DATABASE_URL"])
    with closing(psycopg.connect(server.geturl(), autocommit=True)) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    return {"DATABASE_URL": server._replace(path=f"/{name}").geturl(), "PARKDESK_DB_POOL": "4"}
