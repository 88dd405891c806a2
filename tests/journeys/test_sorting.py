"""What belongs together: a lift that many report, followed with one tap; several needs ticked by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CODE = """
from enterprises.models import PlaceCode
from requests_flow.models import Incident
one = Incident.objects.open().get()
print(PlaceCode.objects.filter(building=one.building, revoked_at=None).first().code)
"""
TITLE = "楼道照明线路检修"


def test_an_incident_is_followed_with_one_tap_and_answered_once_for_all(house, phone, sign_in, press):
    tenant, desk = phone(), phone()
    tenant.goto(f"/needs/new/?place={house.shell(CODE).strip()}")
    expect(tenant.get_by_role("heading", name=re.compile(TITLE))).to_be_visible()
    with tenant.expect_navigation():
        tenant.get_by_role("button", name="我这里也一样，跟进此事").click()
    number = tenant.locator("h1.ref").inner_text()
    tenant.get_by_role("link", name="看进度").click()
    expect(tenant.get_by_text("属于已登记的园区级事项")).to_be_visible()

    sign_in(desk, "manager")
    desk.goto("/desk/incidents/")
    desk.get_by_role("link", name=re.compile(TITLE)).click()
    expect(desk.get_by_text(number)).to_be_visible()
    desk.get_by_role("link", name="统一答复").click()
    desk.get_by_label("内容", exact=True).fill("三楼先装临时灯，线路今晚换完。")
    press(desk)
    expect(desk.get_by_text("三楼先装临时灯，线路今晚换完。")).to_be_visible()
    tenant.reload()
    expect(tenant.get_by_text("三楼先装临时灯，线路今晚换完。")).to_be_visible()


def test_needs_are_ticked_with_x_looked_at_and_noted_in_one_press(desktop, sign_in, press):
    page = desktop()
    sign_in(page, "manager")
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-tick]:checked")).to_have_count(2)
    expect(page.locator("[data-ticked]")).to_have_text("已勾选： 2")
    page.get_by_label("对勾选的需求").select_option("note")
    page.get_by_role("button", name="先看清单").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("批量操作 2 件")
    page.locator("main textarea").fill("同一天上门")
    press(page, "#step-form [type=submit]")
    expect(page.get_by_role("heading", name=re.compile("已办"))).to_contain_text("2")
