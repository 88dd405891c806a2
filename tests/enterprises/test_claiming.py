"""Claiming a firm: a code to its contact, people where that is gone, its administrator once there is one (7, 8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enterprises import belonging, claiming
from enterprises.models import FirmClaim, Membership, Person
from enterprises.roles import Role
from parkdesk.core import clock, codes
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.limits import TooMany
from parkdesk.core.models import Entry
from tests.factories import (
    AppointmentFactory,
    ContactFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PersonFactory,
)

Way, State = FirmClaim.Way, FirmClaim.State


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def firm(park):
    return EnterpriseFactory(park=park)


@pytest.fixture
def reachable(firm, settings):
    settings.PARKDESK_SMS_BACKEND = "parkdesk.core.channels.sms.Inbox"  # it carries nothing out of the house
    ContactFactory(enterprise=firm, mobile="+8615400001234")
    return firm


@pytest.fixture
def claimant(db):
    return PersonFactory(name="乔晨遥")


@pytest.fixture
def leader(park):
    return AppointmentFactory(role=Role.PARK_LEADER, park=park).person


@pytest.fixture
def administrator(firm):
    return MembershipFactory(enterprise=firm, is_admin=True).person


@pytest.fixture
def clerk(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


def digits_of(monkeypatch):
    monkeypatch.setattr(codes, "new_digits", lambda: "246810")
    return "246810"


# --- by a code ---------------------------------------------------------------------------------------
def test_the_first_who_has_the_code_keeps_the_firm(client, reachable, claimant, monkeypatch):
    digits = digits_of(monkeypatch)
    client.force_login(claimant)
    page = client.get(reverse("enterprises:claim_firm", args=[reachable.pk])).content.decode()
    assert "154****1234" in page
    assert "15400001234" not in page
    answer = client.post(reverse("enterprises:claim_firm", args=[reachable.pk]), {"way": "code"})
    assert answer["Location"].endswith("/code/")
    assert client.post(answer["Location"], {"code": "000000"}).status_code == 200
    assert not Membership.objects.exists()
    assert client.post(answer["Location"], {"code": digits})["Location"] == reverse("company")
    one = Membership.objects.get()
    assert (one.person, one.is_admin) == (claimant, True)
    assert [entry.verb for entry in Entry.objects.about(FirmClaim.objects.get())] == [
        "enterprises.firmclaim.ask",
        "enterprises.firmclaim.prove",
    ]


def test_five_wrong_guesses_end_the_guessing(reachable, claimant):
    claim = claiming.ask(reachable, way=Way.CODE, by=claimant)
    asked = claiming.send_code(claim, "246810")
    for _ in range(claiming.TRIES):
        assert claiming.try_code(claim, asked, "111111", by=claimant) is None
    with pytest.raises(TooMany):
        claiming.try_code(claim, asked, "246810", by=claimant)


def test_the_contact_of_a_firm_gets_three_codes_a_day_whoever_asks(reachable):
    for _ in range(claiming.CODES_A_FIRM):
        claiming.send_code(claiming.ask(reachable, way=Way.CODE, by=PersonFactory()), "246810")
    with pytest.raises(TooMany):
        claiming.send_code(claiming.ask(reachable, way=Way.CODE, by=PersonFactory()), "246810")


def test_a_code_opens_only_the_claim_it_was_sent_for(reachable, claimant):
    other = claiming.ask(EnterpriseFactory(), way=Way.CODE, by=claimant)
    asked = claiming.send_code(claiming.ask(reachable, way=Way.CODE, by=claimant), "246810")
    assert codes.Asked.read(asked.keep(), claiming.purpose_of(other)) is None


def test_a_code_lasts_ten_minutes(reachable, claimant):
    asked = claiming.send_code(claiming.ask(reachable, way=Way.CODE, by=claimant), "246810")
    late = codes.Asked(asked.purpose, asked.to, asked.digest, asked.until - codes.LASTS.total_seconds() - 1)
    assert codes.Asked.read(late.keep(), asked.purpose) is None


def test_who_comes_second_with_a_right_code_is_sent_to_the_administrator(reachable, claimant):
    claim = claiming.ask(reachable, way=Way.CODE, by=claimant)
    asked = claiming.send_code(claim, "246810")
    MembershipFactory(enterprise=reachable, is_admin=True)
    claim = claiming.try_code(claim, asked, "246810", by=claimant)
    assert (claim.state, claim.way) == (State.ASKED, Way.ADMINISTRATOR)
    assert not belonging.membership_of(claimant, reachable)


def test_a_credit_code_is_no_proof(client, firm, claimant):
    client.force_login(claimant)
    page = client.get(reverse("enterprises:claim"), {"q": firm.uscc}).content.decode()
    assert firm.name in page
    assert claiming.way_open_to(firm) == Way.PEOPLE


# --- by people ---------------------------------------------------------------------------------------
@pytest.fixture
def asked(firm, claimant):
    return claiming.ask(firm, way=Way.PEOPLE, said="行政主管", by=claimant)


def test_the_leader_of_the_park_confirms_where_the_contact_is_gone(asked, leader, claimant, firm):
    assert asked.answer_by > clock.today()
    done = claiming.confirm(asked, by=leader)
    assert (done.state, done.membership.person, done.membership.is_admin) == (State.CONFIRMED, claimant, True)


def test_neither_another_parks_leader_nor_oneself_nor_a_neighbour_confirms(asked, claimant, firm):
    elsewhere = AppointmentFactory(role=Role.PARK_LEADER, park=ParkFactory()).person
    for somebody in (elsewhere, claimant, MembershipFactory().person):
        with pytest.raises(NotYours):
            claiming.confirm(asked, by=somebody)
    own = claiming.ask(EnterpriseFactory(), way=Way.PEOPLE, by=AppointmentFactory(role=Role.WINDOW_CLERK).person)
    with pytest.raises(NotYours):
        claiming.confirm(own, by=own.person)


def test_who_was_asked_meanwhile_passes_the_claim_on_to_the_administrator(client, asked, leader, firm, claimant):
    client.force_login(leader)
    MembershipFactory(enterprise=firm, is_admin=True)
    url = reverse("enterprises:claim_step", args=[asked.pk, "confirm"])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    claim = FirmClaim.objects.get()
    assert (claim.state, claim.way) == (State.ASKED, Way.ADMINISTRATOR)
    assert claim.answer_by > clock.today()
    assert not belonging.membership_of(claimant, firm)


def test_nobody_counts_through_the_firms(client, firm, claimant, monkeypatch):
    monkeypatch.setattr("enterprises.claim_views.FIRMS_AN_HOUR", 2)
    client.force_login(claimant)
    address = reverse("enterprises:claim_firm", args=[firm.pk])
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post(address, {"way": "code"}).status_code == 429


def test_nobody_proves_without_a_code_what_people_decide(asked, claimant):
    with pytest.raises(NotNow):
        advance(asked, "prove", by=claimant, membership=MembershipFactory(person=claimant))


def test_a_refusal_has_a_reason_that_the_person_reads(client, asked, clerk, claimant, firm):
    client.force_login(clerk)
    url = reverse("enterprises:claim_step", args=[asked.pk, "refuse"])
    assert "行政主管" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 200
    assert client.post(url, {"reason": "请带营业执照到窗口"}).status_code == 302
    client.force_login(claimant)
    assert "请带营业执照到窗口" in client.get(reverse("enterprises:claim_firm", args=[firm.pk])).content.decode()


def test_a_claim_on_a_kept_firm_goes_to_its_administrator_and_makes_a_plain_member(
    firm, administrator, claimant, leader
):
    claim = claiming.ask(firm, way=Way.CODE, by=claimant)
    assert claim.way == Way.ADMINISTRATOR
    with pytest.raises(NotYours):
        claiming.confirm(claim, by=leader)
    done = claiming.confirm(claim, by=administrator)
    assert not done.membership.is_admin


def test_the_desk_answers_when_the_administrator_stays_silent(firm, administrator, claimant, clerk):
    claim = claiming.ask(firm, way=Way.ADMINISTRATOR, by=claimant)
    with pytest.raises(NotYours):
        claiming.confirm(claim, by=clerk)
    FirmClaim.objects.update(answer_by=clock.today() - timedelta(days=1))
    claim = FirmClaim.objects.get()
    assert list(FirmClaim.objects.to_answer(clerk)) == [claim]
    assert claiming.confirm(claim, by=clerk).state == State.CONFIRMED


def test_a_person_claims_a_firm_once_and_a_member_not_at_all(asked, firm, claimant, administrator):
    assert claiming.ask(firm, way=Way.ADMINISTRATOR, by=claimant).pk == asked.pk
    with pytest.raises(NotNow):
        claiming.ask(firm, way=Way.PEOPLE, by=administrator)


def test_others_do_not_see_a_claim(client, asked, leader):
    client.force_login(PersonFactory())
    assert client.get(reverse("enterprises:claim_step", args=[asked.pk, "confirm"])).status_code == 404
    elsewhere = AppointmentFactory(role=Role.PARK_LEADER, park=ParkFactory()).person
    client.force_login(elsewhere)
    assert "行政主管" not in client.get(reverse("enterprises:claims")).content.decode()
    client.force_login(leader)
    assert "行政主管" in client.get(reverse("enterprises:claims")).content.decode()


# --- an account on the way ---------------------------------------------------------------------------
def test_who_has_no_account_opens_one_on_the_way(client, reachable, monkeypatch):
    digits = digits_of(monkeypatch)
    door = reverse("enterprises:claim_firm", args=[reachable.pk])
    account = client.get(door)["Location"]
    client.get(account)
    bare = reverse("enterprises:claim_account")  # the form's own action
    assert client.post(bare, {"name": "沈一诺", "to": "154 0000 9999"}).status_code == 302
    answer = client.post(reverse("enterprises:claim_account_code"), {"code": digits})
    assert answer["Location"] == door
    person = Person.objects.get(name="沈一诺")
    assert (person.phone, person.phone_verified, person.has_usable_password()) == ("+8615400009999", True, False)
    assert client.get(door).status_code == 200


def test_a_number_that_has_an_account_leads_to_the_sign_in_and_opens_nothing(client, reachable, monkeypatch):
    digits = digits_of(monkeypatch)
    PersonFactory(phone="+8615400009999", username="known")
    client.post(reverse("enterprises:claim_account"), {"name": "别人", "to": "15400009999"})
    answer = client.post(reverse("enterprises:claim_account_code"), {"code": digits})
    assert answer["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session
    assert not Person.objects.filter(name="别人").exists()


def test_an_account_leads_nowhere_outside_the_house(client, reachable, monkeypatch):
    digits = digits_of(monkeypatch)
    client.post(
        reverse("enterprises:claim_account") + "?next=https://evil.example/", {"name": "甲", "to": "15400009998"}
    )
    answer = client.post(reverse("enterprises:claim_account_code"), {"code": digits})
    assert answer["Location"] == reverse("enterprises:claim")
