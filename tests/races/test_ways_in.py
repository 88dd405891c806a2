"""The same call, and the same mail, by twenty hands at once: one need."""

from collections import Counter

import pytest

from enterprises.roles import Role
from parkdesk.core import clock
from requests_flow.api.handing_in import take
from requests_flow.api.shapes import NeedIn
from requests_flow.keys import Terms, make_key
from requests_flow.mail.receiving import receive
from requests_flow.models import KeyedNeed, Need, ReceivedMail
from requests_flow.models.key import Scope
from tests.factories import AppointmentFactory
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 50)


def a_key():
    manager = AppointmentFactory(role=Role.DESK_MANAGER).person
    return make_key(Terms(name="物业系统", scopes=[Scope.WRITE], expires_on=clock.today()), by=manager)[0]


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_calls_with_one_idempotency_key_are_one_need(at_once, lap):
    key, said = a_key(), NeedIn(text="3号楼停电了")
    outcome = at_once(lambda _: take(said, by=key, once_key=f"call{lap}"), HANDS)
    assert outcome.errors == []
    assert Counter(is_new for _, is_new in outcome.answers) == {True: 1, False: HANDS - 1}
    assert Need.objects.count() == KeyedNeed.objects.count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_one_mail_by_twenty_hands_is_one_need(at_once, lap):
    raw = f"From: qin@firm.example.com\nMessage-ID: <{lap}@firm>\n\n3号楼停电了".encode()
    outcome = at_once(lambda _: receive(raw, size=len(raw)), HANDS)
    assert outcome.errors == []
    assert Counter(one.is_new for one in outcome.answers) == {True: 1, False: HANDS - 1}
    assert Need.objects.count() == ReceivedMail.objects.count() == 1


def test_without_the_claim_twenty_calls_are_more_than_one_need(at_once):
    """Control: a key that claims nothing lets each call through."""
    key, said = a_key(), NeedIn(text="3号楼停电了")
    at_once(lambda _: take(said, by=key, once_key=""), HANDS)
    assert Need.objects.count() == HANDS
