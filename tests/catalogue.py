"""The one catalogue: collecting strings needs GNU gettext, reading and compiling them needs only Babel."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
# English is the source language and needs no catalogue: Django shows the source where there is none.
LANGUAGE = "zh_Hans"
PO = ROOT / "parkdesk" / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
HEADER = "# The Chinese of parkdesk. Collected and compiled by `make messages`."
BORN = datetime(2026, 11, 21, tzinfo=UTC)
ELSEWHERE = ("tests", "docs", "node_modules", "var", ".venv", "bin")


def can_collect() -> bool:
    return bool(shutil.which("xgettext") and shutil.which("msgmerge"))


def collect(root: Path = ROOT) -> None:
    """Bring the .po of the project at `root` in step with its strings. Raises CalledProcessError."""
    (root / "parkdesk" / "locale").mkdir(parents=True, exist_ok=True)
    ignored = [f"--ignore={name}" for name in ELSEWHERE]
    command = [sys.executable, "manage.py", "makemessages", "-l", LANGUAGE, "--no-obsolete", "--no-wrap"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "parkdesk.settings.dev"}
    subprocess.run([*command, "--add-location", "file", *ignored], cwd=root, env=environment, check=True)
    po = root / PO.relative_to(ROOT)
    catalogue = read(po)
    for message in catalogue:
        if message.id and message.fuzzy:  # msgmerge's guess at a similar sentence helps nobody
            message.flags.discard("fuzzy")
            message.string = "" if isinstance(message.id, str) else ("",)
    write(catalogue, po)


def read(path: Path = PO) -> Catalog:
    """The catalogue; Chinese has one form for all numbers, whatever msgmerge wrote."""
    with path.open("rb") as file, contextlib.redirect_stdout(io.StringIO()):
        catalogue = read_po(file, locale=LANGUAGE)
    for message in catalogue:
        if message.pluralizable and message.id:
            message.string = tuple(message.string)[:1] or ("",)
    return catalogue


def write(catalogue: Catalog, path: Path = PO) -> None:
    """Write it without anything that changes by itself: no dates, no line numbers, no wrapped lines."""
    tidy = Catalog(locale=LANGUAGE, project="parkdesk", version="1", fuzzy=False, header_comment=HEADER)
    tidy.msgid_bugs_address = "see SECURITY.md and CONTRIBUTING.md"
    tidy.creation_date = tidy.revision_date = BORN
    tidy.last_translator, tidy.language_team = "The parkdesk maintainers", "zh_Hans"
    for message in catalogue:
        if message.id:
            tidy[message.id] = message
    with path.open("wb") as file:
        write_po(file, tidy, width=0, include_lineno=False, omit_header=False)


def compile_catalogue() -> None:
    """Write the .mo that is committed, so that nobody needs gettext to run parkdesk (ADR 0003)."""
    with MO.open("wb") as file:
        write_mo(file, read())
