"""A specialist brings a list in that has a mistake, mends it, confirms, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import invented_uscc

pytestmark = pytest.mark.browser
HEADER = "单位,统一社会信用代码,所在园区,楼栋,房号,联系人,手机号"
GOOD, BAD, LEFT = (invented_uscc(3_000_000 + number) for number in range(3))
NAME = "杭州丙子导入科技有限公司"


def table(rows):
    return "\r\n".join([HEADER, *rows]).encode("gb18030")


def test_a_list_with_a_mistake_is_mended_confirmed_and_taken_back(phone, sign_in, house):
    park = house.shell("from enterprises.models import Park; print(Park.objects.get(code='P01').name)").strip()
    desk = phone()
    sign_in(desk, "specialist-economy")
    desk.goto("/enterprises/")
    desk.get_by_role("link", name="导入名单").click()
    rows = [f"{NAME},{GOOD},{park},,301,张三,15400000001", f"杭州丁丑导入科技有限公司,{BAD[:-2]}00,{park},,302,,",
            f"杭州戊寅导入科技有限公司,{LEFT},从没听过的园区,,303,,"]  # fmt: skip
    desk.get_by_label("企业名单").set_input_files({"name": "名单.csv", "mimeType": "text/csv", "buffer": table(rows)})
    desk.get_by_role("button", name="查看各列").click()
    desk.get_by_role("button", name="核对各行").click()
    expect(desk.locator("section.errors")).to_contain_text("企业全称")
    desk.get_by_label("单位", exact=True).select_option("name")
    desk.get_by_role("button", name="核对各行").click()
    expect(desk.get_by_role("link", name=re.compile("^有误"))).to_be_visible(timeout=30_000)
    expect(desk.get_by_role("link", name=re.compile("待判断"))).to_be_visible()
    desk.get_by_label(re.compile("从没听过的园区")).select_option("P01")
    desk.get_by_role("button", name="采用并重新核对").click()
    expect(desk.get_by_role("button", name="写入 2 行")).to_be_visible(timeout=30_000)
    desk.get_by_role("button", name="写入 2 行").click()
    expect(desk.get_by_role("link", name="撤回整次导入")).to_be_visible(timeout=30_000)
    assert _found(house) == "2"
    desk.get_by_role("link", name="撤回整次导入").click()
    desk.locator("button.btn-stop").click()
    expect(desk.locator("main .pill").first).to_contain_text("已撤回", timeout=30_000)
    assert _found(house) == "0"


def _found(house):
    asked = "from enterprises.models import Enterprise as E; print(E.objects.filter(name__contains='导入科技').count())"
    return house.shell(asked).strip()
