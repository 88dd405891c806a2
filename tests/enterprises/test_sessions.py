"""My sessions: I see where I am signed in, end what I do not know; they die with the account and the password."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from enterprises.roles import Role
from enterprises.signing_in import sessions
from tests.enterprises.factors import SIGN_IN, sign_in
from tests.factories import PASSWORD, AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
MINE = "/me/sessions/"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0.50"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120"


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def phone(person):
    client = Client(HTTP_USER_AGENT=WECHAT)
    sign_in(client, person)
    return client


@pytest.fixture
def computer(person):
    client = Client(HTTP_USER_AGENT=DESK)
    sign_in(client, person)
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def test_i_see_my_devices_and_which_this_one_is(phone, computer):
    rows = phone.get(MINE).context["rows"]
    assert {(row["device"], row["is_here"]) for row in rows} == {("微信 · Android", True), ("Edge · Windows", False)}


def test_i_end_one_of_them(phone, computer, person):
    one = next(row["one"] for row in phone.get(MINE).context["rows"] if not row["is_here"])
    phone.post(f"{MINE}{one.pk}/")
    assert (is_in(phone), is_in(computer)) == (True, False)


def test_i_end_all_others(phone, computer):
    phone.post(f"{MINE}others/")
    assert (is_in(phone), is_in(computer)) == (True, False)
    assert Session.objects.count() == 1


def test_ending_this_one_signs_me_out(phone, computer):
    here = next(row["one"] for row in phone.get(MINE).context["rows"] if row["is_here"])
    assert phone.post(f"{MINE}{here.pk}/").url == SIGN_IN
    assert (is_in(phone), is_in(computer)) == (False, True)


def test_nobody_ends_somebody_elses(phone):
    stranger = Client()
    sign_in(stranger, PersonFactory())
    theirs = UserSession.objects.latest("pk")
    assert phone.post(f"{MINE}{theirs.pk}/").status_code == 404
    assert is_in(stranger)


def test_a_sign_in_past_the_page_is_seen_as_well(client, person):
    """The doors of a demonstration sign in without the page."""
    client.force_login(person)
    session = client.session
    del session[sessions.SEEN]
    session.save()
    client.get("/me/")
    assert UserSession.objects.filter(user=person).count() == 1


def test_when_it_was_last_used_is_kept_every_ten_minutes(person, at):
    at("2026-11-24 09:30")
    client = Client()
    sign_in(client, person)
    client.get("/me/")
    for moment, last in (("09:35", "09:30"), ("09:41", "09:41"), ("09:50", "09:41")):
        at(f"2026-11-24 {moment}")
        client.get("/me/")
        assert f"{UserSession.objects.get().last_seen_at.astimezone():%M}" == last[-2:]


def test_sessions_die_with_the_account_and_do_not_wake_up_again(phone, person):
    person.is_active = False
    person.save()
    assert not is_in(phone)
    person.is_active = True
    person.save()
    assert not is_in(phone)


def test_switched_off_past_the_model_the_account_is_shut_all_the_same(phone, person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert not is_in(phone)


def test_a_new_password_ends_the_other_sessions(phone, computer):
    said = {"oldpassword": PASSWORD, "password1": "eine-andere-1234", "password2": "eine-andere-1234"}
    assert phone.post("/accounts/password/change/", said).status_code == 302
    assert (is_in(phone), is_in(computer)) == (True, False)


def test_a_password_that_the_desk_sets_ends_all(phone, computer, person):
    person.set_password("eine-andere-1234")
    person.save()
    assert (is_in(phone), is_in(computer)) == (False, False)


def test_whoever_has_ended_cannot_sign_in(client, person):
    person.is_active = False
    person.save()
    assert sign_in(client, person).url == "/accounts/inactive/"


def test_a_person_with_several_roles_keeps_the_others_when_one_ends(client, at):
    at("2026-11-24 17:00")
    person = AppointmentFactory(role=Role.MERCHANT, ends_on="2026-11-24").person
    AppointmentFactory(person=person, role=Role.VOLUNTEER)
    sign_in(client, person)
    assert client.get("/visits/").status_code == 200
    at("2026-11-25 00:01")
    assert client.get("/merchant/").status_code == 404
    assert client.get("/visits/").status_code == 200


@pytest.mark.parametrize("told", ["", "curl/8", "<script>"])
def test_an_unknown_device_is_called_so(told):
    assert sessions.device_of(told) == "未知设备"
