"""Which database the tests run on, decided before Django reads its settings.

`pytest` runs on a SQLite file; `pytest --on postgresql` on the server that DATABASE_URL names, or on one of its own.
Loaded with `-p` (see pyproject.toml), because conftest.py comes after the settings are read.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.plugins import postgres

_server: postgres.Server | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("parkdesk")
    group.addoption("--on", choices=["sqlite", "postgresql"], default="sqlite", help="the database to test on")
    group.addoption(
        "--require-all", action="store_true", help="a part that would be left out for lack of a program fails instead"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Set the environment that parkdesk.settings.test reads. Workers of xdist find their database set already."""
    options = early_config.known_args_namespace
    if not (options.help or options.version):
        os.environ["PARKDESK_VAR"] = _own_folder()  # of this process alone: what locks a folder locks nobody else out
        if "PYTEST_XDIST_WORKER" not in os.environ:
            _choose(options.on)
    return (yield)


def _own_folder() -> str:
    """A folder for this run's files; it goes away when the run ends."""
    folder = Path(tempfile.mkdtemp(prefix="parkdesk-var-"))
    (folder / "static").mkdir()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(folder)


def _choose(database: str) -> None:
    if database == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    elif "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _start_own().url


def _start_own() -> postgres.Server:
    global _server  # noqa: PLW0603 (one server per session, stopped at its end)
    binaries = postgres.find_binaries()
    if binaries is None:
        raise pytest.UsageError("PostgreSQL was not found: install it, or name a server with DATABASE_URL")
    _server = postgres.Server(binaries)
    atexit.register(_server.stop)
    _server.start()
    return _server


def pytest_unconfigure() -> None:
    if _server is not None:
        _server.stop()


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.on}"
