"""Bytes of mails as text, whatever their charset says of itself; pure, never raises."""

import base64
import binascii
import re
from collections.abc import Iterator

# Charsets that mails really use. Others are left out on purpose: some of Python's take minutes for a megabyte.
_KNOWN = re.compile(
    r"^(?:utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-?\d{1,2}|(?:windows-|cp)125\d|big5(?:-?hkscs)?"
    r"|shift[-_]jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|koi8-[ru]|hz(?:-gb-2312)?|gb18030)$",
    re.IGNORECASE,
)
# What calls itself GB 2312 or GBK is often more than that; GB 18030 holds both.
_GB = re.compile(r"^(?:x-)?(?:gb[-_]?2312(?:-80)?|gbk|cp936|ms936|euc-cn)$", re.IGNORECASE)
_ENCODED = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_BETWEEN_ENCODED = re.compile(r"\?=\s+=\?")
_GUESSES = ("utf-8", "gb18030")


def text_of(content: bytes, charset: str = "") -> str:
    """The text of some bytes: by the charset they name, else UTF-8, else GB 18030; unreadable signs become �."""
    for name in filter(None, (_codec(charset), *_GUESSES)):
        try:
            return _clean(content.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return _clean(content.decode(_codec(charset) or "utf-8", "replace"))


def header_text(raw: str) -> str:
    """A header as people read it: RFC 2047 words decoded, bare bytes guessed, line breaks folded to spaces."""
    plain = text_of(raw.encode("utf-8", "surrogateescape"))
    joined = _BETWEEN_ENCODED.sub("?==?", re.sub(r"\s*\r?\n\s+", " ", plain))
    return _clean("".join(_pieces(joined))).strip()


def _pieces(text: str) -> Iterator[str]:
    """Words that follow one another in one charset are decoded together: one sign may be cut in two."""
    charset, gathered, end = "", b"", 0
    for found in _ENCODED.finditer(text):
        if found.start() > end or found[1].lower() != charset:
            yield text_of(gathered, charset)
            yield text[end : found.start()]
            gathered = b""
        charset, end = found[1].lower(), found.end()
        gathered += _bytes_of(found[2], found[3])
    yield text_of(gathered, charset)
    yield text[end:]


def _bytes_of(kind: str, said: str) -> bytes:
    try:
        if kind.lower() == "q":
            return binascii.a2b_qp(said, header=True)
        return base64.b64decode(said + "=" * (-len(said) % 4))
    except (binascii.Error, ValueError):
        return said.encode()


def _codec(charset: str) -> str:
    name = charset.strip("\"' ").lower()
    if _GB.match(name):
        return "gb18030"
    return name if _KNOWN.match(name) else ""


def _clean(text: str) -> str:
    """Without what no database takes, and without signs that only steer a screen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]", "", text)
