"""DingTalk (钉钉) group robots: Markdown of at most 20,000 bytes, 20 messages a minute, signature or keyword.

Signature: BASE64(HMAC-SHA256(secret, "timestamp\\nsecret")), percent-encoded, with the milliseconds, in the address.
"""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import quote_plus

from django.utils.translation import gettext_lazy as _

from parkdesk.core.channels.platforms import Platform, Secrets, body_of

MOST_BYTES = 20_000


class DingTalk(Platform):
    code = "dingtalk"
    hosts = frozenset({"oapi.dingtalk.com"})
    path = "/robot/send?"
    too_often = frozenset({130101, 410100, 90030})
    reasons = {
        310000: _("A safety setting of the robot refused it: keyword, signing secret or the list of addresses."),
        130101: _("Too many messages in a minute. It is tried again by itself after a pause."),
        410100: _("Too many messages in a minute. It is tried again by itself after a pause."),
        90030: _("Too many messages in a minute. It is tried again by itself after a pause."),
        400013: _("The group was dissolved."),
        400101: _("The address is no longer valid: the robot was removed from the group or its key was replaced."),
        400102: _("The robot was switched off in the group."),
        400106: _("The address is no longer valid: the robot was removed from the group or its key was replaced."),
    }

    def payload(self, title: str, text: str) -> dict[str, Any]:
        """Two spaces at the end of a line break it; `title` is what the list of chats shows."""
        lines = [f"{line}  " if line else "" for line in text.split("\n")]
        return {"msgtype": "markdown", "markdown": {"title": title, "text": "\n".join(lines)}}

    def signed(self, to: Secrets, said: dict[str, Any], stamp: float) -> tuple[str, dict[str, Any]]:
        if not to.secret:
            return to.url, said
        milliseconds = int(stamp * 1000)
        return f"{to.url}&timestamp={milliseconds}&sign={quote_plus(sign(to.secret, milliseconds))}", said

    def fits(self, title: str, text: str) -> bool:
        return len(body_of(self.payload(title, text))) <= MOST_BYTES


def sign(secret: str, milliseconds: int) -> str:
    """Secret as key, `milliseconds\\nsecret` as message; Base64, not yet percent-encoded."""
    said = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()
