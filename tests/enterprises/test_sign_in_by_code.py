"""Signing in with a code by e-mail or text message: once, soon, five tries; nobody learns who has an account."""

import re

import pytest

from parkdesk.core.models import ChannelState
from tests.enterprises.samples import Gateway
from tests.factories import PASSWORD, PersonFactory

ASK, TYPE, SIGN_IN = "/accounts/login/code/", "/accounts/login/code/confirm/", "/accounts/login/"


@pytest.fixture
def person(db):
    return PersonFactory(username="s03", email="s03@community.example.com", phone="+8615406066273")


@pytest.fixture
def texts(settings, monkeypatch):
    """What the provider of text messages was given."""
    settings.PARKDESK_SMS_BACKEND = "tests.enterprises.samples.Gateway"
    monkeypatch.setattr(Gateway, "taken", [])
    return Gateway.taken


def code_in(text):
    return re.search(r"\d{6}", text).group()


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_by_mail_signs_in(client, person, mailoutbox):
    answer = client.post(ASK, {"address": " S03@community.example.com"})
    assert answer.url.startswith(TYPE)
    (mail,) = mailoutbox
    assert mail.to == ["s03@community.example.com"]
    answer = client.post(TYPE, {"code": code_in(mail.subject)})
    assert answer.url == "/me/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_code_by_text_message_signs_in_and_verifies_the_number(client, person, texts):
    client.post(ASK, {"address": "154 0606 6273"})
    (text,) = texts
    assert text.to == "+8615406066273"
    client.post(TYPE, {"code": code_in(text.text)})
    assert client.session["_auth_user_id"] == str(person.pk)
    person.refresh_from_db()
    assert person.phone_verified


def test_one_comes_back_to_where_one_was_going(client, person, mailoutbox):
    page = client.post(ASK, {"address": person.email, "next": "/me/notices/"}).url
    assert client.post(page, {"code": code_in(mailoutbox[0].subject), "next": "/me/notices/"}).url == "/me/notices/"


def test_a_used_code_opens_nothing_a_second_time(client, person, mailoutbox):
    client.post(ASK, {"address": person.email})
    before = client.cookies["sessionid"].value
    code = code_in(mailoutbox[0].subject)
    client.post(TYPE, {"code": code})
    client.cookies["sessionid"] = before
    answer = client.post(TYPE, {"code": code})
    assert answer.url.startswith(ASK)
    assert "_auth_user_id" not in client.session


def test_a_code_holds_in_the_browser_that_asked_for_it_alone(client, person, mailoutbox):
    client.post(ASK, {"address": person.email})
    client.cookies.clear()
    assert client.post(TYPE, {"code": code_in(mailoutbox[0].subject)}).url.startswith(ASK)


def test_a_code_runs_out_after_ten_minutes(client, person, mailoutbox, at):
    at("2026-11-24 09:30")
    client.post(ASK, {"address": person.email})
    at("2026-11-24 09:41")
    answer = client.post(TYPE, {"code": code_in(mailoutbox[0].subject)})
    assert answer.url.startswith(ASK)
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_looks_like_a_known_one(client, person, mailoutbox):
    pages = []
    for address in (person.email, "nobody@community.example.com"):
        client.cookies.clear()
        page = client.post(ASK, {"address": address}).url
        shown = client.get(page).content.decode().replace(address, "…")
        answers = [client.post(page, {"code": "000000"}) for _ in range(3)]
        pages.append(
            (page, re.sub(r'value="[^"]+"', "", shown), [(one.status_code, one.get("Location")) for one in answers])
        )
    assert pages[0] == pages[1]
    assert [mail.to for mail in mailoutbox] == [[person.email]]


def test_three_wrong_codes_end_this_code(client, person, mailoutbox):
    client.post(ASK, {"address": person.email})
    code = code_in(mailoutbox[0].subject)
    for _ in range(3):
        client.post(TYPE, {"code": wrong(code)})
    client.post(TYPE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_wrong_codes_and_wrong_passwords_share_the_five_failures_of_an_account(client, person, mailoutbox, at):
    at("2026-11-24 09:30")
    for name in ("s03", "s03@community.example.com", "15406066273"):
        client.post(SIGN_IN, {"login": name, "password": "wrong"})
    client.post(ASK, {"address": person.email})
    code = code_in(mailoutbox[0].subject)
    for _ in range(2):
        client.post(TYPE, {"code": wrong(code)})
    at("2026-11-24 09:39")
    assert client.post(TYPE, {"code": code}).status_code == 429
    at("2026-11-24 09:40")
    answer = client.post(SIGN_IN, {"login": "s03", "password": PASSWORD})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "1200"
    assert "20" in answer.content.decode()
    at("2026-11-24 10:01")
    assert client.post(SIGN_IN, {"login": "s03", "password": PASSWORD}).status_code == 302


def test_six_wrong_passwords_are_told_when_it_opens_again_and_a_forged_address_changes_nothing(client, person):
    for number in range(6):
        answer = client.post(
            SIGN_IN, {"login": "s03", "password": "wrong"}, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
    assert answer.status_code == 429
    assert "30" in answer.content.decode()


def test_a_name_that_nobody_has_is_shut_after_five_failures_as_well(client, db):
    answers = [client.post(SIGN_IN, {"login": "nobody", "password": "wrong"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_five_codes_may_be_asked_for_and_no_more(client, person):
    answers = [client.post(ASK, {"address": person.email}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_somebody_whose_account_has_ended_gets_no_code(client, person, mailoutbox):
    person.is_active = False
    person.save()
    assert client.post(ASK, {"address": person.email}).status_code == 302
    assert not mailoutbox


@pytest.mark.parametrize("address", ["", "s03", "1540606", "a@", "15406066273"])
def test_what_no_code_can_be_sent_to_is_told_so(client, person, mailoutbox, address):
    answer = client.post(ASK, {"address": address})
    assert answer.status_code == 200
    assert answer.context["form"].errors["address"]
    assert not mailoutbox


def test_no_mail_goes_out_while_the_channel_is_switched_off(client, person, mailoutbox):
    ChannelState.objects.create(code="email", is_on=False)
    assert client.post(ASK, {"address": person.email}).status_code == 200
    assert not mailoutbox


@pytest.mark.parametrize("house", ["/desk/", "/cms/", "/cms/login/", "/admin/", "/admin/login/", "/me/"])
def test_there_is_one_sign_in_for_the_whole_house(client, db, house):
    assert client.get(house).url.partition("?")[0] == SIGN_IN
