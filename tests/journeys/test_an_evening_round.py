"""A volunteer walks an evening round with a phone of 390 px: tick, something seen, a reload on the way, done."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WORDS = {
    "zh": {
        "today": re.compile("夜访"), "out": "开始巡查", "fine": "正常", "seen": "有情况", "send": "打卡并告诉服务台",
        "went": "已交服务台", "skip": "跳过这个点位", "locked": "门锁着", "left_out": "跳过", "done": "完成巡查",
        "over": "已完成",
    },
    "en": {
        "today": re.compile("夜访"), "out": "Set out", "fine": "All right", "seen": "Something seen",
        "send": "Tick it and tell the desk", "went": "Went to the desk as", "skip": "Leave this point out",
        "locked": "locked", "left_out": "Leave it out", "done": "Finish the round", "over": "Finished",
    },
}  # fmt: skip


def press(page, name, role="button"):
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.tap()


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_volunteer_walks_an_evening_round(phone, sign_in, photo, house, locale):
    words, page = WORDS[locale], phone(locale=locale)
    text = f"楼梯间应急灯不亮 {locale}"
    sign_in(page, "volunteer")
    page.goto("/en/visits/patrols/" if locale == "en" else "/visits/patrols/")
    press(page, words["today"], "link")
    press(page, words["out"])
    walk = page.url

    press(page, words["fine"])
    expect(page.locator("progress")).to_have_attribute("value", "1")

    # Something is seen; the page is killed while it is written, and the words are there again.
    press(page, words["seen"], "link")
    address = page.url
    page.locator("label:has(input[value=lights])").tap()
    page.locator("textarea[name=text]").fill(text)
    page.wait_for_timeout(600)
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("textarea[name=text]")).to_have_value(text)
    page.locator("input[type=file]").set_input_files(photo)
    press(page, words["send"])
    expect(page.locator("main")).to_contain_text(words["went"])
    page.goto(address)
    expect(page.locator("textarea[name=text]")).to_have_count(0)

    page.goto(walk)
    press(page, words["seen"], "link")
    page.get_by_text(words["skip"]).tap()
    page.locator("label:has(input[value=locked])").tap()
    page.locator("details[open] button[type=submit]").tap()
    expect(page.locator("progress")).to_have_attribute("value", "3")
    press(page, words["done"])
    expect(page.locator("main")).to_contain_text(words["over"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    said = house.shell(
        f"from requests_flow.models import Need\nprint(Need.objects.filter(text__contains={text!r}).count())"
    )
    assert said.split()[-1] == "1"
