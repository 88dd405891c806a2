"""WeCom (企业微信) group robots: Markdown of at most 4,096 bytes, 20 messages a minute, the key in the address."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from parkdesk.core.channels.platforms import Platform

MOST_BYTES = 4096


class WeCom(Platform):
    code = "wecom"
    hosts = frozenset({"qyapi.weixin.qq.com"})
    path = "/cgi-bin/webhook/send?"
    too_often = frozenset({45009})
    reasons = {
        93000: _("The address is no longer valid: the robot was removed from the group or its key was replaced."),
        45009: _("Too many messages in a minute. It is tried again by itself after a pause."),
        40058: _("The platform did not understand the message."),
        301019: _("The platform did not understand the message."),
    }

    def payload(self, title: str, text: str) -> dict[str, Any]:
        return {"msgtype": "markdown", "markdown": {"content": text}}

    def fits(self, title: str, text: str) -> bool:
        return len(text.encode()) <= MOST_BYTES
