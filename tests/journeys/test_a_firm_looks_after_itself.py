"""A firm is claimed by a code, a colleague is let in, named as delegate, and takes over when the first one leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def type_the_code(page: Page) -> None:
    """The demonstration shows what the message holds."""
    shown = page.get_by_text(re.compile(r"验证码为 \d{6}")).first.inner_text()
    page.get_by_label("六位验证码").fill(re.search(r"\d{6}", shown)[0])
    page.get_by_role("button", name="继续").click()


def open_account(page: Page, name: str, number: str) -> None:
    page.get_by_label("您的姓名").fill(name)
    page.get_by_label("手机号或邮箱").fill(number)
    page.get_by_role("button", name="发送验证码").click()
    type_the_code(page)


def test_claimed_shared_and_handed_over(phone):
    first, second = phone(), phone()
    first.goto("/enterprises/claim/")
    first.get_by_label("名称、拼音首字母或信用代码").fill("公司")
    first.keyboard.press("Enter")
    first.locator("main ul.rows a.whole").nth(4).click()
    open_account(first, "沈一诺", "154 0000 8801")
    firm = first.locator("h1").inner_text()
    first.get_by_role("button", name="发送验证码").click()
    type_the_code(first)
    expect(first.locator("h1")).to_have_text(firm)
    expect(first.locator("main")).to_contain_text("管理员")

    first.get_by_role("link", name="邀请同事").click()
    first.get_by_role("button", name="生成邀请").click()
    code = first.locator(".qr figcaption").inner_text()
    second.goto("/enterprises/join/")
    second.get_by_label("邀请码").fill(code.lower())
    second.get_by_role("button", name="继续").click()
    open_account(second, "苏以宁", "154 0000 8802")
    expect(second.locator(".quote")).to_have_text(firm)
    second.get_by_role("button", name="加入").click()
    expect(second.locator("h1")).to_have_text(firm)

    first.goto("/enterprises/mine/")
    first.get_by_role("link", name="指定为表决代表 苏以宁").click()
    first.get_by_role("button", name="指定此人").click()
    expect(first.locator("main")).to_contain_text("由苏以宁代表企业投票")
    first.get_by_role("link", name="移交 苏以宁").click()
    first.get_by_label("我离开本企业").check()
    first.get_by_role("button", name="移交").click()
    second.goto("/enterprises/mine/")
    expect(second.locator("#people + *")).to_have_text("邀请同事")
    first.goto("/enterprises/mine/")
    expect(first.locator("main")).to_contain_text("您还没有加入企业")
