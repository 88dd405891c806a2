"""What the three platforms of group robots have in common.

A text is a little Markdown: `**bold**`, `[word](url)`, `> ` at the head of a line.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from parkdesk.core.channels import outward

Words = Any  # text that is translated when it is shown


@dataclass(frozen=True)
class Secrets:
    """Where a robot listens and what it signs with."""

    url: str
    secret: str = ""


class Refused(Exception):
    """The platform answered that it did not take the message: its code and words, without any address."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"{code} {said[:200]}".strip())
        self.code = code


class Platform:
    """One platform: its hosts, its payload, its signature, its limits and its error codes."""

    code = ""
    hosts: frozenset[str] = frozenset()
    path = ""
    # Of the answer: the field that is 0 when the message was taken, and the one with words.
    verdict: tuple[str, str] = ("errcode", "errmsg")
    # Codes that mean "too often": the platform then listens to nobody for some minutes.
    too_often: frozenset[int] = frozenset()
    reasons: Mapping[int, Words] = {}

    def is_address(self, url: str) -> bool:
        """Whether a robot of this platform may stand at this address."""
        if not outward.is_allowed(url, self.hosts, tuple(settings.PARKDESK_OUTWARD_ORIGINS)):
            return False
        return self.path in url

    def payload(self, title: str, text: str) -> dict[str, Any]:
        """The message in the platform's own shape, unsigned."""
        raise NotImplementedError

    def signed(self, to: Secrets, said: dict[str, Any], stamp: float) -> tuple[str, dict[str, Any]]:
        """Address and payload with the signature of this moment (seconds since 1970)."""
        return to.url, said

    def fits(self, title: str, text: str) -> bool:
        """Whether the platform takes a message of this length."""
        raise NotImplementedError

    def call(self, to: Secrets, title: str, text: str, stamp: float) -> None:
        """Send one message. Raises NotAllowed, Unreachable or Refused; nothing means that it was taken."""
        if not self.is_address(to.url):
            raise outward.NotAllowed(self.code)
        url, said = self.signed(to, self.payload(title, text), stamp)
        answer = outward.post_json(url, body_of(said))
        number, words = self.verdict
        if answer.get(number) != 0:
            raise Refused(_number(answer.get(number)), str(answer.get(words, "")))

    def explain(self, error: str) -> str:
        """What an error that was kept means, and how to mend it; empty when nobody here knows."""
        code = error.partition(" ")[0]
        reason = self.reasons.get(int(code)) if code.lstrip("-").isdigit() else None
        return str(reason or _SHARED.get(code, lambda: "")())


_SHARED = {
    "Unreachable": lambda: _("The platform did not answer. It is tried again by itself."),
    "NotAllowed": lambda: _("This address does not belong to the platform. Copy it once more from the group."),
}


def body_of(said: dict[str, Any]) -> bytes:
    """JSON as it is sent: Chinese as it is, no spaces."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _number(code: Any) -> int:
    return code if isinstance(code, int) else -1
