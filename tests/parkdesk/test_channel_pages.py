"""Channels, robots, my notices, texts to copy: who opens them, what they say, what they keep to themselves."""

import re
from datetime import timedelta

import pytest

from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import channels, clock, idempotency, notices
from parkdesk.core.models import Robot, Wishes
from tests.core.stand_in import stand_in
from tests.factories import AppointmentFactory, PersonFactory

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
PHONE = "15400001201"


def signed_in(client, role=None, **said):
    person = AppointmentFactory(role=role).person if role else PersonFactory(**said)
    client.force_login(person)
    return person


@pytest.fixture
def administrator(client, db):
    return signed_in(client, Role.SYSTEM_ADMIN)


class Carrier:
    """A provider that keeps what it was given."""

    texts = []

    def lacks(self):
        return []

    def send(self, text):
        Carrier.texts.append(text.text)


@pytest.fixture
def carrier(settings, monkeypatch):
    settings.PARKDESK_SMS_BACKEND = "tests.parkdesk.test_channel_pages.Carrier"
    monkeypatch.setattr(Carrier, "texts", [])
    return Carrier


# --- channels ----------------------------------------------------------------------------------------
def test_an_administrator_reads_what_a_channel_lacks_and_how_to_mend_it(administrator, client):
    page = client.get("/en/setup/").content.decode()
    assert "PARKDESK_SMS_BACKEND" in page
    assert "Name the provider" in page


@pytest.mark.parametrize("role", [Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.VOLUNTEER])
def test_nobody_else_opens_the_channels(client, db, role):
    signed_in(client, role)
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/email/switch/", {"position": "off"}).status_code == 404


def test_a_channel_is_switched_off_and_on(administrator, client):
    client.post("/setup/email/switch/", {"position": "off"})
    assert "email" not in channels.open_now()
    client.post("/setup/email/switch/", {"position": "off"})
    assert "email" not in channels.open_now()
    client.post("/setup/email/switch/", {"position": "on"})
    assert "email" in channels.open_now()
    assert client.post("/setup/in_app/switch/", {"position": "off"}).status_code == 404
    assert client.post("/setup/email/switch/", {"position": "?"}).status_code == 404
    assert client.post("/setup/fax/switch/", {"position": "on"}).status_code == 404


def test_an_administrator_tries_a_channel_out(administrator, client, carrier, mailoutbox):
    assert "went out" in client.post("/en/setup/email/test/", follow=True).content.decode()
    assert [one.to for one in mailoutbox] == [[administrator.email]]
    assert "no address" in client.post("/en/setup/sms/test/", follow=True).content.decode()
    Person.objects.update(phone=f"+86{PHONE}", phone_verified=True)
    client.post("/en/setup/sms/test/")
    assert len(carrier.texts) == 1
    assert client.post("/setup/in_app/test/").status_code == 404


def test_a_channel_that_fails_says_why_and_names_nobody(administrator, client, settings):
    settings.EMAIL_BACKEND = "tests.core.test_notices.Refusing"
    page = client.post("/en/setup/email/test/", follow=True).content.decode()
    assert "OSError" in page
    assert "does not arrive" in page
    assert administrator.email not in page


# --- robots ------------------------------------------------------------------------------------------
def robot_said(**more):
    said = {"kind": "wecom", "name": "服务台工作群", "url": WECOM, "language": "zh-hans", "is_on": "on"}
    return said | {"key": idempotency.new_key()} | more


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.DESK_MANAGER])
def test_a_robot_is_set_up_and_its_address_is_never_shown_again(client, db, role):
    signed_in(client, role)
    said = robot_said(secret="SEC-very-secret", events=["requests_flow.need.submit"])
    for _ in range(2):
        client.post("/desk/robots/new/", said)
    robot = Robot.objects.get()
    assert robot.url == WECOM
    assert robot.since <= clock.now()
    for address in ("/en/desk/robots/", f"/en/desk/robots/{robot.pk}/"):
        page = client.get(address).content.decode()
        assert "693a91f6" not in page
        assert "SEC-very" not in page
    assert "…5aaa" in client.get("/en/desk/robots/").content.decode()


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.SPECIALIST, Role.PARTY_COMMITTEE, Role.OPERATOR_STAFF])
def test_nobody_else_knows_of_robots(client, db, role):
    signed_in(client, role)
    robot = Robot.objects.create(kind="wecom", name="群", url=WECOM, since=clock.now())
    for address in ("", "new/", f"{robot.pk}/", f"{robot.pk}/test/", f"{robot.pk}/delete/"):
        assert client.get(f"/desk/robots/{address}").status_code == 404
        assert client.post(f"/desk/robots/{address}").status_code == 404
    assert Robot.objects.filter(pk=robot.pk).exists()


