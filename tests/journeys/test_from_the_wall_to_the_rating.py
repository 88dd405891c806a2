"""One need, from the code on the wall to the rating, in a real browser: in Chinese, in English, without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.everywhere]
LIFT = "3号楼东侧客梯早上九点开始又停了，大堂排了三四十人，我们在12楼，麻烦催一下维保"


def scan(page, address):
    """Follow a code's address on the running house, whatever host the poster names."""
    page.goto(urlsplit(address).path)


def reference_on(page) -> str:
    return page.locator("h1.ref").inner_text().strip()


def sort_as_simple(page, ref):
    """A specialist sorts the need with what the house suggests, and gives it to the park's operator."""
    page.goto(f"/desk/needs/{ref}/triage/")
    with page.expect_navigation():
        page.locator(".why button[name=adopt]").last.click()
    page.locator("select[name=category]").select_option("PRO")
    page.locator("input[name=tier][value=simple]").check()
    page.locator("select[name=rule]").select_option("S")  # whatever rule other needs of the house led to
    with page.expect_navigation():
        page.locator("#step-form .btn:not([name])").first.click()
    expect(page.locator("main")).to_contain_text("已研判")
    page.goto(f"/desk/needs/{ref}/dispatch/")
    operator = page.locator("select[name=unit] option", has_text=re.compile("运营")).first.get_attribute("value")
    page.locator("select[name=unit]").select_option(operator)
    with page.expect_navigation():
        page.locator("#step-form .btn:not([name])").first.click()


def complete(page, ref, answer, photo):
    """The operator's unit accepts, and completes the order with a picture."""
    page.goto(f"/tasks/{ref}/accept/")
    with page.expect_navigation():
        page.locator("#step-form .btn:not([name])").first.click()
    page.goto(f"/tasks/{ref}/resolve/")
    page.locator("input[name=outcome][value=solved]").check()
    page.locator("textarea[name=answer]").fill(answer)
    page.locator("input[type=file]").set_input_files(photo)
    with page.expect_navigation():
        page.locator("#step-form .btn:not([name])").first.click()


def test_an_enterprise_scans_a_code_and_its_lift_is_mended(house, phone, desktop, sign_in, read_poster, photo):
    enterprise = phone()
    scan(enterprise, read_poster("P01"))
    expect(enterprise.locator("h1")).to_contain_text("蓝境数字产业园")
    expect(enterprise.locator("main")).to_contain_text("119")

    enterprise.locator("textarea[name=text]").fill(LIFT)
    enterprise.locator("input[type=file]").set_input_files(photo)
    enterprise.locator("summary").first.click()
    enterprise.locator("input[name=phone]").fill("1540 001 1201")
    enterprise.locator("input[name=email]").fill("office@lift.example.com")
    enterprise.locator("input[name=consent]").check()
    with enterprise.expect_navigation():
        enterprise.locator("main form .btn-wide").click()
    ref = reference_on(enterprise)
    assert re.fullmatch(r"N-\d{4}-\d{6,}-[0-9A-Z]", ref)
    expect(enterprise.locator(".promise")).to_contain_text("月")
    tracking = enterprise.url.replace("received/", "")

    specialist = desktop()
    sign_in(specialist, "specialist-governance")
    specialist.goto(f"/desk/needs/{ref}/")
    expect(specialist.locator("main")).to_contain_text("大堂排了三四十人")
    expect(specialist.locator("main")).not_to_contain_text("15400011201")
    sort_as_simple(specialist, ref)

    operator = phone()
    sign_in(operator, "operator")
    operator.goto("/tasks/")
    expect(operator.locator("main")).to_contain_text(ref)
    expect(operator.locator("main")).not_to_contain_text("1201")
    complete(operator, ref, "维保单位更换了主机轴承，今天 9:30 恢复运行。", photo)

    enterprise.goto(tracking)
    expect(enterprise.locator("main")).to_contain_text("维保单位更换了主机轴承")
    expect(enterprise.locator(".timeline img").first).to_be_visible()
    with enterprise.expect_navigation():
        enterprise.locator("button[form=confirm-form]").click()
    enterprise.locator("input[name=grade][value='5']").check()
    with enterprise.expect_navigation():
        enterprise.locator("form[action*='/rate/'] [type=submit]").click()
    expect(enterprise.locator(".pill").first).to_have_text("已结案")

    house.settle()
    subjects = [str(message["Subject"]) for message in house.mail.wait_for("office@lift.example.com", count=4)]
    assert any("已收到" in one for one in subjects)
    assert any("已办结" in one for one in subjects)
    assert (
        house.shell(
            f"from requests_flow.models import Need; n = Need.objects.get(reference='{ref}'); "
            "print(n.state, n.outcome, n.ratings.get().grade)"
        )
        == "closed solved 5"
    )


def test_a_foreign_engineer_reports_in_english_and_opens_it_again(house, phone, desktop, sign_in, read_poster, photo):
    engineer = phone(locale="en")
    scan(engineer, read_poster("P01"))
    assert urlsplit(engineer.url).path == "/en/needs/new/"
    engineer.locator("textarea[name=text]").fill("The water dispenser on the 5th floor leaks since Monday.")
    with engineer.expect_navigation():
        engineer.locator("main form .btn-wide").click()
    ref = reference_on(engineer)
    expect(engineer.locator("main")).to_contain_text("by")
    tracking = engineer.url.replace("received/", "")

    specialist = desktop()
    sign_in(specialist, "specialist-governance")
    sort_as_simple(specialist, ref)
    operator = phone()
    sign_in(operator, "operator")
    complete(operator, ref, "The seal was replaced this morning.", photo)

    engineer.goto(tracking)
    expect(engineer.locator("main")).to_contain_text("The seal was replaced this morning.")
    engineer.goto(tracking + "reopen/")
    engineer.locator("textarea[name=reason]").fill("It drips again since noon.")
    with engineer.expect_navigation():
        engineer.locator("main form .btn").first.click()
    expect(engineer.locator(".pill").first).to_have_text("reopened")


def test_a_need_is_handed_in_and_tracked_without_scripts(phone, photo):
    page = phone(scripts=False)
    page.goto("/needs/new/")
    page.locator("textarea[name=text]").fill("地下车库B2入口的灯坏了三盏，晚上看不清路")
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("summary", has_text="联系方式").click()
    page.locator("input[name=phone]").fill("1540001120")
    page.locator("main form .btn-wide").click()
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value("地下车库B2入口的灯坏了三盏，晚上看不清路")
    expect(page.locator("input[name=pictures]")).to_have_count(1)

    page.locator("input[name=phone]").fill("15400011202")
    page.locator("input[name=consent]").check()
    page.locator("main form .btn-wide").click()
    ref = reference_on(page)
    pin = page.locator(".facts-line .code").inner_text().strip()
    assert len(pin) == 4

    page.goto("/needs/track/")
    page.locator("input[name=reference]").fill(ref.lower().replace("-", " "))
    page.locator("input[name=pin]").fill(pin)
    page.locator("main form .btn").first.click()
    expect(page.locator("main")).to_contain_text(ref)
    expect(page.locator("main")).not_to_contain_text("看不清路")
