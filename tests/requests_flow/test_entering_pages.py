"""The desk enters for somebody else: one call or one paste becomes acknowledged needs, and a reply to give back."""

import re
from datetime import timedelta

import pytest

from enterprises.models import Enterprise
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotYours
from parkdesk.core.search import segment
from requests_flow import entering
from requests_flow.intake import Report
from requests_flow.models import Need, ReporterContact
from requests_flow.words import Channel, Outside, State
from tests.factories import EnterpriseFactory, ParkFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
ENTER, PASTE = "/desk/new/", "/desk/paste/"
CHAT = "王工 10:23\n3号楼电梯停了，我电话15400001201\n赵敏 10:25\n茶水间漏水\n李会计 10:26\n收到"


@pytest.fixture
def desk(client, clerk):
    """A browser in which the window clerk is signed in."""
    client.force_login(clerk)
    return client


def told(**said):
    return {"channel": "phone", "text": "空调不制冷，三天了", "key": "one-press"} | said


def firm(name, **more) -> Enterprise:
    return EnterpriseFactory(name=name, search_text=segment(name), **more)


# --- one call --------------------------------------------------------------------------------------------
def test_a_call_becomes_an_acknowledged_need_of_whoever_took_it(desk, clerk, enterprise):
    Enterprise.objects.filter(pk=enterprise.pk).update(search_text=segment(enterprise.name))
    answer = desk.post(ENTER, told(firm=enterprise.name))
    need = Need.objects.get()
    assert answer["Location"] == f"/desk/entered/{need.reference}/"
    assert (need.state, need.owner, need.first_contact) == (State.ACKNOWLEDGED, clerk, clerk)
    assert (need.channel, need.enterprise, need.park, need.building) == (
        Channel.PHONE, enterprise, enterprise.park, enterprise.building,
    )  # fmt: skip
    assert need.reporter is None
    assert enterprise.name in desk.get(answer["Location"]).content.decode()


def test_the_number_the_pin_and_a_reply_are_given_back_to_whoever_entered_it(desk, client):
    need = Need.objects.get(reference=desk.post(ENTER, told())["Location"].split("/")[-2])
    page = desk.get(f"/desk/entered/{need.reference}/").content.decode()
    assert need.reference in page
    assert need.pin in page
    assert need.get_tracking_url() in page
    assert f"/desk/needs/{need.reference}/triage/" in page
    assert "no-store" in desk.get(f"/desk/entered/{need.reference}/")["Cache-Control"]


def test_pin_and_link_are_shown_to_nobody_else_and_for_a_day_only(desk, clerk, manager):
    need = Need.objects.get(reference=desk.post(ENTER, told())["Location"].split("/")[-2])
    address = f"/desk/entered/{need.reference}/"
    desk.force_login(manager)
    assert desk.get(address).status_code == 404
    desk.force_login(clerk)
    assert desk.get(address).status_code == 200
    Need.objects.update(submitted_at=clock.now() - timedelta(hours=24, minutes=1))
    assert desk.get(address).status_code == 404


def test_several_firms_that_fit_are_chosen_from_and_nothing_typed_is_lost(desk, park):
    one, two = firm("杭州云栖软件有限公司", park=park), firm("杭州云栖科技有限公司", park=park)
    answer = desk.post(ENTER, told(firm="云栖"))
    page = answer.content.decode()
    assert not Need.objects.exists()
    assert one.name in page
    assert two.name in page
    assert "空调不制冷，三天了" in page
    desk.post(ENTER, told(firm="云栖", which=str(two.pk)))
    assert Need.objects.get().enterprise == two


def test_a_name_may_stay_as_it_was_written(desk, park):
    firm("杭州云栖软件有限公司", park=park), firm("杭州云栖科技有限公司", park=park)
    desk.post(ENTER, told(firm="云栖", which="-"))
    need = Need.objects.get()
    assert (need.enterprise, need.enterprise_name) == (None, "云栖")