@pytest.mark.parametrize(
    "url", ["", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "https://127.0.0.1/cgi-bin/webhook/send?key=k"]
)
def test_a_robot_elsewhere_is_refused(administrator, client, url):
    page = client.post("/en/desk/robots/new/", robot_said(url=url)).content.decode()
    assert "https://qyapi.weixin.qq.com" in page
    assert not Robot.objects.exists()


def test_the_demonstrations_inbox_is_no_platform_elsewhere(administrator, client):
    client.post("/desk/robots/new/", robot_said(kind="inbox", url=""))
    assert not Robot.objects.exists()


def test_changing_a_robot_keeps_its_secrets_and_its_platform(administrator, client):
    robot = Robot.objects.create(kind="wecom", name="群", url=WECOM, secret="SEC1", since=clock.now())
    client.post(f"/desk/robots/{robot.pk}/", robot_said(name="新群", url="", kind="feishu", is_on=""))
    robot.refresh_from_db()
    assert (robot.name, robot.url, robot.secret, robot.kind, robot.is_on) == ("新群", WECOM, "SEC1", "wecom", False)


def test_a_test_message_says_in_words_how_it_went(administrator, client, settings):
    with stand_in() as server:
        settings.PARKDESK_OUTWARD_ORIGINS = [server.origin]
        url = f"{server.origin}/cgi-bin/webhook/send?key=k"
        robot = Robot.objects.create(kind="wecom", name="群", url=url, since=clock.now())
        page = client.post(f"/en/desk/robots/{robot.pk}/test/", follow=True).content.decode()
        assert "took the test message" in page
        page = client.post(f"/en/desk/robots/{robot.pk}/test/", follow=True).content.decode()
        assert "Wait some seconds" in page
        server.answer = lambda call: (200, {"errcode": 93000, "errmsg": "invalid webhook url"})
        Robot.objects.update(calls=[])
        page = client.post(f"/en/desk/robots/{robot.pk}/test/", follow=True).content.decode()
    assert "no longer valid" in page
    assert "93000" in page
    assert len(server.calls) == 2


def test_a_robot_is_removed(administrator, client):
    robot = Robot.objects.create(kind="wecom", name="群", url=WECOM, since=clock.now())
    assert client.get(f"/desk/robots/{robot.pk}/delete/").status_code == 405
    client.post(f"/desk/robots/{robot.pk}/delete/")
    assert not Robot.objects.exists()


# --- my notices --------------------------------------------------------------------------------------
def wishes_said(**more):
    said = {"rhythm": "daily", "quiet_from": "21:00", "quiet_until": "07:30", "language": "en"}
    return said | {"kind_needs": ["email"], "kind_points": []} | more


def test_my_wishes_are_mine_alone_and_are_kept(client, db):
    other = PersonFactory()
    me = signed_in(client)
    assert client.post("/me/notices/", wishes_said(recipient=f"person:{other.pk}")).status_code == 302
    mine = Wishes.objects.get()
    assert (mine.recipient, mine.rhythm, str(mine.quiet_from)) == (f"person:{me.pk}", "daily", "21:00:00")
    assert mine.chosen == {
        "needs": ["email"], "points": [], "firm": [], "belonging": [], "elections": [], "seats": [],
    }  # fmt: skip
    me.refresh_from_db()
    assert me.language == "en"
    assert 'value="21:00"' in client.get("/me/notices/").content.decode()


