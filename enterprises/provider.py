"""What allauth has to know of other houses; it looks for `provider_classes` here."""

import secrets
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider
from allauth.socialaccount.providers.feishu.provider import FeishuProvider
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from enterprises.signing_in import house_clients as clients
from enterprises.signing_in.names import stored_form


class Sparing:
    """Keeps nothing of what another house tells but who it is: no name, no picture, no address."""

    # Where a number stands that this house has verified; empty where it tells none that can be trusted.
    phone_field = ""

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        login = super().sociallogin_from_response(request, response)  # type: ignore[misc]
        told = str(response.get(self.phone_field) or "") if self.phone_field else ""
        login.phone = stored_form(told)
        return login


class WeChat(Sparing, OAuth2Provider):
    """One person has one union id over the website and the official account, where both are bound on the platform."""

    id = "wechat"
    name = "WeChat"
    account_class = ProviderAccount
    oauth2_adapter_class = clients.WeChatAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data.get("unionid") or f"{self.app.client_id}:{data['openid']}"


class WeCom(Sparing, OAuth2Provider):
    """Members of the one corporation alone."""

    id = "wecom"
    name = "WeCom"
    account_class = ProviderAccount
    oauth2_adapter_class = clients.WeComAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return f"{self.app.client_id}:{data['userid']}"


class DingTalk(Sparing, DingTalkProvider):
    phone_field = "mobile"
    oauth2_adapter_class = clients.DingTalkAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data["unionId"]


class Feishu(Sparing, FeishuProvider):
    phone_field = "mobile"
    oauth2_adapter_class = clients.FeishuAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data["open_id"]


class OpenId(Sparing, OpenIDConnectProvider):
    """A word of our own goes along (nonce), that the signed token has to bear: one of another sign-in does not fit."""

    oauth2_adapter_class = clients.OpenIdAdapter

    def redirect(self, request: HttpRequest, process: str, **more: Any) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        return super().redirect(
            request, process, auth_params=self.get_auth_params() | {"nonce": nonce}, nonce=nonce, **more
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data["sub"]

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        login = super().sociallogin_from_response(request, response)
        is_verified = response.get("phone_number_verified") is True
        login.phone = stored_form(str(response.get("phone_number") or "")) if is_verified else None
        login.nonce = response.get("nonce")
        return login


provider_classes = [WeChat, WeCom, DingTalk, Feishu, OpenId]
