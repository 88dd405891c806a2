"""What the house needs from other machines: the certificate that stands before it, and the mail server."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from parkdesk.condition.finding import Finding, span
from parkdesk.core import clock
from parkdesk.core.channels.email import PRINTS

PATIENCE = 5  # seconds
RENEW_BEFORE = timedelta(days=14)


def from_outside() -> list[Finding]:
    """The findings that ask other machines; nothing is sent."""
    return [certificate(), mail()]


def certificate(context: ssl.SSLContext | None = None) -> Finding:
    """How long the certificate of PARKDESK_PUBLIC_URL is good, as a browser would see it."""
    label, parts = _("Certificate"), urlsplit(settings.PUBLIC_URL)
    if parts.scheme != "https":
        said = _("%(url)s has none: what people write goes over the network unprotected.")
        return Finding("certificate", label, said % {"url": settings.PUBLIC_URL}, not settings.PARKDESK_DEMO)
    try:
        ends = _end_of(parts.hostname or "", parts.port or 443, context or ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        said = _("Browsers do not trust %(host)s: %(why)s.")
        return Finding("certificate", label, said % {"host": parts.hostname, "why": error.verify_message}, True)
    except OSError as error:
        said = _("%(host)s does not answer: %(why)s.")
        return Finding("certificate", label, said % {"host": parts.hostname, "why": error.strerror or error}, True)
    left = ends - clock.machine_time()
    return Finding("certificate", label, _("Good for another %(span)s.") % {"span": span(left)}, left < RENEW_BEFORE)


def _end_of(host: str, port: int, context: ssl.SSLContext) -> datetime:
    plain = socket.create_connection((host, port), PATIENCE)
    with plain, context.wrap_socket(plain, server_hostname=host) as line:
        said = line.getpeercert() or {}
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(said["notAfter"])), UTC)


def mail() -> Finding:
    """Whether the mail server lets us in. Sends nothing."""
    label = _("Mail")
    if settings.EMAIL_BACKEND == PRINTS:
        said = _("Mails are only printed: name a mail server in EMAIL_URL.")
        return Finding("mail", label, said, not settings.PARKDESK_DEMO)
    line = get_connection()
    try:
        line.open()
        line.close()
    except OSError as error:  # also what SMTP servers refuse (SMTPException)
        return Finding("mail", label, _("The mail server refuses us: %(why)s.") % {"why": type(error).__name__}, True)
    return Finding("mail", label, _("The mail server lets us in."))


def send_mail_to(address: str) -> Finding:
    """One mail to the administrator's own address, because it was asked for."""
    body = _("The desk can reach you this way. Nothing else has happened.")
    try:
        EmailMessage(_("A test of the desk"), body, to=[address]).send()
    except OSError as error:
        why = {"why": type(error).__name__}
        return Finding("mail", _("Mail"), _("The test did not go out: %(why)s.") % why, True)
    return Finding("mail", _("Mail"), _("The test went out. Look whether it has arrived."))
