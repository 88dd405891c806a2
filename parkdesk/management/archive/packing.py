"""Making a backup: one zip with every table as lines of JSON, every file, and a list of what all of it must be."""

import hashlib
import json
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from parkdesk.core import clock
from parkdesk.core.snapshot import snapshot
from parkdesk.management.archive import stored, tables

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
OURS_ALONE = 0o600
Say = Callable[[str], object]


def pack(out: Path, say: Say) -> dict[str, Any]:
    """Write the whole house to `out`, which appears only when it is whole. Returns the manifest.

    All tables are read as of one moment while the house goes on. Files come after them, so that what a row names is
    there. Raises OSError when the disk refuses.
    """
    with _appearing_whole(out) as part, ZipFile(part, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        with snapshot():
            manifest = _about() | {"tables": {}, "files": {}}
            for table in tables.kept():
                manifest["tables"][table.name] = _write_table(archive, table)
            say(f"{sum(one['rows'] for one in manifest['tables'].values())} rows of {len(manifest['tables'])} tables")
        manifest["files"] = _write_files(archive)
        say(f"{len(manifest['files'])} files")
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        archive.writestr(MANIFEST, text)
        archive.writestr(SEAL, hashlib.sha256(text).hexdigest())
    return manifest


def dated(name: str) -> str:
    """A file name that says when: `parkdesk-2026-11-24-093000.zip`, in Hangzhou's time."""
    return f"{name}-{clock.machine_time().astimezone(clock.SHANGHAI):%Y-%m-%d-%H%M%S}.zip"


def _about() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "release": tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"],
        "made_at": clock.now().isoformat(),
        "database": connection.vendor,
        "migrations": tables.migrations(),
    }


def _write_table(archive: ZipFile, table: tables.Table) -> dict[str, Any]:
    total = tables.Sum()
    with archive.open(member_of(table.name), "w", force_zip64=True) as member:
        for line in table.lines():
            total.add(line)
            member.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return total.value


def member_of(table: str) -> str:
    return f"tables/{table}.jsonl"


def _write_files(archive: ZipFile) -> dict[str, Any]:
    written = {}
    for name in stored.names():
        try:
            written[name] = _write_file(archive, name)
        except FileNotFoundError:  # a draft of yesterday, tidied away meanwhile
            continue
    return written


def _write_file(archive: ZipFile, name: str) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with default_storage.open(name) as stream, archive.open(f"files/{name}", "w", force_zip64=True) as member:
        for piece in stored.pieces(stream):
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return {"size": size, "sha256": digest.hexdigest()}


@contextmanager
def _appearing_whole(out: Path) -> Iterator[Path]:
    """A file beside `out` that takes its name when it is whole and on the disk; else it goes away."""
    part = out.with_name(f".{out.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=OURS_ALONE)
        yield part
        _to_the_disk(part)
        part.replace(out)
        _to_the_disk(out.parent)
    finally:
        part.unlink(missing_ok=True)


def _to_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
