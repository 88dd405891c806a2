"""The other houses through which somebody may sign in: what each needs, which are open now, and for whom."""

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parkdesk.core.channels.base import Lack

SECRET = _("The secret that belongs to it.")
IN_WECHAT = "MicroMessenger"


@dataclass(frozen=True)
class Door:
    """One way in: the provider behind it, and the settings it needs, each with the words that say where to get it."""

    provider: str
    label: Any
    needs: tuple[tuple[str, Any], ...]
    scope: tuple[str, ...] = ()
    authorize: str = ""

    def lacks(self) -> list[Lack]:
        return [Lack(name, how) for name, how in self.needs if not getattr(settings, name)]

    @property
    def is_open(self) -> bool:
        return not self.lacks()

    def app(self) -> SocialApp:
        """What allauth wants to know; nothing of it stands in the database."""
        values = [getattr(settings, name) for name, _how in self.needs]
        app = SocialApp(provider=self.provider, name=str(self.label), client_id=values[0], secret=values[-1])
        app.settings = {"authorize": self.authorize, "scope": list(self.scope), "all": values}
        if self.provider == "openid_connect":
            app.provider_id, app.client_id, app.name = "oidc", values[1], settings.PARKDESK_OIDC_NAME
            app.settings |= {"server_url": values[0], "oauth_pkce_enabled": True}
        return app


WECHAT_WEB = Door(
    "wechat", _("WeChat, by QR code on a computer"),
    (("PARKDESK_WECHAT_WEB_ID", _("AppID of a website application at open.weixin.qq.com.")),
     ("PARKDESK_WECHAT_WEB_SECRET", SECRET)),
    ("snsapi_login",), "https://open.weixin.qq.com/connect/qrconnect",
)  # fmt: skip
WECHAT_INAPP = Door(
    "wechat", _("WeChat, inside the app"),
    (("PARKDESK_WECHAT_INAPP_ID", _("AppID of the verified official account at mp.weixin.qq.com.")),
     ("PARKDESK_WECHAT_INAPP_SECRET", SECRET)),
    ("snsapi_userinfo",), "https://open.weixin.qq.com/connect/oauth2/authorize",
)  # fmt: skip
WECOM = Door(
    "wecom", _("WeCom"),
    (("PARKDESK_WECOM_CORP", _("The corporation's id (CorpID).")),
     ("PARKDESK_WECOM_AGENT", _("AgentId of the application.")),
     ("PARKDESK_WECOM_SECRET", SECRET)),
    ("snsapi_base",), "https://login.work.weixin.qq.com/wwlogin/sso/login",
)  # fmt: skip
DINGTALK = Door(
    "dingtalk", _("DingTalk"),
    (("PARKDESK_DINGTALK_ID", _("Client ID of an internal application at open.dingtalk.com.")),
     ("PARKDESK_DINGTALK_SECRET", SECRET)),
    ("openid", "corpid"),
)  # fmt: skip
FEISHU = Door(
    "feishu", _("Feishu"),
    (("PARKDESK_FEISHU_ID", _("App ID of an internal application at open.feishu.cn.")),
     ("PARKDESK_FEISHU_SECRET", SECRET)),
)  # fmt: skip
OIDC = Door(
    "openid_connect", "OpenID Connect",
    (("PARKDESK_OIDC_URL", _("Address of the provider, without /.well-known.")),
     ("PARKDESK_OIDC_ID", _("The client's id there.")),
     ("PARKDESK_OIDC_SECRET", SECRET)),
    ("openid",),
)  # fmt: skip
ALL = (WECHAT_WEB, WECHAT_INAPP, WECOM, DINGTALK, FEISHU, OIDC)


def open_for(request: HttpRequest) -> list[Door]:
    """The doors that are open in this browser: inside WeChat its own, on a computer the one with the QR code."""
    is_inside = IN_WECHAT in request.headers.get("User-Agent", "")
    wrong = WECHAT_WEB if is_inside else WECHAT_INAPP
    return [one for one in ALL if one is not wrong and one.is_open]


def find(request: HttpRequest, provider: str) -> Door | None:
    """The open door of this provider; None where its keys are not set."""
    return next((one for one in open_for(request) if one.provider == provider), None)
