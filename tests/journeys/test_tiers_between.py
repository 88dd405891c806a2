"""Tiers in real browsers: two members raise a simple need; its convener and the party committee lower it together.

It ends a case of the demonstration, so it walks in a house of its own.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import submit

pytestmark = pytest.mark.browser
LIST = "/council/P01/simple/"
ABOUT = "访客停车"
VOICED = "from councils.models import Voice; print(Voice.objects.standing().get().need.reference)"
TIER = "from requests_flow.models import Need; one = Need.objects.get(reference='{ref}'); print(one.tier, one.state)"
WHY = "保安室已经按统一口径放行，只剩公示"


def test_two_members_raise_a_need_and_convener_and_committee_lower_it(own_house, on_phones, at_desks):
    ref = own_house.shell(VOICED)
    chair, member, landlord = on_phones("chair"), on_phones("member3"), on_phones("operator")
    office, committee = at_desks("manager"), at_desks("party")

    member.goto(f"{LIST}?show=asked")
    expect(member.locator("main")).to_contain_text(ABOUT)
    member.goto(f"{LIST}{ref}/ask/")
    member.locator("textarea[name=reason]").fill("我们公司也遇到了")
    submit(member)
    expect(member.locator("main")).not_to_contain_text(ref)
    assert own_house.shell(TIER.format(ref=ref)).startswith("complex ")

    landlord.goto(f"/tasks/{ref}/accept/")
    submit(landlord, "#step-form .btn:not([name])")
    office.goto(f"/desk/needs/{ref}/deliberate/")
    submit(office, "#step-form .btn:not([name])")
    office.goto(f"/council/for/{ref}/")
    case = office.url
    chair.goto(f"{case}propose_lower/")
    chair.locator("input[name=tier][value=simple]").check()
    chair.locator("textarea[name=reason]").fill(WHY)
    submit(chair)

    committee.goto(case)
    expect(committee.locator("main")).to_contain_text(WHY)
    committee.goto(f"{case}lower/")
    submit(committee)
    own_house.settle()
    assert own_house.shell(TIER.format(ref=ref)) == "simple triaged"
    chair.goto(case)
    expect(chair.locator("main a[href$='/propose_lower/']")).to_have_count(0)
    chair.goto(LIST)
    expect(chair.locator("main")).to_contain_text(ref)
