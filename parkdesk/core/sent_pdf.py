"""A PDF that somebody sent, written anew page by page (quality 13): what prints is kept, what acts is not.

Refused in words: what is locked with a password, cut off, too long, signed electronically (writing it anew would
break that signature), or holds a script, a start of programs, embedded files or moving pictures. Left out without a
word: links, bookmarks, who wrote it with what, tags, and whatever stands before, between or behind the pages.
"""

import io
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from parkdesk.core.refused import Refused

START, END = b"%PDF-", b"%%EOF"
END_WITHIN = 1024
MAX_PAGES = 100
MAX_OBJECTS = 100_000
LONGEST_TITLE = 80
OF_A_PAGE = frozenset(
    {"/Type", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group", "/UserUnit"}
)  # fmt: skip
OF_A_STAMP = ("/Rect", "/AS", "/F")
# Keys that say what a file does, apart from what it looks like. What they lead to is refused.
SCRIPTS = frozenset({"/JS", "/JavaScript", "/XFA"})
ENCLOSED = frozenset({"/EmbeddedFiles", "/EF", "/RichMediaContent", "/3DD"})
# Values of /S (what an action does), /Type and /Subtype.
ACTS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/Sound", "/Movie"})
HOLDS = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Screen", "/Sound", "/Movie", "/3D"})
# Structure of the text for readers, and the way back up: wide, and left out of what is written.
NOT_WALKED = frozenset({"/StructTreeRoot", "/Parent", "/P"})


@dataclass(frozen=True)
class Paper:
    """A PDF as it is kept."""

    content: bytes
    pages: int


def is_meant(content: bytes) -> bool:
    """Whether the content begins as a PDF."""
    return content.startswith(START)


def title_of(name: str) -> str:
    """The name of an upload as words: no path, no ending, nothing that does not print; at most 80 characters."""
    stem = PurePosixPath(name.replace("\\", "/")).name.removesuffix(".pdf").removesuffix(".PDF")
    shown = "".join(one for one in stem if not unicodedata.category(one).startswith("C"))
    return " ".join(shown.split())[:LONGEST_TITLE]


def made_anew(content: bytes) -> Paper:
    """The pages alone, with all that stands on them. Raises Refused."""
    if END not in content[-END_WITHIN:]:
        raise Refused(_unreadable())
    try:
        return _rewrite(content)
    except Refused:
        raise
    except Exception as error:  # whatever a broken or hostile file makes the reader raise, it is no PDF for us
        raise Refused(_unreadable()) from error


def _rewrite(content: bytes) -> Paper:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Refused(_("This PDF is locked with a password. Please save it without one and choose it again."))
    pages = len(reader.pages)
    if not 0 < pages <= MAX_PAGES:
        raise Refused(_wrong_length(pages))
    _refuse_what_acts(reader.trailer)
    writer = PdfWriter()
    for page in reader.pages:
        _strip(page)
        writer.add_page(page)
    return Paper(_written(writer), pages)


def _strip(page: DictionaryObject) -> None:
    """What prints: the page itself, and of stamps, notes and filled fields what they look like."""
    stamps = ArrayObject(_stamp(note) for note in _notes(page) if _looks(note))
    for key in set(page) - OF_A_PAGE:
        del page[key]
    if stamps:
        page[NameObject("/Annots")] = stamps


def _notes(page: DictionaryObject) -> list[Any]:
    return [one.get_object() for one in page["/Annots"]] if "/Annots" in page else []


def _looks(note: Any) -> bool:
    if not isinstance(note, DictionaryObject) or "/AP" not in note or "/Rect" not in note:
        return False
    looks: Any = note["/AP"]
    return "/N" in looks


def _stamp(note: DictionaryObject) -> DictionaryObject:
    kept = {NameObject(key): note.raw_get(key) for key in OF_A_STAMP if key in note}
    looks = DictionaryObject({NameObject("/N"): note["/AP"].raw_get("/N")})
    names = {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Stamp")}
    return DictionaryObject({**names, **kept, NameObject("/AP"): looks})


def _written(writer: PdfWriter) -> bytes:
    """The file; streams that stood in it as plain bytes are packed, so that nothing can be read out of them."""
    writer.metadata = None
    for number, one in enumerate(writer._objects):
        if isinstance(one, StreamObject) and "/Filter" not in one:
            writer._objects[number] = one.flate_encode()
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _refuse_what_acts(trailer: DictionaryObject) -> None:
    """Look at every object that can be reached."""
    waiting: list[Any] = [trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        waiting.extend(_below(one))
        if len(seen) > MAX_OBJECTS:
            raise Refused(_unreadable())


def _below(one: Any) -> list[Any]:
    """What an object leads to. Raises Refused for one that acts."""
    if isinstance(one, DictionaryObject):
        _refuse_if_it_acts(one)
        return [one.raw_get(key) for key in one if key not in NOT_WALKED]
    return list(list.__iter__(one)) if isinstance(one, ArrayObject) else []


def _refuse_if_it_acts(one: DictionaryObject) -> None:
    does, holds = _named(one, "/S"), {_named(one, "/Type"), _named(one, "/Subtype")}
    if SCRIPTS & set(one) or does in ACTS:
        raise Refused(_("This PDF holds a script or starts something. Please print it to a new PDF and choose that."))
    if ENCLOSED & set(one) or holds & HOLDS:
        raise Refused(_("Other files are hidden in this PDF. Please print it to a new PDF and choose that."))
    if "/ByteRange" in one:
        raise Refused(
            _("This PDF is signed electronically, and storing it here would break the signature. Keep the file "
              "itself, and choose a print of it.")
        )  # fmt: skip


def _named(one: DictionaryObject, key: str) -> str:
    """The name under a key, also where the file keeps it elsewhere."""
    return str(one[key]) if key in one else ""


def _wrong_length(pages: int) -> str:
    if not pages:
        return _("This PDF has no pages.")
    return _("This PDF has more than %(most)s pages. Please split it.") % {"most": MAX_PAGES}


def _unreadable() -> str:
    return _("This PDF cannot be read. Please save or scan it once more and choose it again.")
