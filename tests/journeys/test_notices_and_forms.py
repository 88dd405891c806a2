"""A notice is confirmed by a firm with one tap; a questionnaire is answered behind its code and read at the desk."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_notice_is_sent_and_confirmed_and_the_desk_sees_it(phone, sign_in):
    desk, firm = phone(), phone()
    sign_in(desk, "specialist-governance")
    desk.goto("/desk/")
    desk.get_by_role("link", name="企业通知").click()
    desk.get_by_role("link", name="给企业发通知").click()
    desk.get_by_label("标题", exact=True).fill("周六停电检修")
    desk.get_by_label("正文", exact=True).fill("周六8:00至12:00全楼停电，请提前保存数据。")
    desk.get_by_label("确认截止日").fill("2099-01-02")
    desk.get_by_label("哪些园区或楼宇").select_option("p:P01")
    desk.get_by_role("button", name="保存并查看送达范围").click()
    desk.get_by_role("button", name=re.compile(r"现在发给 \d+ 家企业")).click()
    expect(desk.get_by_role("button", name="催办未确认的企业")).to_be_visible()
    page = desk.url
    sign_in(firm, "enterprise")
    firm.goto("/notices/")
    firm.get_by_role("link", name=re.compile("周六停电检修")).click()
    firm.get_by_role("button", name="确认收到").click()
    expect(firm.locator("main .notice")).to_contain_text("贵企业已确认")
    desk.goto(f"{page}?show=confirmed")
    expect(desk.locator("#firms")).to_be_visible()
    expect(desk.locator("ul.rows li")).to_have_count(1)


def test_a_questionnaire_is_answered_behind_its_code_and_read_at_the_desk(phone, sign_in):
    desk, anybody = phone(), phone()
    sign_in(desk, "window")
    desk.goto("/desk/forms/")
    desk.get_by_role("link", name=re.compile("园区食堂满意度问卷")).click()
    link = desk.locator(".qr figcaption").inner_text()
    anybody.goto(re.sub(r"\s", "", link))
    anybody.get_by_label("5", exact=True).check()
    anybody.get_by_label("还想说的话").fill("请联系我15400001201，汤太淡")
    anybody.get_by_role("button", name="提交").click()
    anybody.get_by_role("button", name="隐去并提交").click()
    expect(anybody.get_by_text("您的答复已收到")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("请联系我154****1201，汤太淡").first).to_be_visible()