def test_what_always_comes_is_named_and_has_no_tick(client, db):
    signed_in(client)
    page = client.get("/en/me/notices/").content.decode()
    assert "A question about my need" in page
    assert "An order for my unit" not in page
    signed_in(client, Role.OPERATOR_STAFF)
    assert "An order for my unit" in client.get("/en/me/notices/").content.decode()


def test_kinds_that_were_not_shown_stay_as_they_are(client, db):
    me = signed_in(client)
    notices.keep_wishes(f"person:{me.pk}", chosen={"votes": ["sms"]})
    client.post("/me/notices/", wishes_said())
    assert Wishes.objects.get().chosen["votes"] == ["sms"]


def test_a_wish_that_makes_no_sense_is_told(client, db):
    signed_in(client)
    page = client.post("/me/notices/", wishes_said(rhythm="never", quiet_from="late"))
    assert page.status_code == 200
    assert not Wishes.objects.exists()


def test_my_notices_ask_for_a_sign_in(client, db):
    assert client.get("/me/notices/").status_code == 302


# --- my mobile number --------------------------------------------------------------------------------
def ask_for_code(client, carrier, number=PHONE):
    client.post("/me/notices/phone/", {"phone": number})
    return re.search(r"\d{6}", carrier.texts[-1])[0]


def test_a_number_is_mine_when_i_know_the_code_that_was_sent_to_it(client, db, carrier):
    me = signed_in(client)
    code = ask_for_code(client, carrier)
    assert not Person.objects.get(pk=me.pk).phone
    assert code not in str(dict(client.session))
    client.post("/me/notices/phone/code/", {"code": code})
    me.refresh_from_db()
    assert (me.phone, me.phone_verified) == (f"+86{PHONE}", True)
    page = client.get("/me/notices/").content.decode()
    assert "154****1201" in page
    assert PHONE not in page
    client.post("/me/notices/phone/forget/")
    me.refresh_from_db()
    assert (me.phone, me.phone_verified) == (None, False)


def test_a_wrong_code_verifies_nothing_and_five_tries_are_all(client, db, carrier):
    me = signed_in(client)
    code = ask_for_code(client, carrier)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert client.post("/me/notices/phone/code/", {"code": wrong}).status_code == 200
    assert client.post("/me/notices/phone/code/", {"code": code}).status_code == 429
    me.refresh_from_db()
    assert not me.phone_verified


def test_a_code_runs_out(client, carrier, db, at):
    now = at("2026-11-24 09:30")
    me = signed_in(client)
    code = ask_for_code(client, carrier)
    now.shift(timedelta(minutes=11))
    client.post("/me/notices/phone/code/", {"code": code})
    me.refresh_from_db()
    assert not me.phone_verified


def test_a_number_of_somebody_else_is_not_taken_over(client, db, carrier):
    PersonFactory(phone=f"+86{PHONE}")
    me = signed_in(client)
    page = client.post("/en/me/notices/phone/code/", {"code": ask_for_code(client, carrier)}).content.decode()
    assert "another account" in page
    me.refresh_from_db()
    assert me.phone is None


def test_nobody_is_sent_code_after_code(client, db, carrier):
    signed_in(client)
    answers = [client.post("/me/notices/phone/", {"phone": PHONE}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_without_a_provider_no_number_is_asked_for(client, db):
    signed_in(client)
    assert "not set up" in client.get("/en/me/notices/phone/", follow=True).content.decode()


# --- texts to copy -----------------------------------------------------------------------------------
def test_texts_to_copy_are_for_those_who_write(client, db):
    signed_in(client, Role.VOLUNTEER)
    assert client.get("/desk/copy/").status_code == 404
    signed_in(client, Role.EDITOR)
    assert client.get("/desk/copy/").status_code == 200
    assert client.get("/desk/copy/news/999/").status_code == 404
    assert client.get("/desk/copy/secrets/1/").status_code == 404
