"""The gate of the second factor: on for everybody whose role asks for it, at every address, in production as here."""

import json
import os
import subprocess
import sys

import pytest

from enterprises.roles import SECOND_FACTOR, Role
from parkdesk import gate
from parkdesk.settings import base
from tests.enterprises.factors import code_of, set_up_app, sign_in
from tests.factories import AppointmentFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
FACTORS = "/accounts/factors/"
FREE = [Role.VOLUNTEER, Role.PARK_LEADER, Role.OPERATOR_STAFF, Role.DEPT_LIAISON, Role.MERCHANT]
# One address of each kind: mine, the desk's, other houses', open to everybody, a file's.
PAGES = [
    "/me/",
    "/desk/",
    "/cms/",
    "/admin/",
    "/",
    "/needs/new/",
    "/council/",
    "/search/",
    "/q/2222222/",
    "/me/sessions/",
]


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_whose_role_asks_for_a_factor_can_do_nothing_before_setting_one_up(client, role):
    sign_in(client, AppointmentFactory(role=role).person)
    for page in ("/me/", "/", "/needs/new/"):
        assert client.get(page).url == FACTORS, page
    assert client.post("/me/notices/read/").url == FACTORS
    assert client.get(FACTORS).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_no_address_is_forgotten(client, page):
    person = PersonFactory(is_staff=True, is_superuser=True)
    for role in (Role.SPECIALIST, Role.SYSTEM_ADMIN, Role.PUBLISHER):
        AppointmentFactory(role=role, person=person)
    sign_in(client, person)
    assert client.get(page).url == FACTORS


@pytest.mark.parametrize("role", FREE)
def test_other_roles_are_not_asked(client, role):
    sign_in(client, AppointmentFactory(role=role).person)
    assert client.get("/me/").status_code == 200


def test_people_of_an_enterprise_are_not_asked_and_may_set_one_up_all_the_same(client):
    sign_in(client, MembershipFactory().person)
    assert client.get("/me/").status_code == 200
    assert client.get(FACTORS).status_code == 200


def test_a_part_of_a_page_leads_the_whole_page_there(client):
    sign_in(client, AppointmentFactory(role=Role.SPECIALIST).person)
    answer = client.get("/desk/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == FACTORS


def test_with_the_factor_set_up_the_house_is_open_at_once(client, commits):
    sign_in(client, AppointmentFactory(role=Role.SPECIALIST).person)
    set_up_app(client)
    assert client.get("/desk/").status_code == 200


def test_who_was_appointed_meanwhile_is_asked_with_the_next_request(client):
    person = PersonFactory()
    sign_in(client, person)
    assert client.get("/me/").status_code == 200
    AppointmentFactory(person=person, role=Role.REPRESENTATIVE)
    assert client.get("/me/").url == FACTORS


def test_who_has_one_but_did_not_show_it_in_this_session_shows_it(client, commits, at):
    at("2026-11-24 09:30")
    person = PersonFactory()
    other = type(client)()
    sign_in(other, person)
    sign_in(client, person)
    secret = set_up_app(client)
    AppointmentFactory(person=person, role=Role.SPECIALIST)
    at("2026-11-24 09:40")
    way = other.get("/desk/").url
    assert way == "/accounts/again/factor/?next=/desk/"
    assert other.post(way, {"code": code_of(secret), "next": "/desk/"}).url == "/desk/"
    assert other.get("/desk/").status_code == 200


def test_a_password_alone_adds_no_factor_beside_the_one_that_is_there(client, commits):
    person = AppointmentFactory(role=Role.SPECIALIST).person
    other = type(client)()
    sign_in(other, person)
    sign_in(client, person)
    assert other.get(FACTORS + "app/").status_code == 200
    set_up_app(client)
    for page in ("app/", "passkeys/new/"):
        assert other.get(FACTORS + page).url.startswith("/accounts/again/factor/"), page
        assert other.post(FACTORS + page, {"code": "123456"}).url == "/accounts/again/factor/", page


def test_an_ended_appointment_loses_its_rooms_with_the_next_request(client, at):
    at("2026-11-24 17:00")
    person = AppointmentFactory(role=Role.SPECIALIST, ends_on="2026-11-24").person
    AppointmentFactory(person=person, role=Role.VOLUNTEER)
    client.force_login(person)
    assert client.get("/desk/").status_code == 200
    at("2026-11-25 00:01")
    assert client.get("/desk/").status_code == 404
    assert client.get("/visits/").status_code == 200


def test_the_people_of_a_demonstration_are_let_by_there_and_nowhere_else(client, settings):
    person = AppointmentFactory(role=Role.SPECIALIST, person__is_invented=True).person
    sign_in(client, person)
    assert client.post("/me/notices/read/").url == FACTORS
    settings.PARKDESK_DEMO = True
    assert client.post("/me/notices/read/").url == "/me/"


def test_a_real_person_in_a_demonstration_is_asked(client, settings):
    settings.PARKDESK_DEMO = True
    sign_in(client, AppointmentFactory(role=Role.SPECIALIST).person)
    assert client.get("/desk/").url == FACTORS


def test_no_form_makes_somebody_invented(client):
    boss = PersonFactory(is_staff=True, is_superuser=True)
    AppointmentFactory(person=boss, role=Role.SYSTEM_ADMIN)
    client.force_login(boss)
    page = client.get(f"/admin/enterprises/person/{boss.pk}/change/")
    assert "is_invented" not in page.content.decode()


def test_a_visitors_session_is_not_even_looked_at(rf):
    request = rf.get("/")
    assert gate._ask_for_the_factor(request, None, (), {}) is None
    assert not hasattr(request, "session")


def test_the_gate_is_on_in_production():
    """Production's own settings, read by a process of their own: the gate stands after sign-in and roles."""
    code = (
        "import json; from django.conf import settings as s; "
        "print(json.dumps([s.MIDDLEWARE, s.MFA_ADAPTER, s.PARKDESK_DEMO, getattr(s, 'MFA_TRUST_ENABLED', False)]))"
    )
    own = {"DJANGO_SETTINGS_MODULE": "parkdesk.settings.production", "PARKDESK_SECRET_KEY": "x" * 50}
    own |= {"PARKDESK_ALLOWED_HOSTS": "desk.example.org", "PARKDESK_VAR": os.environ.get("PARKDESK_VAR", "/tmp")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARKDESK_")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept | own, cwd=base.ROOT, capture_output=True, text=True, check=True
    )
    middleware, adapter, is_demo, trusts = json.loads(done.stdout)
    order = [middleware.index(f"parkdesk.gate.{name}") for name in ("role_gate", "second_factor_gate")]
    assert middleware.index("django.contrib.auth.middleware.AuthenticationMiddleware") < order[0] < order[1]
    assert (adapter, is_demo, trusts) == ("enterprises.signing_in.second_factor.FactorAdapter", False, False)
