"""One RFC 5322 message, read: who wrote it, what it says in their own words, what it carries. Asks no database."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import getaddresses

from requests_flow.mail.decoding import header_text, text_of
from requests_flow.mail.markup import QUOTED, UNSEEN, plain
from requests_flow.mail.own_words import is_forwarded, own_words

MOST_PARTS = 100
_ADDRESS = re.compile(r"^[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]{1,189}$")
_ID = re.compile(r"<([^<>\s]{1,250})>")
# What opens another level inside a message. Counted before it is parsed: Python's parser is slow on deep nests.
_LEVELS = re.compile(rb"boundary\s*\*?\s*=|message/(?:rfc822|partial|delivery-status)", re.IGNORECASE)


class Unreadable(Exception):
    """These bytes are no mail: they have no sender and no line that a mail begins with."""


class TooNested(Exception):
    """A mail within mails within mails: nobody writes so, it is made to hurt."""


@dataclass(frozen=True)
class Enclosure:
    """A file that came along."""

    name: str
    kind: str
    content: bytes

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/") and self.kind != "image/svg+xml"


@dataclass(frozen=True)
class Letter:
    """A mail, read. `whole` is all of its text, `words` what the sender wrote now. Header names are lower case."""

    headers: dict[str, list[str]]
    kind: str = "text/plain"
    whole: str = ""
    words: str = ""
    enclosures: list[Enclosure] = field(default_factory=list)

    def header(self, name: str) -> str:
        """The first header of this name, in lower case names; empty when there is none."""
        return self.headers.get(name, [""])[0]

    @property
    def subject(self) -> str:
        return self.header("subject")

    @property
    def sender(self) -> str:
        """The address of whoever wrote it, in lower case; empty when it names none."""
        found = [address.lower() for _name, address in getaddresses([self.header("from")])]
        return next((one for one in found if _ADDRESS.match(one)), "")

    @property
    def sender_name(self) -> str:
        return getaddresses([self.header("from")])[0][0].strip() if self.header("from") else ""

    @property
    def message_id(self) -> str:
        return next(iter(_ID.findall(self.header("message-id"))), "")

    @property
    def answers(self) -> list[str]:
        """The ids of the messages that this one answers."""
        return _ID.findall(" ".join([*self.headers.get("in-reply-to", []), *self.headers.get("references", [])]))[:50]


def head(raw: bytes) -> Letter:
    """The headers alone, for a message whose body is not to be read."""
    end = re.search(rb"\r?\n\r?\n", raw)
    return Letter(_headers(email.message_from_bytes(raw[: end.start() if end else len(raw)][:100_000])))


def read(raw: bytes) -> Letter:
    """Read a whole message. Raises Unreadable or TooNested."""
    if len(_LEVELS.findall(raw)) > MOST_PARTS:
        raise TooNested
    message = email.message_from_bytes(raw)
    headers = _headers(message)
    if "from" not in headers and "return-path" not in headers:
        raise Unreadable
    parts = list(_parts(message))
    whole, words = _texts(parts, header_text(headers.get("subject", [""])[0]))
    return Letter(
        headers, message.get_content_type(), whole, words, [_enclosure(one) for one in parts if _is_file(one)]
    )


def _headers(message: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, raw in list(message.raw_items())[:500]:
        found.setdefault(name.lower(), []).append(header_text(str(raw)[:20_000]))
    return found


def _parts(message: Message) -> Iterator[Message]:
    """The leaves in their order. A message within is a file, not a text. Raises TooNested."""
    stack, seen = [message], 0
    while stack:
        one, seen = stack.pop(), seen + 1
        if seen > 4 * MOST_PARTS:
            raise TooNested
        if one.get_content_maintype() == "multipart" and isinstance(one.get_payload(), list):
            stack.extend(reversed(one.get_payload()))
        else:
            yield one


def _is_file(part: Message) -> bool:
    is_named = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return is_named or part.get_content_maintype() not in {"text", "multipart"} or _is_odd_text(part)


def _is_odd_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_subtype() not in {"plain", "html"}


def _texts(parts: list[Message], subject: str) -> tuple[str, str]:
    """(all of the text, the sender's own words): the plain part, and where there is none the HTML part."""
    texts = [one for one in parts if not _is_file(one)]
    written = "\n\n".join(_text(one) for one in texts if one.get_content_subtype() == "plain").strip()
    if written:
        return written, written if is_forwarded(subject) else own_words(written)
    html = "\n".join(_text(one) for one in texts if one.get_content_subtype() == "html")
    whole = plain(html)
    if is_forwarded(subject):
        return whole, whole
    return whole, own_words(plain(html, without=UNSEEN | QUOTED) or whole)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return text_of(payload if isinstance(payload, bytes) else b"", str(part.get_param("charset") or ""))


def _enclosure(part: Message) -> Enclosure:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    name = re.split(r"[\\/]", header_text(str(part.get_filename() or "")))[-1]
    return Enclosure(name[:60], part.get_content_type(), content)
