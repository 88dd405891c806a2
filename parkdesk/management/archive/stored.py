"""The files of the house, wherever its storage keeps them: a folder of this machine or a bucket elsewhere."""

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import default_storage

PIECE = 1024 * 1024


def names(folder: str = "") -> Iterator[str]:
    """Every stored file, by its name in the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for inner in sorted(folders):
        yield from names(f"{folder}/{inner}" if folder else inner)


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def summed(name: str) -> dict[str, int | str]:
    """Size and hash of a stored file."""
    digest, size = hashlib.sha256(), 0
    with default_storage.open(name) as stream:
        for piece in pieces(stream):
            digest.update(piece)
            size += len(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def is_safe(name: str) -> bool:
    """Whether a name out of an archive stays inside the storage."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name
