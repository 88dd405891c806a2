"""Sign-in through other houses, each played by a stand-in: off without keys, forged answers open nothing."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa

from enterprises.roles import Role
from enterprises.signing_in import house_clients as clients
from enterprises.signing_in import houses
from parkdesk.core.models import Entry
from tests.core.stand_in import stand_in
from tests.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
SIGN_IN, MINE = "/accounts/login/", "/me/houses/"
WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50"}
HOUSES = ["wechat", "wecom", "dingtalk", "feishu", "openid_connect"]
# Who the stand-in says one is, in each house's words; `sub` of the OpenID provider is signed below.
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
UIDS = {"wechat": "union-1", "wecom": "corp:zhang", "dingtalk": "union-2", "feishu": "ou-1", "openid_connect": "sub-1"}


# The word that the last sign-in sent along to the OpenID provider.
SENT = {"nonce": None}


def claims(origin, **more):
    now = int(time.time())
    plain = {"iss": origin, "aud": "client", "sub": "sub-1", "iat": now, "exp": now + 300}
    return plain | {"nonce": SENT["nonce"]} | more


class World:
    """All the other houses at one address; `answers` maps the end of a path to what is said there."""

    def __init__(self, book):
        self.book, self.codes = book, {"good"}
        self.answers = {
            "/wechat": {"access_token": "t", "openid": "open-1", "unionid": "union-1"},
            "/wecom-token": {"errcode": 0, "access_token": "t"},
            "/wecom-who": {"errcode": 0, "userid": "zhang"},
            "/dingtalk": {"accessToken": "t", "refreshToken": "r", "expireIn": 7200},
            "/dingtalk-me": {"openId": "open-2", "unionId": "union-2", "nick": "张"},
            "/feishu-app": {"app_access_token": "a"},
            "/feishu": {"data": {"access_token": "t"}},
            "/feishu-me": {"code": 0, "data": {"open_id": "ou-1", "name": "张"}},
            "/.well-known/openid-configuration": {
                "issuer": book.origin,
                "authorization_endpoint": book.origin + "/authorize",
                "token_endpoint": book.origin + "/token",
                "jwks_uri": book.origin + "/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {
                "keys": [
                    json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1", "alg": "RS256"}
                ]
            },
        }
        self.sign()
        book.answer = self._say

    def sign(self, key=KEY, algorithm="RS256", kid="1", **more):
        """How the token is signed that is asked for next."""

        def token():
            said = jwt.encode(claims(self.book.origin, **more), key, algorithm, headers={"kid": kid})
            return {"access_token": "t", "id_token": said}

        self.answers["/token"] = token

    def _say(self, call):
        path = urlsplit(call.path)
        code = parse_qs(path.query).get("code") or parse_qs(call.raw.decode()).get("code")
        if code is None and call.raw.startswith(b"{"):
            code = [json.loads(call.raw).get("code")]
        if code and code[0] not in self.codes and path.path != "/feishu-app":
            return 400, {"errcode": 40029, "errmsg": "invalid code"}
        if code and code[0]:
            self.codes.discard(code[0])  # a code is taken once
        said = self.answers[path.path]
        return 200, said() if callable(said) else said


@pytest.fixture
def world(settings, monkeypatch):
    with stand_in() as book:
        monkeypatch.setattr(clients.WeChatAdapter, "access_token_url", book.origin + "/wechat")
        monkeypatch.setattr(clients.WeComClient, "token_url", book.origin + "/wecom-token")
        monkeypatch.setattr(clients.WeComClient, "who_url", book.origin + "/wecom-who")
        monkeypatch.setattr(clients.DingTalkAdapter, "access_token_url", book.origin + "/dingtalk")
        monkeypatch.setattr(clients.DingTalkAdapter, "profile_url", book.origin + "/dingtalk-me")
        monkeypatch.setattr(clients.FeishuAdapter, "app_access_token_url", book.origin + "/feishu-app")
        monkeypatch.setattr(clients.FeishuAdapter, "access_token_url", book.origin + "/feishu")
        monkeypatch.setattr(clients.FeishuAdapter, "user_info_url", book.origin + "/feishu-me")
        for door in houses.ALL:
            for name, _how in door.needs:
                setattr(settings, name, "secret")
        settings.PARKDESK_WECHAT_WEB_ID, settings.PARKDESK_WECHAT_INAPP_ID = "web", "inapp"
        settings.PARKDESK_DINGTALK_ID = settings.PARKDESK_FEISHU_ID = "id"
        settings.PARKDESK_WECOM_CORP, settings.PARKDESK_WECOM_AGENT = "corp", "1000002"
        settings.PARKDESK_OIDC_URL, settings.PARKDESK_OIDC_ID = book.origin, "client"
        settings.PUBLIC_URL = "https://desk.example.org"
        yield World(book)


@pytest.fixture
def person():
    return PersonFactory(phone="+8615406066273", phone_verified=True)


def connected(person, house):
    provider = "oidc" if house == "openid_connect" else house
    return SocialAccount.objects.create(user=person, provider=provider, uid=UIDS[house])


def away(client, house, **more):
    """Off to the house; returns where to and what was asked there."""
    answer = client.get(f"/accounts/with/{house}/", more.pop("data", {}), **more)
    assert answer.status_code == 302, answer.content
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}
    SENT["nonce"] = asked.get("nonce")
    return answer.url, asked


def back(client, house, **said):
    return client.get(f"/accounts/with/{house}/back/", said)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("house", HOUSES)
def test_off_until_the_keys_are_set(client, house):
    assert client.get(f"/accounts/with/{house}/").status_code == 404
    assert back(client, house, code="good", state="x").status_code == 404
    assert "/accounts/with/" not in client.get(SIGN_IN).content.decode()


def test_the_setup_page_says_what_each_lacks(client, settings):
    settings.PARKDESK_FEISHU_ID = "cli_x"
    client.force_login(AppointmentFactory(role=Role.SYSTEM_ADMIN).person)
    page = client.get("/setup/").content.decode()
    assert "PARKDESK_WECOM_AGENT" in page
    assert "PARKDESK_FEISHU_SECRET" in page
    assert "PARKDESK_FEISHU_ID" not in page


@pytest.mark.parametrize("house", HOUSES)
def test_whoever_is_connected_signs_in_with_one_press(client, world, person, house):
    connected(person, house)
    there, asked = away(client, house)
    assert asked["redirect_uri"] == f"https://desk.example.org/accounts/with/{house}/back/"
    assert back(client, house, code="good", state=asked["state"]).url == "/me/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get().extra_data == {}


def test_the_secret_never_travels_through_the_browser(client, world):
    for house in HOUSES:
        there, asked = away(client, house)
        assert "secret" not in asked.values()


def test_in_wechat_and_on_a_computer_each_have_their_own_way(client, world):
    there, asked = away(client, "wechat")
    assert "/connect/qrconnect" in there
    assert (asked["appid"], asked["scope"]) == ("web", "snsapi_login")
    there, asked = away(client, "wechat", headers=WECHAT)
    assert "/connect/oauth2/authorize" in there
    assert there.endswith("#wechat_redirect")
    assert (asked["appid"], asked["scope"]) == ("inapp", "snsapi_userinfo")


def test_wecom_is_asked_as_its_own_application(client, world):
    there, asked = away(client, "wecom")
    assert there.startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?")
    assert (asked["appid"], asked["agentid"], asked["login_type"]) == ("corp", "1000002", "CorpApp")


def test_openid_uses_a_proof_key(client, world):
    _there, asked = away(client, "openid_connect")
    assert asked["code_challenge_method"] == "S256"


# --- forged ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("state", ["", "forged", None])
def test_a_forged_state_is_refused(client, world, person, house, state):
    connected(person, house)
    away(client, house)
    said = {"code": "good"} | ({} if state is None else {"state": state})
    answer = back(client, house, **said)
    assert (answer.status_code, is_in(client)) == (401, False)
    assert SIGN_IN in answer.content.decode()
    assert world.book.calls == [] or house == "openid_connect"


@pytest.mark.parametrize("house", HOUSES)
def test_a_state_of_somebody_elses_browser_is_refused(client, world, person, house):
    connected(person, house)
    _there, asked = away(client, house)
    client.cookies.clear()
    assert back(client, house, code="good", state=asked["state"]).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("house", HOUSES)
def test_a_replayed_code_opens_nothing(client, world, person, house):
    connected(person, house)
    _there, asked = away(client, house)
    assert back(client, house, code="good", state=asked["state"]).status_code == 302
    client.cookies.clear()
    assert back(client, house, code="good", state=asked["state"]).status_code == 401  # the state was used
    _there, asked = away(client, house)
    assert back(client, house, code="good", state=asked["state"]).status_code == 401  # the code was used
    assert not is_in(client)


FORGED = [{}, {"errcode": 40029}, {"access_token": None}, {"data": None}, {"code": 1}, {"userid": ""}, {"openid": 1}]
WHERE = [("wechat", "/wechat"), ("wecom", "/wecom-token"), ("wecom", "/wecom-who"), ("dingtalk", "/dingtalk"),
         ("dingtalk", "/dingtalk-me"), ("feishu", "/feishu-app"), ("feishu", "/feishu"), ("feishu", "/feishu-me"),
         ("openid_connect", "/token"), ("openid_connect", "/keys")]  # fmt: skip


@pytest.mark.parametrize(("house", "path"), WHERE)
def test_an_answer_that_is_none_opens_nothing(client, world, person, house, path):
    connected(person, house)
    for forged in FORGED:
        world.codes.add("good")
        world.answers[path] = forged
        _there, asked = away(client, house)
        answer = back(client, house, code="good", state=asked["state"])
        assert (answer.status_code, is_in(client)) == (401, False), forged


def forged_tokens(world):
    """(what is wrong, how the provider's answer comes to it)"""
    origin = world.book.origin
    sign = world.sign
    yield "another's key", lambda: sign(key=OTHER_KEY)
    yield "an unknown key", lambda: sign(kid="2")
    yield "our own secret as key", lambda: sign(key="secret" * 8, algorithm="HS256")
    yield "no signature", lambda: sign(key=None, algorithm="none")
    yield "for somebody else", lambda: sign(aud="another-client")
    yield "of somebody else", lambda: sign(iss="https://elsewhere.example.org")
    yield "too old", lambda: sign(exp=int(time.time()) - 3600)
    yield "of nobody", lambda: sign(sub=None)
    yield "of another sign-in", lambda: sign(nonce="another")
    yield "of no sign-in", lambda: sign(nonce=None)
    yield "no token at all", lambda: world.answers.__setitem__("/token", {"access_token": "t"})
    yield "no token", lambda: world.answers.__setitem__("/token", {"access_token": "t", "id_token": origin})


def test_a_token_that_does_not_hold_opens_nothing(client, world, person):
    connected(person, "openid_connect")
    for wrong, make in forged_tokens(world):
        world.codes.add("good")
        make()
        _there, asked = away(client, "openid_connect")
        answer = back(client, "openid_connect", code="good", state=asked["state"])
        assert (answer.status_code, is_in(client)) == (401, False), wrong


def test_who_changed_their_mind_is_back_at_the_sign_in(client, world):
    _there, asked = away(client, "openid_connect")
    answer = back(client, "openid_connect", error="access_denied", state=asked["state"])
    assert answer.url == SIGN_IN


def test_a_house_that_is_down_is_one_plain_page(client, world):
    world.answers.pop("/.well-known/openid-configuration")
    assert client.get("/accounts/with/openid_connect/").status_code == 401


# --- strangers and connecting ---------------------------------------------------------------------
@pytest.mark.parametrize("house", HOUSES)
def test_a_stranger_gets_no_account_and_learns_how_to_connect(client, world, person, house):
    _there, asked = away(client, house)
    answer = back(client, house, code="good", state=asked["state"])
    assert answer.status_code == 200
    assert MINE in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert type(person).objects.count() == 1


@pytest.mark.parametrize("house", HOUSES)
def test_connected_from_my_own_page_it_opens_my_account(client, world, person, house):
    client.force_login(person)
    key = client.get(MINE).context["key"]
    _there, asked = away(client, house, data={"key": key})
    assert back(client, house, code="good", state=asked["state"]).url == MINE
    assert SocialAccount.objects.get().user == person
    assert Entry.objects.about(person).latest("seq").verb == "enterprises.person.connect_house"
    client.cookies.clear()
    world.codes.add("good")
    _there, asked = away(client, house)
    assert back(client, house, code="good", state=asked["state"]).url == "/me/"


def test_nobody_else_makes_a_link_that_connects(client, world, person):
    client.force_login(person)
    assert client.get("/accounts/with/wechat/", {"key": "forged"}).status_code == 404
    assert client.get("/accounts/with/wechat/", {"process": "connect"}).status_code == 302
    client.cookies.clear()
    assert client.get("/accounts/with/wechat/", {"key": ""}).status_code == 404


def test_what_is_connected_with_somebody_else_stays_there(client, world, person):
    connected(PersonFactory(), "wechat")
    client.force_login(person)
    key = client.get(MINE).context["key"]
    _there, asked = away(client, "wechat", data={"key": key})
    assert back(client, "wechat", code="good", state=asked["state"]).url == MINE
    assert SocialAccount.objects.get().user != person


def test_a_connection_is_taken_away(client, world, person):
    mine, theirs = connected(person, "wechat"), connected(PersonFactory(), "feishu")
    client.force_login(person)
    assert client.post(f"{MINE}{theirs.pk}/leave/").status_code == 404
    assert client.post(f"{MINE}{mine.pk}/leave/").url == MINE
    assert list(SocialAccount.objects.all()) == [theirs]
    assert Entry.objects.about(person).latest("seq").verb == "enterprises.person.disconnect_house"


@pytest.mark.parametrize(("is_verified", "opens"), [(True, True), (False, False)])
def test_a_number_that_both_houses_have_verified_connects(client, world, person, is_verified, opens):
    person.phone_verified = is_verified
    person.save()
    world.answers["/dingtalk-me"] |= {"mobile": "15406066273"}
    _there, asked = away(client, "dingtalk")
    back(client, "dingtalk", code="good", state=asked["state"])
    assert is_in(client) is opens
    assert SocialAccount.objects.exists() is opens


def test_a_number_that_openid_does_not_call_verified_connects_nothing(client, world, person):
    world.sign(phone_number="+8615406066273")
    _there, asked = away(client, "openid_connect")
    back(client, "openid_connect", code="good", state=asked["state"])
    assert not is_in(client)


def test_another_house_is_no_second_factor(client, world):
    specialist = AppointmentFactory(role=Role.SPECIALIST).person
    connected(specialist, "wecom")
    _there, asked = away(client, "wecom")
    back(client, "wecom", code="good", state=asked["state"])
    assert client.get("/desk/").url == "/accounts/factors/"


def test_an_account_that_has_ended_stays_shut(client, world, person):
    person.is_active = False
    person.save()
    connected(person, "feishu")
    _there, asked = away(client, "feishu")
    assert back(client, "feishu", code="good", state=asked["state"]).url == "/accounts/inactive/"
    assert not is_in(client)
