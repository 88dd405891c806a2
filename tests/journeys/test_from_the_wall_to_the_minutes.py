"""The whole way in a real browser: from a code on the wall over the council's table to the minutes on the site.

It moves the clock, so it walks in a house of its own. Each role signs in as itself and sees its own pages.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import NEXT_DAY, People, cast, figures_of, hand_in, option, sort, submit, text_of, words_of

pytestmark = [pytest.mark.browser, pytest.mark.everywhere]
LIFT = "3号楼客梯今年修了六次，每次换个小零件就对付过去，请园区议一议整机大修和费用怎么分担"
GAS = "实验楼二楼有两个人晕倒，走廊闻到很浓的煤气味，请马上派人"
RESOLUTION = "由运营商牵头、物业配合，完成3号楼客梯控制系统更换，并书面反馈社区"
STORY = "P01"


@dataclass
class Way:
    """One walk through a house: who holds which window, and where its things stand by now."""

    house: Any
    on_phones: People
    at_desks: People
    photo: Any
    ref: str = ""
    tracking: str = ""
    case: str = ""
    meeting: str = ""
    minutes: str = ""

    def day(self, ahead: int) -> str:
        """The working day so many ahead, as a date field takes it."""
        return self.house.shell(f"from parkdesk.core import clock; print({NEXT_DAY.format(ahead=ahead)}.isoformat())")


@pytest.fixture
def way(own_house, on_phones, at_desks, photo):
    return Way(own_house, on_phones, at_desks, photo)


def is_heard(way, poster):
    """A code on the wall, a photo, a specialist who sorts, a volunteer who looks, the desk that asks the council."""
    enterprise = way.on_phones("")
    enterprise.goto(urlsplit(poster).path)
    way.ref, way.tracking = hand_in(enterprise, LIFT, way.photo, "15400011203")
    specialist, volunteer = way.at_desks("specialist-governance"), way.on_phones("volunteer")
    sort(specialist, way.ref, "complex", "C3", "PRO")
    volunteer.goto(f"/visits/{way.ref}/")
    volunteer.locator("textarea").first.fill("到3号楼看过，客梯停在一层，门口贴了第六张停梯告示")
    submit(volunteer)
    specialist.goto(f"/desk/needs/{way.ref}/deliberate/")
    submit(specialist, "#step-form .btn:not([name])")


def is_put_before_the_council(way):
    """Facts and question by the office, what parties say, one interest declared."""
    office, chair, operator = way.at_desks("manager"), way.on_phones("chair"), way.on_phones("member2")
    office.goto(f"/council/for/{way.ref}/")
    way.case = urlsplit(office.url).path
    office.goto(f"{way.case}prepare/")
    office.locator("textarea[name=question]").fill(
        "是否更换3号楼客梯控制系统，费用由维修资金承担六成、产权方承担四成？"
    )
    office.locator("textarea[name=facts]").fill("今年停梯：六次\n累计停运：九十四小时\n更换报价：十八万六千元")
    office.locator("textarea[name=options]").fill("按惯例记名表决；继续修理")
    office.locator("input[name=is_secret][value=named]").check()
    submit(office)
    office.goto(f"{way.case}discuss/")
    submit(office)
    for member, says in ((chair, "十二楼的同事爬了两个月楼梯，支持更换"), (operator, "停梯四天请放在周末")):
        member.goto(f"{way.case}say/")
        member.locator("textarea[name=text]").fill(says)
        submit(member)
    operator.goto(f"{way.case}declare/")
    operator.locator("input[name=has_interest][value=yes]").check()
    operator.locator("select[name=category]").select_option("party")
    submit(operator)
    expect(chair.locator("main")).not_to_contain_text("15400011203")


def is_on_the_agenda(way):
    """A special meeting is called for the afternoon, with the case on its agenda."""
    office = way.at_desks("manager")
    office.goto(f"/council/{STORY}/meetings/new/")
    office.locator("input[name=kind][value=special]").check()
    office.locator("input[name=mode][value=on_site]").check()
    office.locator("input[name=starts_at]").fill(f"{way.day(0)}T14:00")
    office.locator("input[name=place]").fill("党群服务中心二楼议事厅")
    submit(office)
    way.meeting = urlsplit(office.url).path
    office.goto(f"{way.meeting}put/")
    office.locator("select[name=case]").select_option(option(office, "case", "客梯"))
    submit(office)
    office.goto(f"{way.meeting}convene/")
    submit(office)


def is_voted_on(way):
    """Everybody comes in; three vote on their phones and one at a desk; the operator has stepped back."""
    office, chair, operator = way.at_desks("manager"), way.on_phones("chair"), way.on_phones("member2")
    office.goto(way.meeting)
    for _seat in range(7):
        submit(office, "form[action$='/arrive/'] button")
    for act in ("open", "1/vote"):
        office.goto(f"{way.meeting}{act}/")
        submit(office)
    for who in ("chair", "member5", "member6"):
        cast(way.on_phones(who), way.case, "yes")
    cast(way.at_desks("member1"), way.case, "no")
    expect(chair.locator("main")).to_contain_text("回避")
    operator.goto(f"{way.case}ballot/")
    expect(operator.locator("main")).to_contain_text("回避")
    expect(operator.locator("input[name=choice]")).to_have_count(0)
    office.goto(f"{way.meeting}1/count/")
    submit(office)
    chair.goto(way.case)
    expect(chair.locator(".sum").first).to_contain_text("7 席")


def is_carried(way):
    """The resolution names one unit and one date and hands the need back; the meeting ends."""
    office, chair = way.at_desks("manager"), way.on_phones("chair")
    chair.goto(f"{way.case}carry/")
    chair.locator("textarea[name=text]").fill(RESOLUTION)
    chair.locator("select[name=unit]").select_option(option(chair, "unit", "运营"))
    chair.locator("input[name=due_on]").fill(way.day(6))
    submit(chair)
    office.goto(f"{way.meeting}end/")
    submit(office)


def is_solved_and_judged(way):
    """The operator's unit does it and shows it; the enterprise confirms and rates."""
    landlord, enterprise = way.on_phones("operator"), way.on_phones("")
    landlord.goto(f"/tasks/{way.ref}/accept/")
    submit(landlord, "#step-form .btn:not([name])")
    landlord.goto(f"/tasks/{way.ref}/resolve/")
    landlord.locator("input[name=outcome][value=solved]").check()
    landlord.locator("textarea[name=answer]").fill("控制系统已更换，检测结论贴在各楼大堂。")
    landlord.locator("input[type=file]").set_input_files(way.photo)
    submit(landlord, "#step-form .btn:not([name])")
    enterprise.goto(way.tracking)
    expect(enterprise.locator("main")).to_contain_text("控制系统已更换")
    submit(enterprise, "button[form=confirm-form]")
    enterprise.locator("input[name=grade][value='5']").check()
    submit(enterprise, "form[action*='/rate/'] [type=submit]")
    expect(enterprise.locator(".pill").first).to_have_text("已结案")


