"""What one phone keeps for its owner: a draft, light photos without a place, and the next need in four taps."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIFT = "3号楼东侧客梯早上九点开始又停了，请回电 1540 001 1201，大堂排了三四十人"
HEAVY = 500 * 1024


@pytest.fixture
def form(house) -> str:
    code = house.shell(
        "from enterprises.models import PlaceCode; "
        "print(PlaceCode.objects.filter(revoked_at=None, park__code='P01').first().code)"
    )
    return f"/needs/new/?place={code.split()[-1]}"


@pytest.fixture
def big_photo(tmp_path):
    """A photo as a good phone takes it: many pixels, no flat surface, and where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Secret Phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 17.0, 0.0), 3: "E", 4: (120.0, 1.0, 0.0)})
    path = tmp_path / "big.jpg"
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(path, quality=95, exif=exif)
    return path


def test_a_draft_outlives_a_killed_page_and_holds_no_number(phone, form):
    page = phone()
    page.goto(form)
    page.locator("textarea[name=text]").fill(LIFT)
    page.locator("summary").first.click()
    page.locator("input[name=phone]").fill("15400011201")
    page.goto("about:blank")
    page.goto(form)
    expect(page.locator("[data-draft-back]")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("东侧客梯.*大堂排了三四十人"))
    expect(page.locator("input[name=phone]")).to_have_value("")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "东侧客梯" in kept
    assert not re.search(r"1540 ?001 ?1201", kept)
    page.locator("[data-draft-afresh]").click()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.reload()
    expect(page.locator("[data-draft-back]")).to_be_hidden()


# What the form is about to hand over, as base64; the browser keeps the bytes of files out of what it shows of requests.
CHOSEN = """async () => {
    const files = [...document.querySelector("input[type=file]").files];
    const read = file => new Promise(done => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(",")[1]);
        reader.readAsDataURL(file);
    });
    return Promise.all(files.map(read));
}"""


def light(page) -> list[str]:
    """The chosen files, once they have become small: making a photo small takes the phone a moment."""
    for _ in range(120):
        if page.evaluate("document.querySelector('input[type=file]').files[0].size") <= HEAVY:
            break
        page.wait_for_timeout(500)
    return page.evaluate(CHOSEN)


def test_a_photo_leaves_the_phone_light_and_without_its_place(phone, form, big_photo, press):
    assert big_photo.stat().st_size > 5 * 1024 * 1024
    page = phone()
    page.goto(form)
    page.locator("textarea[name=text]").fill("大堂吊顶漏水")
    page.locator("input[type=file]").set_input_files(big_photo)
    expect(page.locator(".picker img")).to_be_visible()
    (sent,) = (base64.b64decode(one) for one in light(page))
    assert len(sent) <= HEAVY
    assert b"Secret" not in sent
    with Image.open(io.BytesIO(sent)) as seen:
        assert max(seen.size) <= 1600
        assert seen.format == "JPEG"
        assert not seen.getexif()
    page.locator("input[name=consent]").check()
    press(page, "main form .btn-wide")
    expect(page.locator("h1.ref")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('draft'))") == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_second_need_of_a_phone_takes_four_taps(phone, form, press, locale):
    page, taps = phone(locale=locale), []

    def tap(selector: str) -> None:
        taps.append(selector)
        page.locator(selector).first.click()

    page.goto(f"/en{form}" if locale == "en" else form)
    page.locator("textarea[name=text]").fill("东侧客梯又停了")
    for fold in (0, 1):
        page.locator("summary").nth(fold).click()
    page.locator("input[name=phone]").fill("15400011201")
    page.locator("input[name=enterprise_name]").fill("辰擎")
    page.locator("input[name=room]").fill("1205")
    page.locator("input[name=consent]").check()
    press(page, "main form .btn-wide")
    first = page.locator("h1.ref").inner_text()

    tap("main a[href*='/needs/new/']")
    tap("textarea[name=text]")
    page.keyboard.type("西侧客梯也停了")
    tap("input[name=as_before]")
    with page.expect_navigation():
        tap("main form .btn-wide")
    assert page.locator("h1.ref").inner_text() != first
    assert len(taps) <= 4
    page.goto(f"/en{form}" if locale == "en" else form)
    expect(page.locator("input[name=enterprise_name]")).to_have_value("辰擎")
    expect(page.locator("input[name=room]")).to_have_value("1205")


def test_a_page_that_answers_opens_while_typing_and_the_words_stay(phone, form):
    page = phone()
    page.goto(form)
    page.locator("textarea[name=text]").press_sequentially("想办高新技术企业认定，材料怎么准备")
    answer = page.locator("#answers a").first
    expect(answer).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('resource').some(one => one.name.includes('%E'))") is False
    page.wait_for_timeout(400)  # a draft is safe within a second
    with page.expect_navigation():
        answer.click()
    expect(page.locator("h1")).to_contain_text("高新技术企业")
    page.goto(form)
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("材料怎么准备"))
    page.locator("textarea[name=text]").press_sequentially("呢")
    expect(page.locator("#answers a").first).to_be_visible()
    page.locator("#answers [data-hush]").click()
    expect(page.locator("#answers")).to_be_hidden()
    expect(page.locator("textarea[name=text]")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_personal_data_is_hidden_on_the_way_with_and_without_scripts(phone, form, press, scripts):
    page = phone(scripts=scripts)
    page.goto(form)
    page.locator("textarea[name=text]").fill("孩子叫王小明，请回电15400011201")
    press(page, "main form .btn-wide")
    expect(page.locator("mark").first).to_have_text("王小明")
    press(page, "button[value=hide]")
    expect(page.locator("h1.ref")).to_be_visible()
    page.goto(page.url.replace("received/", ""))
    expect(page.locator("main")).to_contain_text("154****1201")
    expect(page.locator("main")).not_to_contain_text("王小明")