def test_a_personal_matter_is_not_the_firms(desk, enterprise):
    desk.post(ENTER, told(firm=enterprise.uscc or enterprise.name, is_personal="on"))
    need = Need.objects.get()
    assert (need.is_personal, need.enterprise) == (True, None)


def test_a_name_and_a_number_are_kept_only_when_they_agreed(desk):
    refused = desk.post(ENTER, told(name="秦女士", phone="154 0000 1201"))
    assert not Need.objects.exists()
    assert "秦女士" in refused.content.decode()
    desk.post(ENTER, told(name="秦女士", phone="154 0000 1201", consent="on"))
    assert ReporterContact.objects.get().phone == "+8615400001201"


def test_pressed_twice_it_is_entered_once(desk):
    first, second = desk.post(ENTER, told()), desk.post(ENTER, told())
    assert Need.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_ticket_of_another_system_is_found_by_its_number_and_not_entered_again(desk):
    desk.post(ENTER, told(channel="hotline", outside_number="HZ-20261120-31"))
    need = Need.objects.get()
    assert (need.outside_kind, need.outside_number) == (Outside.HOTLINE, "HZ-20261120-31")
    assert need.reference in desk.get("/desk/?tab=open&q=HZ-20261120-31").content.decode()
    again = desk.post(ENTER, told(outside_number="HZ-20261120-31", key="another"))
    assert need.reference in again.content.decode()
    assert Need.objects.count() == 1


def test_a_ticket_that_is_pressed_twice_is_led_on_and_not_refused(desk):
    first, second = (desk.post(ENTER, told(outside_number="HZ-1")) for _ in range(2))
    assert first["Location"] == second["Location"]
    fields = proposal(desk.post(PASTE, {"kind": "12345", "pasted": "工单编号：HZ2\n内容：路灯不亮"}))
    assert desk.post(PASTE, fields)["Location"] == desk.post(PASTE, fields)["Location"]
    assert Need.objects.count() == 2


def test_a_pasted_ticket_that_is_on_record_is_refused_with_its_need(desk):
    desk.post(ENTER, told(outside_number="HZ-1"))
    fields = proposal(desk.post(PASTE, {"kind": "12345", "pasted": "工单编号：HZ-1\n内容：路灯不亮"}))
    page = desk.post(PASTE, fields).content.decode()
    assert Need.objects.get().reference in page
    assert "路灯不亮" in page
    assert "勾选的须填" in page


def test_many_proposals_ask_no_more_questions_than_one(desk, building, django_assert_max_num_queries):
    chat = "\n".join(f"员工{number} 10:{number:02}\n{building.park.name}第{number}盏灯坏了" for number in range(20))
    desk.get(PASTE)
    with django_assert_max_num_queries(9):
        assert len(desk.post(PASTE, {"kind": "wechat", "pasted": chat}).context["found"].forms) == 20


def test_who_does_not_sit_at_the_desk_enters_nothing(client, volunteer, operator_person, leader_of_a_park):
    for person in (volunteer, operator_person, leader_of_a_park):
        client.force_login(person)
        for address in (ENTER, PASTE):
            assert client.get(address).status_code == 404
            assert client.post(address, told()).status_code == 404
        with pytest.raises(NotYours):
            entering.enter([Report(text="灯坏了")], by=person, key="k")
    client.logout()
    for address in (ENTER, PASTE):
        assert client.post(address, told())["Location"] == f"/accounts/login/?next={address}"
    assert not Need.objects.exists()


@pytest.fixture
def leader_of_a_park(park):
    return somebody("魏临乔", Role.PARK_LEADER, park=park)


# --- one paste -------------------------------------------------------------------------------------------
def proposal(answer):
    """The fields of the page of proposals, as a browser would send them back."""
    page = answer.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for number, one in enumerate(answer.context["found"]):
        fields |= {f"form-{number}-{name}": one[name].value() for name in ("text", "where", "name", "phone")}
        if one["take"].value():
            fields[f"form-{number}-take"] = "on"
    fields["outside_number"] = answer.context["shared"]["outside_number"].value() or ""
    return fields


