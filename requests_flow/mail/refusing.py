"""Why a mail is dropped instead of becoming a need: machines that write by themselves, loops, lists, floods; pure."""

from email.utils import parseaddr

from django.conf import settings

from requests_flow.mail.reading import Letter
from requests_flow.models.mail import Reason

OWN_ID_ENDS = "@parkdesk"
MOST_HOPS = 50
LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list")
DAEMONS = ("mailer-daemon", "postmaster")


def why_dropped(letter: Letter, *, envelope_sender: str | None) -> str:
    """The reason, or an empty text for a mail that somebody wrote. `envelope_sender` is None where it is not known."""
    return next((reason for reason, is_so in _RULES if is_so(letter, envelope_sender)), "")


def _is_own(letter: Letter, _envelope: str | None) -> bool:
    """Our own words came back: our message id, our address, our mark, or a mail that has gone round too often."""
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    loops = {one.lower() for one in letter.headers.get("x-loop", [])}
    is_ours = letter.message_id.endswith(OWN_ID_ENDS) or letter.sender == own or own in loops
    return is_ours or len(letter.headers.get("received", [])) > MOST_HOPS


def _is_bounce(letter: Letter, envelope: str | None) -> bool:
    """The null sender (RFC 5321, 4.5.5), a report on delivery (RFC 3462), a mailer daemon."""
    is_null = envelope == "" or letter.header("return-path").replace(" ", "") == "<>"
    return is_null or letter.kind == "multipart/report" or letter.sender.partition("@")[0] in DAEMONS


def _is_automatic(letter: Letter, _envelope: str | None) -> bool:
    """Written by a machine: RFC 3834, the older Precedence, Microsoft's header.

    An address that nobody reads ("noreply") is none: other systems send their tickets from such.
    """
    submitted = letter.header("auto-submitted").partition(";")[0].strip().lower()
    suppressed = letter.header("x-auto-response-suppress").strip().lower()
    precedence = letter.header("precedence").strip().lower()
    is_said = (
        submitted not in {"", "no"} or suppressed not in {"", "none"} or precedence in {"bulk", "junk", "auto_reply"}
    )
    return is_said or "x-autoreply" in letter.headers


def _is_list(letter: Letter, _envelope: str | None) -> bool:
    return letter.header("precedence").strip().lower() == "list" or any(name in letter.headers for name in LIST_HEADERS)


def _is_empty(letter: Letter, _envelope: str | None) -> bool:
    return not (letter.words or letter.subject or letter.enclosures)


def _has_no_sender(letter: Letter, _envelope: str | None) -> bool:
    return not letter.sender


_RULES = (
    (Reason.LOOP, _is_own),
    (Reason.BOUNCE, _is_bounce),
    (Reason.AUTOMATIC, _is_automatic),
    (Reason.LIST, _is_list),
    (Reason.NO_SENDER, _has_no_sender),
    (Reason.EMPTY, _is_empty),
)
