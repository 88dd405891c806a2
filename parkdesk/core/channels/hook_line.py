"""One signed POST to another system: https only, to the very address that was looked at, nowhere inside a network.

A name is resolved once; every address that it has must be public, and the connection goes to one of them. So a name
that says something else a moment later (DNS rebinding) leads nowhere. No redirect is followed, no proxy is asked.
"""

import http.client
import ipaddress
import socket
import ssl
from threading import Timer
from urllib.parse import urlsplit

from standardwebhooks import Webhook

from parkdesk.core import clock
from parkdesk.core.channels.outward import NotAllowed, Unreachable
from parkdesk.core.models import HookMessage

PORT = 443
TIMEOUT = 5  # seconds for each of connecting and reading
PATIENCE = 15  # seconds for all of it: an answer that drips is none
LONGEST_ANSWER = 64 * 1024
GONE = 410


class Gone(Unreachable):
    """The other system says that nobody is there any more (410): it is asked no more."""


def is_address(url: str) -> bool:
    """Whether this is an https address on its usual port, with a host, without a name and password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https" and bool(parts.hostname) and port in {None, PORT}
        and parts.username is None and parts.password is None
    )  # fmt: skip


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet; an IPv4 address inside an IPv6 one counts as itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if isinstance(found, ipaddress.IPv6Address) and found in ipaddress.ip_network("64:ff9b::/96"):
        inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
    found = inner or found
    # Of IPv6 only 2000::/3 is handed out; old ways to write a private address (::127.0.0.1, fec0::1) lie outside it.
    is_given = isinstance(found, ipaddress.IPv4Address) or found in ipaddress.ip_network("2000::/3")
    return is_given and found.is_global and not found.is_multicast


def addresses_of(host: str, port: int) -> list[str]:
    """Every address that a name has. Raises NotAllowed when one of them is not public, Unreachable without any."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise Unreachable("the name is not known") from None
    if not found or not all(is_public(one) for one in found):
        raise NotAllowed("the address leads into a private network")
    return found


class _Line(http.client.HTTPSConnection):
    """A connection to an address that was looked at; the certificate must be that of the name."""

    def __init__(self, host: str, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, PORT, timeout=TIMEOUT, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)

    def hang_up(self) -> None:
        if self.sock is not None:
            self.sock.close()


def post(message: HookMessage) -> None:
    """Send one message; any 2xx means that it arrived. Raises NotAllowed, Gone or Unreachable."""
    parts = urlsplit(message.hook.url)
    if not is_address(message.hook.url):
        raise NotAllowed("only https")
    address = addresses_of(str(parts.hostname), PORT)[0]
    line = _Line(str(parts.hostname), address, ssl.create_default_context())
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status = _ask(line, target, message)
    if status == GONE:
        raise Gone("HTTP 410")
    if not 200 <= status < 300:
        raise Unreachable(f"HTTP {status}")


def _ask(line: _Line, target: str, message: HookMessage) -> int:
    """The status of the answer, within PATIENCE."""
    end = Timer(PATIENCE, line.hang_up)
    end.daemon = True
    end.start()
    try:
        line.request("POST", target, message.body.encode(), _headers(message))
        answer = line.getresponse()
        answer.read(LONGEST_ANSWER)
        return answer.status
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        raise Unreachable(type(error).__name__) from None
    finally:
        end.cancel()
        line.close()


def _headers(message: HookMessage) -> dict[str, str]:
    now = clock.machine_time()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "parkdesk",
        "webhook-id": message.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(message.hook.secret).sign(message.message_id, now, message.body),
    }
