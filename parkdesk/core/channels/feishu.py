"""Feishu (飞书) group robots: rich text in a body of at most 20,000 bytes, 100 messages a minute; we keep to 20.

Signature: BASE64(HMAC-SHA256("timestamp\\nsecret", "")), with the seconds, in the body.
"""

import base64
import hashlib
import hmac
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkdesk.core.channels.platforms import Platform, Secrets, body_of

MOST_BYTES = 20_000
ROOM_FOR_SIGNATURE = 100
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


class Feishu(Platform):
    code = "feishu"
    hosts = frozenset({"open.feishu.cn", "open.larksuite.com"})
    path = "/open-apis/bot/v2/hook/"
    verdict = ("code", "msg")
    too_often = frozenset({11232})
    reasons = {
        9499: _("The platform did not understand the message."),
        11232: _("Too many messages in a minute. It is tried again by itself after a pause."),
        19001: _("The address is no longer valid: the robot was removed from the group or its key was replaced."),
        19021: _("The signature does not fit: compare the signing secret, and the clock of this machine."),
        19022: _("The address of this machine is not on the robot’s list."),
        19024: _("The robot’s keyword is missing: enter it here as it stands in the group."),
    }

    def payload(self, title: str, text: str) -> dict[str, Any]:
        """Bold and quotes are no part of Feishu's rich text; the words stay, links become links."""
        plain = [line.removeprefix("> ").replace("**", "") for line in text.split("\n")]
        content = [_spans(line) for line in plain if line]
        return {"msg_type": "post", "content": {"post": {"zh_cn": {"title": title, "content": content}}}}

    def signed(self, to: Secrets, said: dict[str, Any], stamp: float) -> tuple[str, dict[str, Any]]:
        if not to.secret:
            return to.url, said
        seconds = int(stamp)
        return to.url, {"timestamp": str(seconds), "sign": sign(to.secret, seconds), **said}

    def fits(self, title: str, text: str) -> bool:
        return len(body_of(self.payload(title, text))) + ROOM_FOR_SIGNATURE <= MOST_BYTES


def sign(secret: str, seconds: int) -> str:
    """`seconds\\nsecret` as key, nothing as message; Base64."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def _spans(line: str) -> list[dict[str, str]]:
    found, end = [], 0
    for link in LINK.finditer(line):
        found += _words(line[end : link.start()])
        found.append({"tag": "a", "text": link[1], "href": link[2]})
        end = link.end()
    return [*found, *_words(line[end:])]


def _words(text: str) -> list[dict[str, str]]:
    return [{"tag": "text", "text": text}] if text else []
