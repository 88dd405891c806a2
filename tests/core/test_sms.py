"""Text messages: short, signed, counted in parts; a gateway gets a signed POST."""

import json
from pathlib import Path

import pytest

from parkdesk.core import channels
from parkdesk.core.channels import sms, sms_http
from parkdesk.core.channels.base import Parcel
from parkdesk.core.channels.outward import NotAllowed, Unreachable
from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message
from tests.core.stand_in import stand_in

GOLDEN = json.loads((Path(__file__).parent / "golden" / "sms_signed_post.json").read_text())
LINK = "https://desk.example.org/needs/track/" + "a" * 40 + "/"
PARCEL = Parcel("6f1c7d1e", Address(phone="+8615400001201"), Message("N-2026-000123-K 已受理", "详情"), LINK)


@pytest.fixture
def gateway(settings):
    with stand_in() as book:
        settings.PARKDESK_SMS_BACKEND = "parkdesk.core.channels.sms_http.SignedPost"
        settings.PARKDESK_SMS_URL = f"{book.origin}/send"
        settings.PARKDESK_SMS_KEY = GOLDEN["key"]
        settings.PARKDESK_OUTWARD_ORIGINS = [book.origin]
        yield book


def send(parcel=PARCEL):
    with channels.by_code("sms").line() as line:
        line.send(parcel)


def test_a_text_bears_the_communitys_signature_and_its_link():
    assert sms.shorten("N-2026-000123-K 已受理", LINK) == f"【梦创社区】N-2026-000123-K 已受理 {LINK}"


def test_a_long_subject_is_cut_and_the_link_stays_whole():
    text = sms.shorten("事" * 200, LINK)
    assert text.endswith(f"事… {LINK}")
    assert sms.parts(text) == 2


@pytest.mark.parametrize(("length", "count"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_carrier_counts_seventy_characters_and_in_a_longer_text_sixty_seven(length, count):
    assert sms.parts("字" * length) == count


def test_the_signature_can_be_set(settings):
    settings.PARKDESK_SMS_SIGN = "梦创园治会"
    assert sms.shorten("已受理") == "【梦创园治会】已受理"


def test_without_a_provider_the_channel_says_what_is_missing(settings):
    assert [one.setting for one in channels.by_code("sms").lacks()] == ["PARKDESK_SMS_BACKEND"]
    assert not channels.by_code("sms").is_able
    settings.PARKDESK_DEMO = True
    assert channels.by_code("sms").is_able


def test_a_gateway_without_address_or_key_says_so(settings):
    settings.PARKDESK_SMS_BACKEND = "parkdesk.core.channels.sms_http.SignedPost"
    assert [one.setting for one in channels.by_code("sms").lacks()] == ["PARKDESK_SMS_URL", "PARKDESK_SMS_KEY"]
    settings.PARKDESK_SMS_URL, settings.PARKDESK_SMS_KEY = "http://sms.example.org/send", "key"
    assert [one.setting for one in channels.by_code("sms").lacks()] == ["PARKDESK_SMS_URL"]
    with pytest.raises(NotAllowed):
        send()


def test_the_signature_is_that_of_standard_webhooks():
    body = GOLDEN["body"].encode()
    assert sms_http.sign(GOLDEN["key"], GOLDEN["id"], GOLDEN["stamp"], body) == GOLDEN["signature"]


def test_a_gateway_gets_one_signed_post(gateway, at):
    at("2026-11-24 09:30")
    send()
    (call,) = gateway.calls
    assert call.path == "/send"
    assert call.body == {
        "id": "6f1c7d1e",
        "to": "+8615400001201",
        "parts": 2,
        "text": sms.shorten("N-2026-000123-K 已受理", LINK),
    }
    assert call.headers["webhook-id"] == "6f1c7d1e"
    assert call.headers["webhook-timestamp"] == "1795483800"
    assert call.headers["webhook-signature"] == sms_http.sign(GOLDEN["key"], "6f1c7d1e", "1795483800", call.raw)


@pytest.mark.parametrize("status", [302, 400, 429, 500])
def test_what_a_gateway_does_not_take_is_tried_again(gateway, status):
    gateway.answer = lambda call: (status, {"headers": {"Location": gateway.origin + "/elsewhere"}})
    with pytest.raises(Unreachable, match=f"HTTP {status}"):
        send()
    assert [call.path for call in gateway.calls] == ["/send"]
