"""How people are told: a robot is set up and tried, somebody chooses a digest, a reporter wants no more messages."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_manager_sets_up_a_robot_and_tries_it_out(phone, sign_in):
    page = phone()
    sign_in(page, "manager")
    page.goto("/me/")
    page.get_by_role("link", name="群机器人").click()
    page.get_by_role("link", name="添加机器人").first.click()
    page.get_by_label("企业微信").check()
    page.get_by_label("群名称").fill("园区企业群")
    page.get_by_label("Webhook 地址").fill("https://example.org/hook")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("qyapi.weixin.qq.com")
    page.get_by_label("演示收件箱").check()
    page.get_by_label("Webhook 地址").fill("")
    page.get_by_role("button", name="保存").click()
    card = page.locator("article", has_text="园区企业群")
    expect(card).to_contain_text("尚未测试")
    card.get_by_role("button", name="发送测试消息").click()
    expect(page.locator("article", has_text="园区企业群")).to_contain_text("正常")
    page.locator("article", has_text="园区企业群").get_by_role("link", name=re.compile("修改")).click()
    page.get_by_text("移除这个机器人").click()
    page.get_by_role("button", name="移除", exact=True).click()
    expect(page.locator("article", has_text="园区企业群")).to_have_count(0)


def test_somebody_chooses_a_digest_and_finds_it_again(phone, sign_in):
    page = phone()
    sign_in(page, "property")
    page.get_by_role("link", name=re.compile("通知设置")).click()
    page.get_by_label("每天 17:00 汇总").check()
    page.get_by_role("group", name=re.compile("工单与需求办理")).get_by_label("短信").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    page.reload()
    expect(page.get_by_label("每天 17:00 汇总")).to_be_checked()
    expect(page.get_by_role("group", name=re.compile("工单与需求办理")).get_by_label("短信")).to_be_checked()


def test_a_reporter_who_left_a_number_wants_no_more_messages(phone):
    page = phone()
    page.goto("/needs/new/")
    page.locator("textarea[name=text]").fill("会议室空调不制冷，三天了")
    page.locator("details:has(input[name=phone]) summary").click()
    page.locator("input[name=phone]").fill("15400001299")
    page.locator("input[name=consent]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile("received"))
    page.locator("main a.btn-wide").first.click()
    told = page.locator("section[aria-labelledby=messages]")
    expect(told).to_contain_text("短信")
    expect(page.locator("main")).not_to_contain_text("15400001299")
    told.get_by_role("button", name="不再接收消息").click()
    expect(page.locator("section[aria-labelledby=messages]")).to_contain_text("不再给您发消息")
