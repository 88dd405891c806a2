"""The whole house as one command: web, worker and tick; Ctrl-C stops all of it."""

import os
import shutil
import socket
import subprocess  # our own programs alone # nosec B404
import sys
import threading
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from parkdesk.demonstration import signins
from parkdesk.management.stopping import Stop

SECONDS_TO_END = 15


class Command(BaseCommand):
    help = "Starts web, worker and tick together and stops them together. For one machine; see docs/commands.md."
    requires_system_checks: list[str] = []  # `make check` asks them: whoever waits for the page does not wait for them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets a phone in the same network in")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes, of 4 threads each")
        parser.add_argument("--prepare", action="store_true", help="first make the house ready (`prepare`)")
        parser.add_argument("--demo", choices=["small", "full"], help="with --prepare: load the demonstration park")

    def handle(self, *, prepare: bool, demo: str | None, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _refuse_taken(host, port)
        if prepare:
            call_command("prepare", demo=demo, stdout=self.stdout)
        self._greet(public_url(host, port))
        connections.close_all()
        code = _run(_processes(host, port, options["workers"]), _environment(host, port))
        if code:
            sys.exit(code)

    def _greet(self, url: str) -> None:
        self.stdout.write(f"\n  parkdesk   {url}/\n  English    {url}/en/")
        if settings.PARKDESK_DEMO:
            names = ", ".join(one.username for one in signins.SIGN_INS)
            self.stdout.write(f"  Roles      {url}/demo/   (one click each)")
            self.stdout.write(f"  Sign-ins   {names}\n  Password   {signins.PASSWORD}")
        self.stdout.write("  Ctrl-C stops all of it.\n")
        self.stdout._out.flush()


def public_url(host: str, port: int) -> str:
    """The address to tell people: as set, or of this machine in its network when the house listens everywhere."""
    if os.environ.get("PARKDESK_PUBLIC_URL"):
        return settings.PUBLIC_URL
    return f"http://{_own_address() if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104 (only compared) # nosec B104


def _own_address() -> str:
    """This machine's address in its network. A datagram socket asks the routing table; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another: PORT=8001"
            ) from None


def _environment(host: str, port: int) -> dict[str, str]:
    own = {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PARKDESK_PUBLIC_URL": public_url(host, port)}
    return os.environ | own | {"PYTHONUNBUFFERED": "1", "PROMETHEUS_MULTIPROC_DIR": _fresh_folder_for_figures()}


def _fresh_folder_for_figures() -> str:
    """Where the web processes count together (`/metrics`); what those of the last start counted goes."""
    folder = settings.VAR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return str(folder)


def _processes(host: str, port: int, workers: int) -> dict[str, list[str]]:
    manage = [sys.executable, str(settings.ROOT / "manage.py")]
    gunicorn = [sys.executable, "-m", "gunicorn", "parkdesk.wsgi:application", "--chdir", str(settings.ROOT)]
    web = ["--bind", f"{host}:{port}", "--workers", str(workers), "--worker-class", "gthread", "--threads", "4"]
    return {
        "web": [*gunicorn, *web, "--preload", "--log-level", "warning", "--graceful-timeout", "5"],
        # Somebody waits for a page, nobody for these: they do not take the page's time, at the start least of all.
        "worker": ["nice", "-n", "5", *manage, "worker"],
        "tick": ["nice", "-n", "5", *manage, "tick"],
    }


def _run(commands: dict[str, list[str]], environment: dict[str, str]) -> int:
    """Run all until the end is asked for, or until one ends by itself (then 1)."""
    stop = Stop().listen()
    children = {name: _start(name, command, environment) for name, command in commands.items()}
    while not stop.wait(0.2):
        ended = [name for name, child in children.items() if child.poll() is not None]
        if ended:
            sys.stderr.write(f"{ended[0]} ended by itself ({children[ended[0]].returncode}); stopping the others\n")
            _end(children)
            return 1
    _end(children)
    return 0


def _start(name: str, command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    child = subprocess.Popen(  # noqa: S603 (our own programs) # nosec B603
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    threading.Thread(target=_pass_on, args=(name, child.stdout), daemon=True).start()
    return child


def _pass_on(name: str, lines: IO[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{name:<6} | {line}")
        sys.stdout.flush()


def _end(children: dict[str, subprocess.Popen[str]]) -> None:
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
