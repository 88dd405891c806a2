"""A tick without network is kept on the phone, survives a reload, and is stored once when the network is back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
READY = "[data-walk][data-is-ready]"
DRAWER = """async () => {
  const db = await new Promise((yes, no) => { const ask = indexedDB.open("parkdesk-rounds", 1); ask.onsuccess = () => yes(ask.result); ask.onerror = no; });
  const all = await new Promise(yes => { const ask = db.transaction("ticks").objectStore("ticks").getAll(); ask.onsuccess = () => yes(ask.result); });
  db.close();
  return JSON.stringify(all);
}"""  # noqa: E501
# The pages of the round lie on the phone once they have been fetched.
SHELVED = """async () => (await (await caches.open('parkdesk-visits')).keys())
  .filter(one => /walks.*points/.test(one.url)).length"""
WORDS = {
    "zh": {"fine": "正常", "send": "打卡并告诉服务台", "kept": "已存在本机", "done": "完成巡查", "later": "传完再完成"},
    "en": {
        "fine": "All right", "send": "Tick it and tell the desk", "kept": "Kept on this phone",
        "done": "Finish the round", "later": "Finish the round when they are sent",
    },
}  # fmt: skip


def wait_until(page, is_so, seconds=15):
    """`wait_for_function` does not wait for a promise; the shelf answers with one."""
    for _ in range(seconds * 10):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not so after {seconds} s")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_ticks_without_network_are_stored_once_afterwards(phone, sign_in, house, locale):
    words, page, text = WORDS[locale], phone(locale=locale), f"消防门打不开 {locale}"
    context = page.context
    sign_in(page, "volunteer")
    page.goto("/en/visits/patrols/" if locale == "en" else "/visits/patrols/")
    with page.expect_navigation():
        page.get_by_role("link", name="夜访").first.tap()
    with page.expect_navigation():
        page.locator("form[action$='/start/'] button").first.tap()
    walk = page.url
    page.wait_for_selector(READY, state="attached")
    points = page.locator("form[data-tick]").count()
    wait_until(page, lambda: page.evaluate(SHELVED) >= points)

    context.set_offline(True)
    page.get_by_role("button", name=words["fine"]).first.tap()
    expect(page.locator("[data-walk-kept]")).to_contain_text(words["kept"])
    page.reload()
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("[data-walk-kept]")).to_have_count(1)

    # Something is seen at the next point, with a number in the words; its page opens without network too.
    with page.expect_navigation():
        page.locator("form[data-tick]:visible a").first.tap()
    page.wait_for_selector(READY, state="attached")
    page.locator("textarea[name=text]").fill(f"{text} 15400001201")
    page.get_by_role("button", name=words["send"]).tap()
    expect(page.locator("[data-walk-says]")).to_contain_text("网络" if locale == "zh" else "network")
    assert text in page.evaluate(DRAWER)
    assert "15400001201" not in page.evaluate(DRAWER)
    page.goto(walk)
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("[data-walk-kept]")).to_have_count(2)
    page.get_by_role("button", name=words["done"]).tap()
    expect(page.locator("[data-walk-says]")).to_contain_text(words["later"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    # Two pages hear of the network at once; the house stores each tick once.
    other = context.new_page()
    other.goto(walk)
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    other.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-walk-kept]")).to_have_count(0, timeout=15_000)
    page.goto(walk)
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("progress")).to_have_attribute("value", "2")
    assert page.evaluate(DRAWER) == "[]"
    said = house.shell(
        "from requests_flow.models import Need, Tick, Walk\n"
        f"print(Need.objects.filter(text__contains={text!r}).count(),"
        f" Walk.objects.get(pk={walk.split('/')[-2]}).ticks.count())"
    )
    assert said.split()[-2:] == ["1", "2"]

    # When the round is over its pages leave the phone.
    with page.expect_navigation():
        page.get_by_role("button", name=words["done"]).tap()
    wait_until(page, lambda: page.evaluate(SHELVED) == 0)
