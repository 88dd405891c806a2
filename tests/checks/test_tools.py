"""Lint, types, stairs and migrations: each tool's verdict is a test, so `make test` and `make check` agree."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PACKAGES = ("parkdesk", "enterprises", "requests_flow", "points", "councils", "cms")
TOOLS = {
    "ruff finds nothing": ["ruff", "check", "--no-cache", "."],
    "every file is formatted": ["ruff", "format", "--no-cache", "--check", "."],
    "the floor's types fit": ["mypy"],
    "imports go down the stairs only": ["lint-imports", "--no-cache"],
    "no call is insecure": ["bandit", "-q", "-r", *PACKAGES, "-x", "*/migrations/*"],
    "templates are clean": ["djlint", ".", "--lint", "--quiet"],
}


def run(*command: str, **environment: str) -> str:
    """Run a tool at the project's root; fails with what it said."""
    # Chromium's fixture sets this for its own process; what runs here is another one.
    outer = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    done = subprocess.run(command, cwd=ROOT, env=outer | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("verdict", TOOLS)
def test_the_tools_agree_that(verdict):
    program, *arguments = TOOLS[verdict]
    run(str(BIN / program), *arguments)


def test_no_model_has_changed_without_a_migration(tmp_path):
    run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", PARKDESK_VAR=str(tmp_path))


def test_production_settings_leave_no_warning(tmp_path):
    run(
        *(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="parkdesk.settings.production",
        PARKDESK_VAR=str(tmp_path),
        PARKDESK_SECRET_KEY=secrets.token_urlsafe(64),
        PARKDESK_ALLOWED_HOSTS="desk.example.org",
    )
