"""Lists that were brought in and name somebody who is erased: their files and rows go at once (decisions 10).

A file is nobody's to write anew, so it goes whole; what it changed in the directory stays.
"""

import codecs
import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from enterprises.imports import layouts
from enterprises.imports.starting import forget
from enterprises.models import DirectoryImport
from parkdesk.core.marks import Marks

PIECE, OVERLAP = 1024 * 1024, 300
# Whichever it was written in: letters of another alphabet read wrong, and do no harm.
ENCODINGS = ("utf-8", "gb18030", "utf-16")


def forget_lists_with(marks: Marks) -> int:
    """Forget every import in whose file one of these marks stands, in whatever sheet or column. Returns how many."""
    kept = DirectoryImport.objects.exclude(file="").order_by("pk") if marks else ()
    found = [job for job in kept if _holds(job, marks)]
    for job in found:
        forget(job)
    return len(found)


def _holds(job: DirectoryImport, marks: Marks) -> bool:
    try:
        with layouts.on_disk(job) as path:
            return any(marks.are_in(text) for text in _texts(path))
    except FileNotFoundError:
        return False


def _texts(path: Path) -> Iterator[str]:
    """All that stands in a file, piece by piece: a workbook is an archive of texts."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as file:
                    yield from _pieces(cast("IO[bytes]", file), "utf-8")
        return
    for encoding in ENCODINGS:
        with cast("IO[bytes]", gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as file:
            yield from _pieces(file, encoding)


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    decoder, rest = codecs.getincrementaldecoder(encoding)("replace"), ""
    while chunk := file.read(PIECE):
        text = rest + decoder.decode(chunk)
        yield text
        rest = text[-OVERLAP:]
