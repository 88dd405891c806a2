"""What recurs becomes a class case that everybody reads; a filing for a firm whose papers come and go."""

import re

import pytest
from playwright.sync_api import expect

from tests.pdfs import paper

pytestmark = pytest.mark.browser
TOKEN = "from requests_flow.models import Filing\nprint(Filing.objects.first().need.token)"


def test_what_recurs_is_opened_answered_once_and_published(desktop, phone, sign_in, press):
    desk, reader = desktop(), phone()
    sign_in(desk, "manager")
    desk.goto("/desk/classes/")
    proposal = desk.locator("section.why").first
    expect(proposal.get_by_text(re.compile("家企业，"))).to_be_visible()
    proposal.get_by_role("link", name="建立类案").click()
    desk.get_by_label(re.compile("^名称（公开）")).fill("电梯为什么反复停")
    desk.get_by_label(re.compile("^标准答复")).first.fill("控制板本周更换，更换前由维保人员驻点。")
    press(desk, "#step-form [type=submit]")
    expect(desk.get_by_role("heading", level=1)).to_have_text("电梯为什么反复停")
    desk.get_by_role("link", name="公开页面").click()
    press(desk, "#step-form [type=submit]")
    reader.goto("/classes/")
    reader.get_by_role("link", name=re.compile("电梯为什么反复停")).click()
    expect(reader.get_by_text("控制板本周更换，更换前由维保人员驻点。")).to_be_visible()


def test_the_firm_sees_on_its_phone_what_is_here_and_what_went_back(house, desktop, phone, sign_in, press):
    desk, firm = desktop(), phone()
    firm.goto(f"/needs/track/{house.shell(TOKEN).strip()}/")
    firm.locator("#filings ~ ul a").first.click()
    expect(firm.get_by_text("营业执照副本")).to_be_visible()
    sign_in(desk, "manager")
    desk.goto("/desk/filings/")
    desk.locator("main ul.rows a").first.click()
    desk.get_by_role("link", name="退还 营业执照副本").click()
    desk.get_by_label("退还给谁").fill("张行政")
    press(desk, "#step-form [type=submit]")
    firm.reload()
    expect(firm.get_by_text(re.compile("退还 张行政"))).to_be_visible()


def test_a_paper_goes_along_as_pdf_and_is_taken_away_again(desktop, sign_in, press, tmp_path):
    desk, copy = desktop(), tmp_path / "租赁合同第一页.pdf"
    copy.write_bytes(paper(2))
    sign_in(desk, "manager")
    desk.goto("/desk/filings/")
    desk.locator("main ul.rows a").first.click()
    desk.locator("a[href$='/papers/new/']").click()
    desk.get_by_label(re.compile("^材料")).first.fill("租赁合同复印件")
    desk.locator("input[name=form][value=copy]").check()
    desk.locator("input[type=file]").set_input_files(copy)
    expect(desk.locator(".paper-tile")).to_have_text("租赁合同第一页.pdf")
    press(desk, "#step-form [type=submit]")
    link = desk.get_by_role("link", name="租赁合同第一页")
    expect(link.locator("xpath=..")).to_contain_text("2 页")
    with desk.expect_download() as taken:
        link.click()
    assert re.fullmatch(r"paper-[0-9a-f]{8}\.pdf", taken.value.suggested_filename)
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
