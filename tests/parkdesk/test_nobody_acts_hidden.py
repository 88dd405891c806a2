"""Acting for a person is always seen: nobody becomes somebody else, and who enters for somebody stands in the trail."""

import ast

import pytest

from enterprises.roles import Role
from parkdesk.core.models import Entry
from requests_flow.entering import enter
from requests_flow.intake import Place, Report
from requests_flow.models import Need
from tests.checks import source
from tests.factories import AppointmentFactory, PersonFactory

# What signs somebody in without their proof. The doors of a demonstration do; they answer 404 everywhere else.
SIGNS_IN = {"login", "alogin", "force_login", "perform_login"}
DOOR = "parkdesk/views/demo.py"
# An account that was opened in the same moment, by whoever had just typed the code that came to its address.
NEWCOMERS = "enterprises/account_views.py"


def test_no_code_but_the_demonstrations_doors_signs_somebody_in_as_somebody_else():
    found = {
        source.place(path, node).partition(":")[0]
        for path in source.modules()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in SIGNS_IN
    }
    assert found == {DOOR, NEWCOMERS}


def test_no_code_puts_another_person_into_a_request():
    found = [
        source.place(path, node)
        for path in source.modules()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Assign) and any(ast.unparse(one).endswith("request.user") for one in node.targets)
    ]
    assert not found


@pytest.mark.django_db
def test_the_demonstrations_doors_are_shut_elsewhere(client, clerk):
    assert client.post("/demo/enter/", {"username": clerk.username}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_what_the_desk_enters_for_a_firm_stands_under_the_clerks_own_name(clerk, park, building):
    report = Report(text="三楼电梯停了，请派人看看", place=Place(park=park, building=building), channel="phone")
    (need,) = enter([report], by=clerk, key="k" * 32)
    entries = Entry.objects.about(Need.objects.get(pk=need.pk))
    assert {entry.actor_id for entry in entries} == {clerk.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["mfa/authenticator", "usersessions/usersession", "socialaccount/socialaccount"])
def test_no_administrators_form_puts_a_key_under_somebodys_account(client, table):
    boss = PersonFactory(is_staff=True, is_superuser=True)
    AppointmentFactory(person=boss, role=Role.SYSTEM_ADMIN)
    client.force_login(boss)
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/{table}/add/").status_code == 404
