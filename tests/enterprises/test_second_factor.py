"""Second factors: app, recovery codes, forged passkeys; whoever lost theirs gets a way back, and is told."""

import json

import pytest
from allauth.mfa.models import Authenticator

from enterprises.roles import Role
from enterprises.signing_in import second_factor
from parkdesk.core import outbox
from parkdesk.core.flow import NotYours
from parkdesk.core.models import Entry, Notice
from tests.enterprises.factors import APP, FACTOR, SIGN_IN, code_of, set_up_app, sign_in
from tests.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
FACTORS, PASSKEY, CODES = "/accounts/factors/", "/accounts/login/passkey/", "/accounts/factors/codes/"


@pytest.fixture
def specialist():
    return AppointmentFactory(role=Role.SPECIALIST).person


@pytest.fixture
def manager():
    return AppointmentFactory(role=Role.DESK_MANAGER).person


@pytest.fixture
def administrator():
    return AppointmentFactory(role=Role.SYSTEM_ADMIN).person


@pytest.fixture
def with_app(client, specialist, commits):
    """The specialist has set up an app and left; what it shows can be asked of the secret."""
    sign_in(client, specialist)
    secret = set_up_app(client)
    client.cookies.clear()
    return secret


def test_a_second_factor_is_asked_after_the_password(client, specialist, with_app, at):
    at("2030-01-01 09:00")
    assert sign_in(client, specialist).url == FACTOR
    assert client.get("/me/").url.startswith(SIGN_IN)
    assert client.post(FACTOR, {"code": "000000"}).status_code == 200
    assert client.post(FACTOR, {"code": code_of(with_app)}).url == "/me/"
    assert client.get("/me/").status_code == 200
    assert client.get("/desk/").status_code == 200


def test_a_code_of_the_app_opens_once(client, specialist, with_app, at):
    at("2030-01-01 09:00")
    for expected in (302, 200):
        client.cookies.clear()
        sign_in(client, specialist)
        assert client.post(FACTOR, {"code": code_of(with_app)}).status_code == expected


def test_an_old_code_opens_nothing(client, specialist, with_app, at):
    at("2030-01-01 09:00")
    old = code_of(with_app)
    at("2030-01-01 09:02")
    sign_in(client, specialist)
    assert client.post(FACTOR, {"code": old}).status_code == 200


def test_the_factor_cannot_be_guessed(client, specialist, with_app, at):
    at("2030-01-01 09:00")
    sign_in(client, specialist)
    answers = [client.post(FACTOR, {"code": "000000"}) for _ in range(6)]
    assert not any(answer.status_code == 302 for answer in answers)
    assert client.post(FACTOR, {"code": code_of(with_app)}).status_code == 200


def test_a_recovery_code_opens_once(client, specialist, with_app):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client.cookies.clear()
        sign_in(client, specialist)
        assert client.post(FACTOR, {"code": code}).status_code == expected


def test_after_setting_up_the_codes_for_a_lost_phone_are_shown(client, specialist, commits):
    sign_in(client, specialist)
    set_up_app(client)
    page = client.get(CODES)
    assert len(page.context["unused_codes"]) == 10


def test_secrets_lie_encrypted(with_app):
    app = Authenticator.objects.get(type="totp")
    assert with_app not in json.dumps(app.data)
    assert second_factor.FactorAdapter().decrypt(app.data["secret"]) == with_app


def test_setting_up_stands_in_the_trail_and_is_told(specialist, with_app):
    assert Entry.objects.about(specialist).latest("seq").verb == "enterprises.person.add_factor"
    outbox.drain(5)
    assert Notice.objects.filter(recipient=f"person:{specialist.pk}").exists()


def test_the_last_factor_stays_while_a_role_asks_for_one(client, specialist, with_app, at):
    at("2030-01-01 09:00")
    sign_in(client, specialist)
    client.post(FACTOR, {"code": code_of(with_app)})
    client.post("/accounts/factors/app/remove/")
    assert Authenticator.objects.filter(user=specialist, type="totp").exists()
    specialist.appointments.update(ends_on="2029-12-31")
    client.post("/accounts/factors/app/remove/")
    assert not Authenticator.objects.filter(user=specialist).exists()


def test_whoever_signed_in_long_ago_shows_again_who_they_are(client, specialist, with_app, at):
    at("2030-01-01 09:00")
    sign_in(client, specialist)
    client.post(FACTOR, {"code": code_of(with_app)})
    at("2030-01-01 09:06")
    assert client.get(CODES).url.startswith("/accounts/again/")
    answer = client.post("/accounts/again/factor/?next=" + CODES, {"code": code_of(with_app), "next": CODES})
    assert answer.url == CODES
    assert client.get(CODES).status_code == 200


