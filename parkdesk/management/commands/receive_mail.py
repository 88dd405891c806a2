"""One mail from standard input becomes a need. The exit codes are those that mail servers know (sysexits.h)."""

import logging
import os
import sys
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from parkdesk.core.limits import TooMany
from requests_flow.mail.reading import Unreadable
from requests_flow.mail.receiving import MOST_BYTES, Received, receive

log = logging.getLogger(__name__)
EX_DATAERR, EX_TEMPFAIL = 65, 75
CHUNK = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Reads one message (RFC 5322) from standard input and makes it a need, or says why it was dropped. "
        "0: done or dropped; 65: this is no mail; 75: try again later, nothing was stored."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        raw, size = _whole(sys.stdin.buffer)
        try:
            done = receive(raw, size=size, envelope_sender=_envelope_sender())
        except Unreadable as broken:
            raise CommandError("this is no mail: it has no sender", returncode=EX_DATAERR) from broken
        except TooMany as flood:
            again = f"too many mails from this sender; try again in {flood.retry_after} s"
            raise CommandError(again, returncode=EX_TEMPFAIL) from flood
        except Exception as failure:  # whatever it is, the mail server keeps the message and brings it again
            name = type(failure).__name__  # its text may hold what was written
            log.error("a mail was not stored: %s", name)
            raise CommandError(f"nothing was stored ({name}); try again later", returncode=EX_TEMPFAIL) from failure
        self.stdout.write(_said(done))


def _whole(pipe: BinaryIO) -> tuple[bytes, int]:
    """(the message as far as it is kept, its size). All of it is read: a writer must not meet a closed pipe."""
    kept, size = bytearray(), 0
    while chunk := pipe.read(CHUNK):
        size += len(chunk)
        if len(kept) <= MOST_BYTES:
            kept += chunk
    return bytes(kept), size


def _envelope_sender() -> str | None:
    """Postfix says the envelope's sender in SENDER, empty for the null sender; others do not say it."""
    return os.environ.get("SENDER")


def _said(done: Received) -> str:
    mail = done.mail
    if not done.is_new:
        was = mail.need.reference if mail.need else f"dropped ({mail.reason})"
        return f"received before: {was}; nothing was stored"
    if mail.need is None:
        return f"dropped: {mail.reason}"
    return f"{mail.outcome}: {mail.need.reference}"
