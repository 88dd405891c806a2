"""What the desk does by hand: a group chat becomes needs, a call is entered, a figure says how it is counted."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CHAT = "王工 10:23\n3号楼东侧客梯又停了，我电话15400001201\n赵敏 10:25\n茶水间漏水\n李会计 10:26\n收到"


def test_a_group_chat_is_pasted_checked_and_entered(phone, sign_in):
    page = phone()
    sign_in(page, "window")
    page.goto("/desk/")
    page.get_by_role("link", name="录入需求").click()
    page.get_by_role("link", name="改为粘贴聊天记录或工单").click()
    page.get_by_label("粘贴文字").fill(CHAT)
    page.get_by_role("button", name="看看里面有什么").click()
    expect(page.locator("textarea").first).to_have_value("3号楼东侧客梯又停了，我电话154****1201")
    expect(page.get_by_label("录入这一条")).to_have_count(3)
    expect(page.get_by_label("录入这一条").nth(2)).not_to_be_checked()
    page.get_by_role("button", name="录入勾选的需求").click()
    expect(page.locator("h2.ref")).to_have_count(2)
    number = page.locator("h2.ref").first.inner_text()
    reply = page.locator("textarea").first.input_value()
    assert number in reply
    assert "查询码" not in reply
    page.get_by_role("link", name=re.compile(f"现在研判.*{number}")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert number in page.url


def test_a_call_is_entered_and_the_caller_follows_it_from_the_code(phone, sign_in):
    page, caller = phone(), phone()
    sign_in(page, "window")
    page.goto("/desk/new/")
    page.get_by_label("遇到什么事").fill("会议室空调不制冷，三天了")
    page.get_by_role("button", name="录入并受理").click()
    page.get_by_text("对方就在身边：请其扫码").click()
    link = re.search(r"https?://\S+", page.locator("textarea").first.input_value())
    assert link
    caller.goto(link[0])
    expect(caller.get_by_text("会议室空调不制冷").first).to_be_visible()


def test_a_figure_of_the_cockpit_says_how_it_is_counted(phone, sign_in):
    page = phone()
    sign_in(page, "manager")
    page.goto("/cockpit/")
    counted = page.locator(".tile details").first
    counted.locator("summary").click()
    expect(counted).to_have_attribute("open", "")
    assert page.url.endswith("/cockpit/")