FORGED = [
    "", "null", "[]", "{}", '"x"', "1", '{"id": "x"}', '{"response": null}', '{"response": {"userHandle": "MQ"}}',
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "MQ"}}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "clientDataJSON": "!!!", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "////"}}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "attestationObject": "AAAA"}}),
]  # fmt: skip


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_is_refused_in_plain_words(client, specialist, credential):
    client.get(PASSKEY, headers={"Accept": "application/json"})
    assert client.post(PASSKEY, {"credential": credential}).url == SIGN_IN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_is_not_set_up(client, specialist, credential):
    sign_in(client, specialist)
    client.get("/accounts/factors/passkeys/new/")
    answer = client.post(
        "/accounts/factors/passkeys/new/", {"name": "x", "credential": credential, "passwordless": "on"}
    )
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_is_no_second_factor(client, specialist, with_app, credential):
    sign_in(client, specialist)
    client.get(FACTOR)
    assert client.post(FACTOR, {"credential": credential}).status_code == 200


# --- lost -----------------------------------------------------------------------------------------
def test_a_lost_factor_is_reset_with_a_reason_and_the_person_is_told(client, specialist, manager, with_app):
    client.force_login(manager)
    page = f"/enterprises/sign-ins/{specialist.pk}/reset/"
    assert client.post(page, {"reason": ""}).status_code == 200
    assert client.post(page, {"reason": "手机遗失，已回拨登记号码核实"}).status_code == 302
    assert not Authenticator.objects.filter(user=specialist).exists()
    entry = Entry.objects.about(specialist).latest("seq")
    assert (entry.verb, entry.actor_id, entry.words["note"]) == (
        "enterprises.person.reset_factor",
        manager.pk,
        "手机遗失，已回拨登记号码核实",
    )
    outbox.drain(5)
    told = Notice.objects.filter(recipient=f"person:{specialist.pk}", entry=entry, channel="in_app")
    assert told.exists()
    client.cookies.clear()
    sign_in(client, specialist)
    assert client.get("/desk/").url == FACTORS


def test_sessions_end_when_the_factor_is_reset(client, specialist, manager, with_app):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, specialist)
    client.post(FACTOR, {"code": code})
    assert client.get("/desk/").status_code == 200
    second_factor.reset(specialist, by=manager, reason="lost")
    assert client.get("/desk/").url.startswith(SIGN_IN)


def test_nobody_resets_their_own(manager, administrator):
    for one in (manager, administrator):
        with pytest.raises(NotYours):
            second_factor.reset(one, by=one, reason="mine")


def test_a_desk_manager_resets_no_administrators(manager, administrator, client):
    with pytest.raises(NotYours):
        second_factor.reset(administrator, by=manager, reason="lost")
    client.force_login(manager)
    assert client.get(f"/enterprises/sign-ins/{administrator.pk}/reset/").status_code == 404
    second_factor.reset(manager, by=administrator, reason="lost")
    assert not Entry.objects.about(administrator).exists()


def test_a_specialist_resets_nobodys(client, specialist, manager):
    client.force_login(specialist)
    assert client.get("/enterprises/sign-ins/").status_code == 404
    assert client.post(f"/enterprises/sign-ins/{manager.pk}/reset/", {"reason": "x"}).status_code == 404


def test_the_list_shows_whom_a_factor_is_asked_of_those_without_first(client, manager, specialist, with_app):
    PersonFactory(name="某企业经办人")
    client.force_login(manager)
    page = client.get("/enterprises/sign-ins/")
    assert [one.pk for one, _roles in page.context["rows"]] == [manager.pk, specialist.pk]
    assert client.get("/enterprises/sign-ins/?q=zzz").context["rows"] == []


def test_the_list_asks_the_same_questions_however_long_it_is(client, manager, django_assert_max_num_queries):
    for _ in range(8):
        AppointmentFactory(role=Role.SPECIALIST)
    client.force_login(manager)
    with django_assert_max_num_queries(12):
        client.get("/enterprises/sign-ins/")


def test_the_app_page_has_picture_and_key_and_no_style(client, specialist):
    sign_in(client, specialist)
    page = client.get(APP)
    said = page.content.decode()
    assert page.context["form"].secret in said
    assert "data:image/svg+xml;base64," in said
    assert "style=" not in said
