"""A visit on the phone: with few taps, in a basement without network, with the page killed, and stored once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
READY = "form[data-visit][data-is-ready]"
SAVED = 1000  # a draft is safe within a second (quality 23)
# Everything that lies in the drawer of this phone, as text.
DRAWER = """async () => {
  const db = await new Promise((yes, no) => { const ask = indexedDB.open("parkdesk-visits", 1); ask.onsuccess = () => yes(ask.result); ask.onerror = no; });
  const all = await new Promise(yes => { const ask = db.transaction("visits").objectStore("visits").getAll(); ask.onsuccess = () => yes(ask.result); });
  db.close();
  return JSON.stringify(all);
}"""  # noqa: E501
WORDS = {
    "zh": ("存好，去下一家", "现在没有网络", "本机待传的走访已上传", "已恢复"),
    "en": ("Store it, on to the next firm", "No network now", "A visit that waited", "Your draft of"),
}


@pytest.fixture
def stored(house):
    """How many visits with this note, and needs with these words, the house has."""

    def count(words: str) -> tuple[int, int]:
        said = house.shell(
            "from requests_flow.models import Need, Visit\n"
            f"print(Visit.objects.filter(note={words!r}).count(), Need.objects.filter(text={words!r}).count())"
        )
        visits, needs = said.split()[-2:]
        return int(visits), int(needs)

    return count


class Thumb:
    """A thumb that counts its taps; typing is not counted."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, one):
        self.taps += 1
        one.tap()

    def choose(self, one, index):
        """A list of the phone's own: one tap opens it, one chooses."""
        self.taps += 2
        one.select_option(index=index)


def open_form(page, sign_in, locale):
    sign_in(page, "leader")
    page.goto("/en/visits/" if locale == "en" else "/visits/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def write(page, thumb, words, firm):
    """Firm, purpose, how it is doing, a need and a note with a number in it."""
    page.wait_for_selector(READY)
    thumb.choose(page.locator("select[name=enterprise]"), firm)
    thumb.tap(page.locator("label:has(input[name=purpose][value=follow_up])"))
    thumb.tap(page.locator("label:has(input[name=business][value=stable])"))
    page.locator("textarea[name=heard-0-text]").fill(words)


@pytest.mark.parametrize(("locale", "firm"), [("zh", 1), ("en", 2)])
def test_a_visit_without_network_survives_a_killed_page_and_is_stored_once(phone, sign_in, stored, locale, firm):
    button, waits, sent, again = WORDS[locale]
    words = f"货梯下午排队四十分钟 {locale}"
    page = phone(locale=locale)
    context, thumb = page.context, Thumb(page)
    open_form(page, sign_in, locale)
    thumb.tap(page.locator("main a.btn").first)
    page.wait_for_selector(READY)

    context.set_offline(True)
    write(page, thumb, words, firm)
    thumb.tap(page.locator("details:has(textarea[name=note]) > summary"))
    page.locator("textarea[name=note]").fill(words)
    page.locator("input[name=contact_phone]").evaluate(
        "one => { one.closest('details').open = true; one.value = '15400001201';"
        " one.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.wait_for_timeout(SAVED)
    kept = page.evaluate(DRAWER)
    assert words in kept
    assert "15400001201" not in kept

    # The page is killed; a new one opens the form that the browser kept, and the draft is there.
    address = page.url
    page.close(run_before_unload=False)
    page = thumb.page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    expect(page.locator("[data-visit-says]")).to_contain_text(again)
    expect(page.locator("textarea[name=heard-0-text]")).to_have_value(words)
    expect(page.locator("input[name=purpose][value=follow_up]")).to_be_checked()

    thumb.tap(page.get_by_role("button", name=button))
    expect(page.locator("[data-visit-says]")).to_contain_text(waits)
    expect(page.locator("[data-visit-list] li")).to_have_count(1)
    expect(page.locator("textarea[name=heard-0-text]")).to_have_value("")
    assert thumb.taps <= 8
    assert stored(words) == (0, 0)

    # Two pages hear of the network at once; the house stores one visit.
    other = context.new_page()
    other.goto(address)
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    other.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-visit-list]")).to_be_hidden(timeout=15_000)
    page.goto(address)
    page.wait_for_selector(READY)
    assert stored(words) == (1, 1)
    assert page.evaluate(DRAWER) == "[]"


def test_a_number_within_the_words_is_not_kept_either(phone, sign_in):
    page = phone()
    open_form(page, sign_in, "zh")
    page.goto("/visits/new/")
    page.wait_for_selector(READY)
    for number in ("15400001201", "+86 154-0000-1201", "１５４００００１２０１", "0571-88001234"):
        page.locator("textarea[name=heard-0-text]").fill(f"请打{number}找乔女士")
        page.wait_for_timeout(SAVED)
        kept = page.evaluate(DRAWER)
        assert "找乔女士" in kept
        assert number[-4:] not in kept


def test_a_draft_is_continued_or_deleted_from_the_page_of_visits(phone, sign_in):
    page = phone()
    open_form(page, sign_in, "zh")
    page.goto("/visits/new/")
    page.wait_for_selector(READY)
    page.locator("textarea[name=heard-0-text]").fill("货梯慢")
    page.wait_for_timeout(SAVED)
    page.goto("/visits/")
    waiting = page.locator("[data-visit-list]")
    waiting.get_by_role("button", name="继续填写").tap()
    page.wait_for_selector(READY)
    expect(page.locator("textarea[name=heard-0-text]")).to_have_value("货梯慢")
    page.goto("/visits/")
    waiting.get_by_role("button", name="删除").tap()
    expect(waiting).to_be_hidden()
    assert page.evaluate(DRAWER) == "[]"


def test_what_has_to_be_mended_is_said_and_nothing_is_lost(phone, sign_in, photo):
    page = phone()
    open_form(page, sign_in, "zh")
    page.goto("/visits/new/")
    page.wait_for_selector(READY)
    page.locator("textarea[name=heard-0-text]").fill("货梯慢")
    page.locator("input[type=file]").set_input_files(photo)
    with page.expect_navigation():
        page.get_by_role("button", name="存好，去下一家").tap()
    expect(page.locator(".errors")).to_contain_text("哪家企业")
    expect(page.locator("textarea[name=heard-0-text]")).to_have_value("货梯慢")
    expect(page.locator("[data-kept] img")).to_have_count(1)
    page.locator("select[name=enterprise]").select_option(index=3)
    with page.expect_navigation():
        page.get_by_role("button", name="存好，去下一家").tap()
    expect(page.locator("main")).to_contain_text("听到的需求已编号")
    page.goto("/visits/")
    expect(page.locator("[data-visit-list]")).to_be_hidden()


def test_a_visit_is_logged_without_scripts_and_confirmed_on_the_spot(phone, sign_in):
    page = phone(scripts=False)
    sign_in(page, "leader")
    page.goto("/visits/new/")
    page.locator("select[name=enterprise]").select_option(index=4)
    page.locator("textarea[name=heard-0-text]").fill("空调不制冷")
    with page.expect_navigation():
        page.get_by_role("button", name="存好，去下一家").click()
    expect(page.locator("main")).to_contain_text("空调不制冷")
    page.get_by_role("link", name="就在这部手机上给对方看").click()
    page.get_by_role("button", name="属实，确认").click()
    expect(page.locator("main")).to_contain_text("贵企业已确认")
