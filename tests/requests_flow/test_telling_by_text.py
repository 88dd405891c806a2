"""A reporter without an account: text messages with consent, of few steps, until they want no more."""

import pytest
from django.core import mail
from django.urls import reverse

from parkdesk.core import channels, clock, kinds, notices, outbox, robot_sending, robots
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry, Notice, Robot, RobotLine, RobotMessage
from requests_flow.words import State, Urgency

PHONE = "+8615400001201"


class Carrier:
    """A provider that keeps what it was given."""

    texts = []

    def lacks(self):
        return []

    def send(self, text):
        Carrier.texts.append(text)


@pytest.fixture(autouse=True)
def carrier(morning, settings, monkeypatch):
    settings.PARKDESK_SMS_BACKEND = "tests.requests_flow.test_telling_by_text.Carrier"
    monkeypatch.setattr(Carrier, "texts", [])
    return Carrier


def post():
    outbox.drain()
    notices.send_due()


def told_of(need):
    rows = Notice.objects.filter(recipient=f"need:{need.pk}", channel="sms").order_by("pk")
    return [verb.rpartition(".")[2] for verb in rows.values_list("entry__verb", flat=True)]


def test_a_reporter_is_texted_when_it_is_acknowledged_and_completed(a_need, carrier):
    need = a_need(State.RESOLVED, phone=PHONE)
    post()
    assert told_of(need) == ["acknowledge", "resolve"]
    assert all(one.to == PHONE for one in carrier.texts)
    assert all(one.text.startswith("【梦创社区】") and need.token in one.text for one in carrier.texts)
    assert all(need.title not in one.text for one in carrier.texts)


def test_the_steps_can_be_set(a_need, settings):
    settings.PARKDESK_SMS_STEPS = ["submit"]
    need = a_need(State.RESOLVED, phone=PHONE)
    post()
    assert told_of(need) == ["submit"]


def test_without_a_number_or_a_provider_nobody_is_texted(a_need, settings):
    without = a_need(State.RESOLVED, email="qiao@example.com")
    settings.PARKDESK_SMS_BACKEND = ""
    unserved = a_need(State.RESOLVED, phone=PHONE)
    post()
    assert told_of(without) == told_of(unserved) == []
    assert not Notice.objects.filter(state="failed").exists()


def test_a_number_of_an_account_is_used_once_it_is_verified(a_need, operator_person, carrier):
    operator_person.phone = PHONE
    operator_person.save()
    notices.keep_wishes(f"person:{operator_person.pk}", chosen={"work": ["sms"]})
    a_need(State.TRANSFERRED)
    post()
    assert carrier.texts == []
    assert set(Notice.objects.filter(channel="sms").values_list("state", flat=True)) == {"dropped"}
    type(operator_person).objects.update(phone_verified=True)
    a_need(State.TRANSFERRED)
    post()
    assert [one.to for one in carrier.texts] == [PHONE]


def test_no_more_messages_is_respected_also_by_what_waits_already(client, a_need, carrier):
    need = a_need(State.ACKNOWLEDGED, phone=PHONE, email="qiao@example.com")
    page = client.get(need.get_tracking_url())
    assert "短信" in page.content.decode()
    outbox.drain()
    client.post(reverse("requests_flow:messages", args=[need.token]), {"wanted": "no"})
    post()
    assert (carrier.texts, mail.outbox) == ([], [])
    assert PHONE[3:] not in client.get(need.get_tracking_url()).content.decode()
    client.post(reverse("requests_flow:messages", args=[need.token]), {"wanted": "yes"})
    need = advance(need, "ask", by=need.first_contact or need.owner, question="哪一部电梯？")
    post()
    assert len(carrier.texts) == len(mail.outbox) == 1


def test_a_letter_to_a_reporter_says_how_to_stop(a_need):
    need = a_need(email="qiao@example.com")
    post()
    (letter,) = mail.outbox
    assert letter.message()["List-Unsubscribe"].endswith(f"{need.token}/#messages>")
    assert "停止" in letter.body


def test_only_the_holder_of_the_link_may_stop_messages_and_only_by_yes_or_no(client, a_need):
    need = a_need(phone=PHONE)
    assert client.post(reverse("requests_flow:messages", args=["0" * 40]), {"wanted": "no"}).status_code == 404
    assert client.post(reverse("requests_flow:messages", args=[need.token]), {"wanted": "?"}).status_code == 404
    assert client.get(reverse("requests_flow:messages", args=[need.token])).status_code == 405


def test_no_notice_and_no_wish_holds_the_number(client, a_need):
    need = a_need(State.RESOLVED, phone=PHONE)
    client.post(reverse("requests_flow:messages", args=[need.token]), {"wanted": "no"})
    post()
    kept = str(list(Notice.objects.values())) + str(list(Entry.objects.values())) + str(channels.states())
    assert "1540000" not in kept


def test_a_need_in_danger_is_told_at_night(a_need, leader, at, carrier):
    at("2026-11-24 23:30")
    type(leader).objects.filter(pk=leader.pk).update(phone=PHONE, phone_verified=True)
    need = a_need(text="三楼有人被困在电梯里，喘不过气")
    assert need.urgency == Urgency.CRITICAL
    post()
    assert [one.to for one in carrier.texts] == [PHONE]


def test_every_verb_that_tells_somebody_belongs_to_a_kind():
    """A new audience without a kind cannot be switched off by anybody: register one beside it."""
    assert not [verb for verb in notices.verbs() if kinds.of(verb) is kinds.OTHER]
    assert not [must for kind in kinds.all_kinds() for must in kind.musts if must not in notices.verbs()]


# --- groups ------------------------------------------------------------------------------------------
@pytest.fixture
def robot(settings, db):
    settings.PARKDESK_DEMO = True
    return Robot.objects.create(kind="inbox", name="服务台工作群", since=clock.now())


def test_a_group_hears_number_tier_park_light_and_link_and_nothing_else(a_need, robot):
    need = a_need(State.RESOLVED, phone=PHONE, name="乔晨遥", email="qiao@example.com", enterprise_name="辰擎")
    outbox.drain()
    assert robot_sending.send_due() == 1
    said = RobotMessage.objects.get()
    assert need.reference in said.text
    assert "启明里国际中心" in said.text
    told = f"{said.title}{said.text}"
    assert not [one for one in ("乔晨遥", "1540000", "qiao@", "辰擎", need.title, need.token, "客梯") if one in told]


@pytest.mark.parametrize("kept_quiet", [{"is_protected": True}, {"is_personal": True}])
def test_a_group_never_hears_of_a_protected_or_personal_need(a_need, robot, kept_quiet):
    a_need(State.TRIAGED, **kept_quiet)
    outbox.drain()
    assert not RobotLine.objects.exists()
    assert robot_sending.send_due() == 0


def test_a_need_that_becomes_protected_meanwhile_is_not_told(a_need, robot):
    need = a_need()
    outbox.drain()
    type(need).objects.update(is_protected=True)
    assert robot_sending.send_due() == 0
    assert not RobotMessage.objects.exists()


def test_every_event_of_a_robot_is_a_verb_that_exists():
    assert {one.verb.rpartition(".")[0] for one in robots.events()} == {
        "requests_flow.need", "councils.supervisionorder",
    }  # fmt: skip
