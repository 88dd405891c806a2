"""The platforms by name, and the demonstration's inbox, which is one more."""

from typing import Any

from parkdesk.core.channels.dingtalk import DingTalk
from parkdesk.core.channels.feishu import Feishu
from parkdesk.core.channels.platforms import Platform, Secrets
from parkdesk.core.channels.wecom import WeCom


class Inbox(WeCom):
    """The demonstration's inbox shows the messages themselves: nothing leaves the house."""

    code = "inbox"

    def is_address(self, url: str) -> bool:
        return not url

    def call(self, to: Secrets, title: str, text: str, stamp: float) -> None:
        """Nothing to do."""


PLATFORMS: dict[str, Platform] = {one.code: one for one in (WeCom(), DingTalk(), Feishu(), Inbox())}


def of(robot: Any) -> Platform:
    """The platform of a robot."""
    return PLATFORMS[robot.kind]
