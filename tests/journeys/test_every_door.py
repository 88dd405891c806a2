"""Every card of the demonstration: one press enters, and what it says to do today stands on the first page."""

import re

import pytest
from playwright.sync_api import expect

from parkdesk.demonstration.signins import SIGN_INS

pytestmark = pytest.mark.browser
# Their task is about the house itself, about a page of the site, or one press behind the first page.
ELSEWHERE = {"admin", "editor", "publisher", "merchant", "leader-community", "manager"}


@pytest.mark.parametrize("username", [one.username for one in SIGN_INS])
def test_a_door_leads_to_the_task_of_the_day(phone, username):
    page = phone()
    page.goto("/demo/")
    card = page.locator(f"article:has(input[value='{username}'])")
    task = re.search("“(.+?)”", card.inner_text())
    with page.expect_navigation():
        card.locator("button").click()
    main = page.locator("main")
    if username in ELSEWHERE or task is None:
        expect(main.locator("a[href]:visible, button:visible").first).to_be_visible()
        return
    link = main.locator("a", has_text=task[1]).first
    expect(link).to_be_visible()
    link.click()
    # Who only reads finds the whole timeline; everybody else something to press.
    expect(page.locator("main .btn:visible, main button[type=submit]:visible, main .timeline").first).to_be_visible()
