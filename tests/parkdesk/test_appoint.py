"""The first administrator of a new house comes in from the command line."""

import pytest
from django.core.management import CommandError, call_command

from enterprises.models import Appointment, Person
from enterprises.roles import Role

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_appointed_and_reaches_the_administration(client):
    admin = Person.objects.create_superuser(username="chief", name="沈知微")
    client.force_login(admin)
    assert client.get("/admin/").status_code == 404
    call_command("appoint", "chief", "system_admin")
    assert client.get("/admin/").status_code == 200
    assert client.get("/desk/").status_code == 404


def test_who_is_appointed_already_is_not_appointed_twice():
    Person.objects.create_user(username="chief", name="沈知微")
    for _time in range(2):
        call_command("appoint", "chief", "editor")
    assert Appointment.objects.get().role == Role.EDITOR


def test_nobody_cannot_be_appointed():
    with pytest.raises(CommandError, match="nobody is called ghost"):
        call_command("appoint", "ghost", "editor")
