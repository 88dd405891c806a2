"""Real people of the desk at the door: an app that shows codes, a passkey, a session ended from another device."""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASSWORD = "nicht-fuer-die-demo"
NEW = """
from datetime import date
from enterprises.models import Appointment, Person
person = Person(username={username!r}, name="戚望舒")
person.set_password({password!r})
person.save()
Appointment.objects.create(person=person, role="specialist", line="public_affairs", starts_on=date(2025, 1, 1))
"""


@pytest.fixture
def hire(house):
    """A specialist who is nobody of the demonstration."""

    def make(username: str) -> str:
        house.shell(NEW.format(username=username, password=PASSWORD))
        return username

    return make


def sign_in(page, username, home=""):
    page.goto(f"{home}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) [type=submit]").click()


def shown_in(secret, step=0):
    """What an authenticator app shows now, or `step` half minutes later."""
    return auth.format_hotp_value(auth.hotp_value(secret.strip(), int(time.time()) // 30 + step))


def test_a_specialist_sets_up_an_app_and_signs_in_with_it(phone, hire):
    who = hire("qi-app")
    page = phone()
    sign_in(page, who)
    expect(page.get_by_role("heading", level=1)).to_have_text("二次验证")
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/factors/"))
    page.get_by_role("link", name="设置动态码应用").click()
    secret = page.locator("#secret").inner_text()
    page.get_by_label("应用显示的六位动态码").fill(shown_in(secret))
    page.get_by_role("button", name="设置", exact=True).click()
    expect(page.locator("#codes li")).to_have_count(10)
    page.get_by_role("link", name="我已保存").click()
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/"))

    again = phone()
    sign_in(again, who)
    again.get_by_label("验证码").fill("000000")
    again.get_by_role("button", name="登录").click()
    expect(again.get_by_role("alert").first).to_contain_text("验证码不正确")
    again.get_by_label("验证码").fill(shown_in(secret, step=1))
    again.get_by_role("button", name="登录").click()
    expect(again).to_have_url(re.compile("/me/$"))

    page.goto("/me/sessions/")
    expect(page.locator("main ul.rows > li")).to_have_count(2)
    page.get_by_role("button", name="结束其他全部登录").click()
    expect(page.locator("main ul.rows > li")).to_have_count(1)
    again.goto("/desk/")
    expect(again).to_have_url(re.compile("/accounts/login/"))


def test_a_passkey_is_set_up_and_opens_alone(desktop, hire, house):
    who, home = (
        hire("qi-key"),
        house.url.replace("127.0.0.1", "localhost"),
    )  # no passkey belongs to an address of numbers
    page = desktop()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, who, home)
    page.get_by_role("link", name="设置通行密钥").click()
    page.get_by_label("通行密钥名称").fill("办公室电脑")
    page.get_by_role("button", name="设置", exact=True).click()
    expect(page.locator("#codes li")).to_have_count(10)
    page.goto(f"{home}/accounts/factors/")
    expect(page.get_by_text("办公室电脑").first).to_be_visible()

    page.context.clear_cookies(name="sessionid")
    page.goto(f"{home}/accounts/login/?next=/desk/")
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page).to_have_url(f"{home}/desk/")
