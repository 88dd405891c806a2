"""A backup that is looked at: whether it is one, whole and of this release; its lines and files."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile
from zlib import error as BrokenStream

from django.utils.translation import gettext as _

from parkdesk.management.archive import stored, tables
from parkdesk.management.archive.packing import FORMAT, MANIFEST, SEAL, member_of


class Unfit(Exception):
    """This file cannot be restored here; the message says why in plain words."""


class Backup:
    """An open archive. Everything that is read from it is compared with its manifest."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.manifest: dict[str, Any] = self._read_manifest()

    def _read_manifest(self) -> dict[str, Any]:
        names = self._archive.namelist()
        if MANIFEST not in names or SEAL not in names:
            raise Unfit(_("This is no backup of a parkdesk house, or its end is missing."))
        text = self._archive.read(MANIFEST)
        if hashlib.sha256(text).hexdigest() != self._archive.read(SEAL).decode():
            raise Unfit(_("The backup’s list of contents has been changed."))
        manifest: dict[str, Any] = json.loads(text)
        if manifest["format"] != FORMAT:
            raise Unfit(_("The backup has a form that this release does not know."))
        return manifest

    def check(self) -> None:
        """Read everything once. Raises Unfit at the first part that is damaged, missing or too much."""
        listed = {MANIFEST, SEAL, *map(member_of, self.manifest["tables"])}
        listed |= {f"files/{name}" for name in self.manifest["files"]}
        differing = listed.symmetric_difference(self._archive.namelist())
        if differing:
            raise Unfit(_("The backup lacks a part, or holds one too much: %(part)s.") % {"part": min(differing)})
        for table, expected in self.manifest["tables"].items():
            _same(member_of(table), self._sum_of(table), expected)
        for name, expected in self.manifest["files"].items():
            self._check_file(name, expected)

    def _sum_of(self, table: str) -> dict[str, Any]:
        total = tables.Sum()
        for line in self.lines(table):
            total.add(line)
        return total.value

    def _check_file(self, name: str, expected: dict[str, Any]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.file(name) as stream:
            for piece in stored.pieces(stream):
                digest.update(piece)
                size += len(piece)
        _same(name, {"size": size, "sha256": digest.hexdigest()}, expected)
        if not stored.is_safe(name):
            raise Unfit(_("The backup holds a file whose name leads elsewhere: %(name)s.") % {"name": name})

    def lines(self, table: str) -> Iterator[dict[str, Any]]:
        with self._archive.open(member_of(table)) as member:
            for line in member:
                yield json.loads(line)

    def file(self, name: str) -> IO[bytes]:
        return self._archive.open(f"files/{name}")


def _same(part: str, found: dict[str, Any], expected: dict[str, Any]) -> None:
    if found != expected:
        raise Unfit(_("The backup is damaged: %(part)s is not what it was.") % {"part": part})


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup in this file. Raises Unfit when it is none, or turns out damaged while it is read."""
    try:
        with ZipFile(path) as archive:
            yield Backup(archive)
    except FileNotFoundError:
        raise Unfit(_("There is no file %(path)s.") % {"path": path}) from None
    except (BadZipFile, BrokenStream, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Unfit(_("The backup is damaged: %(part)s is not what it was.") % {"part": error}) from error