def test_a_pasted_chat_becomes_needs_that_are_checked_first(desk, clerk):
    looked = desk.post(PASTE, {"kind": "wechat", "pasted": CHAT})
    assert not Need.objects.exists()
    fields = proposal(looked)
    assert fields["form-0-text"] == "3号楼电梯停了，我电话154****1201"
    assert "form-2-take" not in fields
    answer = desk.post(PASTE, fields)
    lift, water = Need.objects.order_by("pk")
    assert answer["Location"] == f"/desk/entered/{lift.reference},{water.reference}/"
    assert {lift.state, water.state} == {State.ACKNOWLEDGED}
    assert {lift.channel, lift.outside_kind} == {Channel.PASTE, Outside.CHAT}
    assert not ReporterContact.objects.exists()


def test_contacts_of_a_paste_are_kept_when_it_was_agreed(desk):
    fields = proposal(desk.post(PASTE, {"kind": "wechat", "pasted": CHAT})) | {"consent": "on"}
    desk.post(PASTE, fields)
    assert set(ReporterContact.objects.values_list("name", "phone")) == {("王工", "+8615400001201"), ("赵敏", "")}


def test_a_group_gets_neither_pin_nor_link_in_its_reply(desk):
    answer = desk.post(PASTE, proposal(desk.post(PASTE, {"kind": "wechat", "pasted": CHAT})))
    for one in desk.get(answer["Location"]).context["shown"]:
        assert one["need"].reference in one["reply"]
        assert one["need"].pin not in one["reply"].replace(one["need"].reference, "")
        assert one["link"] not in one["reply"]


def test_a_pasted_ticket_keeps_its_number_and_finds_its_park(desk):
    there = ParkFactory(name="梦想小镇")
    ticket = "工单编号：HZ1\n诉求地点：梦想小镇南门\n诉求内容：路灯不亮"
    fields = proposal(desk.post(PASTE, {"kind": "12345", "pasted": ticket}))
    assert (fields["outside_number"], fields["form-0-where"]) == ("HZ1", f"p:{there.code}")
    desk.post(PASTE, fields)
    need = Need.objects.get()
    assert (need.park, need.outside_kind, need.outside_number) == (there, Outside.HOTLINE, "HZ1")


def test_with_nothing_ticked_nothing_is_entered_and_the_words_stay(desk):
    fields = proposal(desk.post(PASTE, {"kind": "wechat", "pasted": CHAT}))
    answer = desk.post(PASTE, {name: value for name, value in fields.items() if not name.endswith("take")})
    assert not Need.objects.exists()
    assert "茶水间漏水" in answer.content.decode()


def test_one_bad_proposal_keeps_all_from_being_stored_by_half(desk):
    fields = proposal(desk.post(PASTE, {"kind": "wechat", "pasted": CHAT})) | {"form-1-text": ""}
    answer = desk.post(PASTE, fields)
    assert not Need.objects.exists()
    assert answer.status_code == 200
    assert "3号楼电梯停了" in answer.content.decode()


def test_an_empty_paste_says_so(desk):
    assert desk.post(PASTE, {"kind": "wechat", "pasted": "  "}).context["form"].errors


def test_more_than_fit_one_page_is_said(desk):
    chat = "\n".join(f"员工{number} 10:{number:02}\n第{number}盏灯坏了" for number in range(25))
    answer = desk.post(PASTE, {"kind": "wechat", "pasted": chat})
    assert answer.context["left_out"] == 5
    assert len(answer.context["found"].forms) == 20


def test_the_way_to_enter_a_need_is_on_the_desk_for_those_who_may(desk, client):
    assert ENTER in desk.get("/desk/").content.decode()
    client.force_login(somebody("审计", Role.DISCIPLINE_AUDITOR))
    assert ENTER not in client.get("/desk/").content.decode()
