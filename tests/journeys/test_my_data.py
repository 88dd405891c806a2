"""Somebody looks at what is held about them, takes a copy along, and has it erased."""

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
NUMBER, NAME = "15473912846", "欧阳鹤雏"


def taken_along(page):
    """The copy, as it is saved on the phone."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载副本").click()
    with zipfile.ZipFile(saved.value.path()) as bundle:
        return bundle.namelist(), json.loads(bundle.read("my-data.json"))


def test_a_reporter_without_an_account_takes_a_copy_along_and_is_erased(phone, house):
    page = phone()
    page.goto("/needs/new/")
    page.locator("textarea[name=text]").fill("会议室空调不制冷，三天了")
    page.locator("details:has(input[name=phone]) summary").click()
    page.locator("input[name=name]").fill(NAME)
    page.locator("input[name=phone]").fill(NUMBER)
    page.locator("input[name=consent]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile("received"))
    page.locator("main a.btn-wide").first.click()
    track = page.url
    page.get_by_role("link", name=re.compile("我的个人信息")).click()
    expect(page.locator("main")).to_contain_text("154****2846")
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    names, said = taken_along(page)
    assert "my-data.html" in names
    assert "154****2846" in json.dumps(said)

    page.get_by_role("link", name="删除", exact=True).click()
    expect(page.locator("main")).to_contain_text("尚未办结")
    expect(page.get_by_role("link", name="继续删除")).to_have_count(0)
    page.goto(f"{track}withdraw/")
    page.locator("main form [type=submit]").first.click()
    page.goto(f"{track}privacy/erase/")
    expect(page.locator("main")).to_contain_text("将保留的内容及原因")
    page.get_by_role("link", name="继续删除").click()
    page.get_by_role("button", name="永久删除").click()
    expect(page.locator("main")).to_contain_text("已应反映人要求删除")
    assert (
        house.shell(
            "from requests_flow.models import ReporterContact\n"
            f"print(ReporterContact.objects.filter(phone='+86{NUMBER}').count())"
        )
        .strip()
        .endswith("0")
    )


def test_somebody_signed_in_takes_a_copy_along_and_reads_what_stands_before_an_erasure(phone, sign_in):
    page = phone()
    sign_in(page, "volunteer")
    page.goto("/me/")
    page.get_by_role("link", name=re.compile("我的个人信息")).click()
    _names, said = taken_along(page)
    assert {"account", "offices"} <= {kind["code"] for kind in said["kinds"]}
    page.get_by_role("link", name="删除", exact=True).click()
    expect(page.locator("main")).to_contain_text("请先联系服务台办理卸任")
    expect(page.get_by_role("link", name="继续删除")).to_have_count(0)
