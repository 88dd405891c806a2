"""One sign-in by username, e-mail or mobile number; nobody signs up alone."""

import pytest
from django import forms
from django.test import RequestFactory

from enterprises.adapter import MobileField, PersonAdapter, stored_form
from tests.factories import PASSWORD, PersonFactory


@pytest.fixture
def person(db):
    return PersonFactory(username="s03", email="s03@community.example.com", phone="+8615406066273")


@pytest.mark.parametrize(
    "login",
    ["s03", "S03@community.example.com", "15406066273", "+86 154 0606 6273", "154-0606-6273", "１５４０６０６６２７３"],
)
def test_a_person_signs_in_by_any_of_three_names(client, person, login):
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/me/"
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("login", ["s04", "15406066274", "25406066273"])
def test_a_wrong_name_opens_nothing(client, person, login):
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_spellings_of_one_number_share_one_limit(client, person):
    spellings = ["15406066273", "154 0606 6273", "154-0606-6273", "+8615406066273", "+86 15406066273"]
    for login in spellings:
        client.post("/accounts/login/", {"login": login, "password": "wrong-password"})
    answer = client.post("/accounts/login/", {"login": "15406066273", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)


def test_the_door_to_sign_up_is_shut(db):
    assert PersonAdapter().is_open_for_signup(RequestFactory().get("/")) is False


@pytest.mark.parametrize("typed", ["1540606627", "154060662731", "12345678901", "abc", "+1 15406066273"])
def test_what_is_no_mobile_number_is_told_so(typed):
    assert stored_form(typed) is None
    with pytest.raises(forms.ValidationError):
        MobileField().clean(typed)


def test_a_number_is_kept_with_its_country_and_verified_apart(person):
    adapter = PersonAdapter()
    adapter.set_phone(person, "154 0000 0001", False)
    assert adapter.get_phone(person) == ("+8615400000001", False)
    adapter.set_phone_verified(person, "15400000001")
    assert adapter.get_phone(adapter.get_user_by_phone("15400000001")) == ("+8615400000001", True)
    assert adapter.get_user_by_phone("nobody") is None
