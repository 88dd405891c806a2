"""A major need in a real browser: the council agrees, the party committee sends it back once, the council votes anew.

It moves the clock over two discussions and two votes, so it walks in a house of its own.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import NEXT_DAY, cast, hand_in, option, sort, submit

pytestmark = [pytest.mark.browser, pytest.mark.everywhere]
MONEY = "园区停车场道闸整体换新要花三十多万，动用各家共管的钱，请园区一起定怎么出"
QUESTION = "是否用共管资金更换停车场道闸，预算32万元？"
REASON = "请补充三家报价和资金来源说明。"
VOTERS = ("chair", "member1", "member2", "member3", "member5", "member6")
PLACE = (
    "from enterprises.models import PlaceCode; "
    "print(PlaceCode.objects.filter(revoked_at=None, park__code='P01').first().code)"
)
CASE = "from councils.models import Case; one = Case.objects.get(pk={pk}); "
PAST = "from datetime import timedelta; from parkdesk.core import shift; shift.move_to({moment} + timedelta(minutes=1))"
WORDS = "print(one.question, one.rounds.filter(state='closed').count(), one.state, one.result)"


@pytest.fixture
def past(own_house):
    """A minute after a moment of the case with this address; the jobs of that minute run."""

    def go(case: str, moment: str) -> None:
        own_house.shell(CASE.format(pk=number_of(case)) + PAST.format(moment=moment))
        own_house.manage("tick", "--once")
        own_house.settle()

    return go


def number_of(case: str) -> str:
    return case.rstrip("/").rsplit("/", 1)[-1]


def is_before_the_council(house, firm, specialist, office) -> str:
    """Handed in from a code on the wall, sorted as major, put before the council; returns the address of its case."""
    firm.goto(f"/needs/new/?place={house.shell(PLACE)}")
    ref, _tracking = hand_in(firm, MONEY)
    sort(specialist, ref, "major", "M4", "PRO")
    specialist.goto(f"/desk/needs/{ref}/deliberate/")
    submit(specialist, "#step-form .btn:not([name])")
    office.goto(f"/council/for/{ref}/")
    case = urlsplit(office.url).path
    office.goto(f"{case}prepare/")
    office.locator("textarea[name=question]").fill(QUESTION)
    office.locator("textarea[name=facts]").fill("道闸使用：十一年\n今年故障：十七次")
    office.locator("input[name=is_secret][value=named]").check()
    submit(office)
    office.goto(f"{case}discuss/")
    submit(office)
    return case


def is_agreed(case, at_desks, on_phones, past):
    """The discussion ends, the vote opens, six members of five parties vote on their phones, the clock counts.

    Days have gone by, in which everybody's session has ended.
    """
    past(case, "one.discussion_ends_at")
    office = at_desks.again("manager")
    office.goto(case)
    if office.locator("main a[href$='/vote/']").count():
        office.goto(f"{case}vote/")
        submit(office)
    for who in VOTERS:
        cast(on_phones.again(who), case, "yes")
    past(case, "one.rounds.order_by('number').last().closes_at")


def test_a_major_need_comes_back_from_the_party_committee_and_is_confirmed(own_house, on_phones, at_desks, past):
    case = is_before_the_council(own_house, on_phones(""), at_desks("specialist-governance"), at_desks("manager"))
    is_agreed(case, at_desks, on_phones, past)
    committee, chair = at_desks.again("party"), on_phones.again("chair")
    chair.goto(case)
    expect(chair.locator("main a[href$='/carry/']")).to_have_count(0)

    committee.goto(f"{case}return_once/")
    expect(committee.locator("textarea[name=question]")).to_have_count(0)
    committee.locator("textarea[name=reason]").fill(REASON)
    submit(committee)
    chair.goto("/council/P01/")
    expect(chair.locator("main")).to_contain_text("道闸")
    chair.goto(f"{case}contribute/")
    chair.locator("textarea[name=text]").fill("三家报价已附上，资金来自上季度结余。")
    submit(chair)

    is_agreed(case, at_desks, on_phones, past)
    committee, chair = at_desks.again("party"), on_phones.again("chair")
    committee.goto(case)
    expect(committee.locator("main a[href$='/return_once/']")).to_have_count(0)
    committee.goto(f"{case}confirm/")
    submit(committee)
    chair.goto(f"{case}carry/")
    chair.locator("textarea[name=text]").fill("由运营商更换停车场道闸并公示账目")
    chair.locator("select[name=unit]").select_option(option(chair, "unit", "运营"))
    day = own_house.shell(f"from parkdesk.core import clock; print({NEXT_DAY.format(ahead=6)}.isoformat())")
    chair.locator("input[name=due_on]").fill(day)
    submit(chair)
    said = own_house.shell(CASE.format(pk=number_of(case)) + WORDS)
    assert said == f"{QUESTION} 2 executing agreed"
    assert re.search("落实中", chair.locator("main").inner_text())