def goes_round(way):
    """The minutes that the meeting's end has drafted are sent to everybody who was there."""
    office = way.at_desks("manager")
    office.goto(way.meeting)
    with office.expect_navigation():
        office.locator("main a[href*='/minutes/']").first.click()
    way.minutes = urlsplit(office.url).path
    office.goto(f"{way.minutes}circulate/")
    submit(office)


def is_issued(way):
    """Two parties countersign, the community leader issues."""
    for member in (way.on_phones("chair"), way.at_desks("member1")):
        member.goto(f"{way.minutes}countersign/")
        submit(member)
    leader = way.at_desks("leader-community")
    leader.goto(f"{way.minutes}issue/")
    submit(leader)
    way.house.settle()


def stands_on_the_site(way, folder):
    """Anybody reads the minutes; page, PDF and .docx carry the figures of the vote; the search finds them."""
    visitor, leader = way.on_phones.open(), way.at_desks("leader-community")
    visitor.goto(way.minutes)
    expect(visitor.locator("article.sheet")).to_contain_text("由运营商牵头、物业配合")
    expect(visitor.locator("main")).not_to_contain_text("15400011203")
    forms = (
        re.sub(r"\s", "", visitor.locator("article.sheet").inner_text()),
        text_of(visitor, f"{way.minutes}minutes.pdf", folder),
        words_of(leader, f"{way.minutes}minutes.docx"),
    )
    for figure in (RESOLUTION, *figures_of(way.house, way.meeting)):
        assert [figure in form for form in forms] == [True, True, True], figure
    visitor.goto("/search/?q=客梯控制系统")
    expect(visitor.locator("main a[href*='/minutes/']").first).to_be_visible()


