"""How each other house is asked who somebody is. What does not fit is an OAuth2Error; nothing is guessed."""

import json
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.dingtalk.client import DingTalkOAuth2Client
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

# What an id token may be signed with: a public key. "none", or our own secret, is no signature of theirs.
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]


class _ComesBackHere:
    """One address to come back to for each house, in no language: it is registered there."""

    provider_id: str

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        house = "openid_connect" if self.provider_id == "oidc" else self.provider_id
        return settings.PUBLIC_URL + reverse("house_back", args=[house])


class WeChatClient(WeixinOAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        return super().get_redirect_url(authorization_url, scope, extra_params) + "#wechat_redirect"


class WeChatAdapter(_ComesBackHere, OAuth2Adapter):
    """The token's answer names the person; their name and picture are not asked for."""

    provider_id = "wechat"
    client_class = WeChatClient
    access_token_method = "GET"  # noqa: S105  # nosec B105 (a verb)
    access_token_url = "https://api.weixin.qq.com/sns/oauth2/access_token"  # noqa: S105  # nosec B105 (an address)

    @property
    def authorize_url(self) -> str:
        return self.get_provider().app.settings["authorize"]

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        return self.get_provider().sociallogin_from_response(request, kwargs["response"])


class WeComClient(OAuth2Client):
    """developer.work.weixin.qq.com: 构造网页授权链接, 获取访问用户身份."""

    token_url = "https://qyapi.weixin.qq.com/cgi-bin/gettoken"  # noqa: S105  # nosec B105 (an address)
    who_url = "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        more = {"login_type": "CorpApp", "agentid": settings.PARKDESK_WECOM_AGENT, "appid": self.consumer_key}
        return super().get_redirect_url(authorization_url, scope, extra_params | more)

    def get_access_token(self, code: str, pkce_code_verifier: Any = None, extra_data: Any = None) -> dict[str, Any]:
        """The corporation's token, then who the code is about; an outsider has no `userid` and is refused."""
        asked = {"corpid": self.consumer_key, "corpsecret": self.consumer_secret}
        token = self._text(self._get(self.token_url, asked), "access_token")
        who = self._get(self.who_url, {"access_token": token, "code": code})
        return {"access_token": token, "userid": self._text(who, "userid")}

    def _text(self, said: dict[str, Any], name: str) -> str:
        found = said.get(name)
        if not isinstance(found, str) or not found:
            raise OAuth2Error(f"WeCom told no {name}")
        return found

    def _get(self, url: str, asked: dict[str, str]) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, params=asked)
            answer.raise_for_status()
            said = answer.json()
        if not isinstance(said, dict) or said.get("errcode"):
            raise OAuth2Error("WeCom refused")
        return said


class WeComAdapter(_ComesBackHere, OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient
    access_token_url = ""  # nosec B105 (WeCom has none)

    @property
    def authorize_url(self) -> str:
        return self.get_provider().app.settings["authorize"]

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        return self.get_provider().sociallogin_from_response(request, kwargs["response"])


class DingTalkClient(DingTalkOAuth2Client):
    """Theirs, with a refusal where the answer lacks what it should have."""

    def get_access_token(self, code: str, pkce_code_verifier: Any = None) -> dict[str, Any]:
        try:
            return super().get_access_token(code, pkce_code_verifier)
        except (KeyError, TypeError, AttributeError) as error:
            raise OAuth2Error("not an answer of DingTalk") from error


class DingTalkAdapter(_ComesBackHere, DingTalkOAuth2Adapter):
    client_class = DingTalkClient


class FeishuAdapter(_ComesBackHere, FeishuOAuth2Adapter):
    def get_client(self, request: HttpRequest, app: Any) -> FeishuOAuth2Client:
        address = self.get_callback_url(request, app)
        url, method = self.access_token_url, self.access_token_method
        client = FeishuOAuth2Client(request, app.client_id, app.secret, method, url, address)
        client.app_access_token_url = self.app_access_token_url
        return client


class OpenIdAdapter(_ComesBackHere, OpenIDConnectOAuth2Adapter):
    """Who somebody is stands in the signed id token alone, and its signature is always checked."""

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        said = kwargs["response"].get("id_token")
        if not isinstance(said, str):
            raise OAuth2Error("no id token")
        return self.get_provider().sociallogin_from_response(request, self._decode_id_token(app, said))

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            key = self._key_of(jwt.get_unverified_header(id_token).get("kid"))
            return jwt.decode(
                id_token, key=key, algorithms=SIGNED_WITH, audience=app.client_id, issuer=self.openid_config["issuer"],
                leeway=60, options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError) as error:
            raise OAuth2Error("the id token does not hold") from error

    def _key_of(self, kid: Any) -> Any:
        """Their public key with this id."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json().get("keys", [])
        found = next((one for one in keys if one.get("kid") == kid), None)
        if found is None:
            raise OAuth2Error("no key with this id")
        return jwt.PyJWK(json.loads(json.dumps(found)), algorithm=found.get("alg", "RS256")).key
