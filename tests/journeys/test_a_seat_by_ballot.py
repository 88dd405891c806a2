"""A seat of a council is filled in a real browser: by self-nomination, a secret ballot, and two signatures.

It moves the clock over a month, so it walks in a house of its own. The small park has a by-election under way.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import submit

pytestmark = pytest.mark.browser
ELECTION = (
    "from councils.models import Election; one = Election.objects.get(council__park__code='P01', ended_at=None); "
)
CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{10}\b")
FIRMS = ("言棋同", "雁码初")
WORDS = "把停车和食堂两件事带到会上，每月公开一次进展。"


@pytest.fixture
def past(own_house):
    """A minute after that moment of the election; the jobs of that minute run."""

    def go(moment: str) -> None:
        own_house.shell(
            f"{ELECTION}from datetime import timedelta; from parkdesk.core import shift; "
            f"shift.move_to(one.{moment} + timedelta(minutes=1))"
        )
        own_house.manage("tick", "--once")

    return go


def does(who, address: str, **words: str):
    """One act on the election: its page is open to them, its fields are filled in, its button is pressed."""
    answer = who.goto(address)
    assert answer.ok, who.locator("main").inner_text()
    for name, text in words.items():
        who.locator(f"textarea[name={name}]").fill(text)
    submit(who)


def stage(house) -> str:
    return house.shell(f"{ELECTION}print(one.stage)")


def stands(phone) -> str:
    """From the councils to the election and onto its list, without being asked by anybody; returns its address."""
    phone.goto("/council/")
    phone.locator("main a[href$='/elections/']").first.click()
    phone.get_by_role("link", name=re.compile("补选")).first.click()
    phone.wait_for_url("**/elections/*/")
    election = urlsplit(phone.url).path
    phone.goto(f"{election}stand/")
    phone.locator("input[name=position]").fill("行政经理")
    phone.locator("textarea[name=statement]").fill(WORDS)
    phone.locator("input[name=agrees]").check()
    submit(phone)
    return election


def is_checked_by_two(election, office, committee):
    """The office says that they can stand, with reasons; the party committee confirms; the names are published."""
    office.goto(election)
    with office.expect_navigation():
        office.locator("main a[href*='/assess/']").first.click()
    office.locator("input[name=is_fit][value=yes]").check()
    office.locator("textarea[name=reasons]").fill("企业在营满三个月，无未结欠薪事项，本人同意公开。")
    submit(office)
    committee.goto(election)
    with committee.expect_navigation():
        committee.locator("main a[href*='/confirm/']").first.click()
    submit(committee)
    office.goto(f"{election}publish/")
    office.locator("textarea[name=remedy]").fill("没有代表的企业类型由下次补选补足。")
    submit(office)


def code_for(election, leader, firm) -> str:
    """The code of a firm that named nobody, read off the leader's screen."""
    leader.goto(f"{election}give_code/")
    chosen = leader.locator("select[name=firm] option", has_text=firm).first.get_attribute("value")
    leader.locator("select[name=firm]").select_option(chosen)
    submit(leader)
    found = CODE.search(leader.locator("body").inner_text())
    assert found
    return found[0]


def votes(election, phone: Any, code: str):
    """A code, a name, one press; the receipt is shown once, and the code opens nothing any more."""
    phone.goto(f"{election}code/")
    phone.locator("input[name=code]").fill(code)
    submit(phone)
    phone.locator("input[name=picks]").first.check()
    submit(phone)
    expect(phone.locator(".notice .ref")).to_be_visible()
    phone.reload()
    expect(phone.locator(".notice .ref")).to_have_count(0)
    phone.goto(f"{election}code/")
    phone.locator("input[name=code]").fill(code)
    with phone.expect_navigation():
        phone.locator("main form [type=submit].btn").first.click()
    expect(phone.locator("main")).to_contain_text("已")
    expect(phone.locator("input[name=picks]")).to_have_count(0)


def test_a_seat_is_filled_by_self_nomination_and_a_secret_ballot(own_house, on_phones, at_desks, past):
    candidate, office, committee = on_phones("enterprise"), at_desks("manager"), at_desks("party")
    election = stands(candidate)
    name = own_house.shell(f"{ELECTION}print(one.candidacies.get().person.name)")
    assert re.search(r"[\u4e00-\u9fff]", name)
    past("nominations_close_at")
    is_checked_by_two(election, office, committee)
    past("voting_opens_at")
    leader = on_phones("leader")
    for firm in FIRMS:
        votes(election, on_phones.open(), code_for(election, leader, firm))
    past("voting_closes_at")
    if stage(own_house) == "voting":  # too few have voted, so there is time once more
        past("voting_closes_at")
    # Nobody voted on paper, so the clock has counted.
    does(at_desks("auditor"), f"{election}attest/")
    does(at_desks.again("manager"), f"{election}declare/")
    past("objections_close_at")
    does(at_desks("leader-community"), f"{election}endorse/", remedy="没有代表的企业类型由下次补选补足。")
    does(at_desks.again("party"), f"{election}certify/")
    visitor = on_phones.open()
    visitor.goto(election)
    expect(visitor.locator("main")).to_contain_text(name)
    candidate = on_phones.again("enterprise")
    candidate.goto("/council/P01/")
    expect(candidate.locator("main")).to_contain_text(name)
    expect(candidate.locator(".over")).to_contain_text("企业")