def test_a_need_is_deliberated_solved_rewarded_and_published(way, move_to, read_poster, tmp_path):
    move_to(1, "09:20")
    is_heard(way, read_poster(STORY))
    is_put_before_the_council(way)
    is_on_the_agenda(way)
    move_to(0, "13:40")
    is_voted_on(way)
    is_carried(way)
    is_solved_and_judged(way)
    goes_round(way)
    move_to(3, "09:10")
    is_issued(way)
    stands_on_the_site(way, tmp_path)

    volunteer, chair = way.on_phones("volunteer"), way.on_phones("chair")
    volunteer.goto("/points/")
    expect(volunteer.locator("main")).to_contain_text(re.compile("隐患|现场"))
    chair.goto("/points/")
    expect(chair.locator("main")).to_contain_text("全程")


def test_a_volunteer_drinks_a_coffee_and_the_second_scan_is_refused(own_house, on_phones):
    volunteer, till = on_phones("volunteer"), on_phones("merchant")
    volunteer.goto("/points/")
    volunteer.locator("main a[href*='/points/vouchers/']").first.click()
    code = volunteer.locator(".ticket").inner_text()
    letters = re.search(r"\b([0-9A-Z]{4})[ -]([0-9A-Z]{4})[ -]([0-9A-Z]{4})\b", code)
    assert letters, code
    for answer in ("已核销", "已使用"):
        till.goto("/merchant/")
        till.locator("input[name=code]").fill("".join(letters.groups()))
        with till.expect_navigation():
            till.locator("main form .btn-wide").first.click()
        if answer == "已核销":
            submit(till, "form[action$='/merchant/take/'] button")
            expect(till.locator(".ticket")).to_contain_text(answer)
        else:
            expect(till.locator("[role=alert]")).to_contain_text("已")
            expect(till.locator("form[action$='/merchant/take/']")).to_have_count(0)
    volunteer.reload()
    expect(volunteer.locator("main")).to_contain_text("已")


def test_a_major_need_is_supervised_from_the_first_hour(house, on_phones, at_desks, read_poster, tmp_path):
    enterprise = on_phones("")
    enterprise.goto(urlsplit(read_poster(STORY)).path)
    ref, _tracking = hand_in(enterprise, GAS)
    sort(at_desks("specialist-governance"), ref, "major", "M1", "SAF")
    house.settle()
    committee = at_desks("party")
    committee.goto(f"/supervision/for/{ref}/")
    order = urlsplit(committee.url).path
    expect(committee.locator("main")).to_contain_text("督〔")
    committee.goto(f"{order}assign/")
    committee.locator("select[name=unit]").select_option(option(committee, "unit", "综合治理"))
    if committee.locator("textarea[name=requirement]").input_value() == "":
        committee.locator("textarea[name=requirement]").fill("立即疏散、停气、送医，查明泄漏点并书面报告")
    submit(committee)
    expect(committee.locator(".light").first).to_be_visible()
    assert "督办单" in text_of(committee, f"{order}order.pdf", tmp_path)
    specialist = at_desks("specialist-governance")
    specialist.goto(order)
    specialist.goto(f"{order}sign/")
    if specialist.locator("main form .btn").count():
        submit(specialist)
    specialist.goto(f"{order}feedback/")
    specialist.locator("textarea[name=text]").fill("已疏散停气，两人送医无大碍，泄漏点为二楼软管")
    submit(specialist)
    expect(specialist.locator("main")).to_contain_text("泄漏点为二楼软管")
