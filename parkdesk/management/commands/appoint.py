"""Appoints somebody from the command line: how the first administrator of an installation comes in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock

FROM_HERE = (Role.SYSTEM_ADMIN, Role.EDITOR, Role.WINDOW_CLERK, Role.DESK_MANAGER, Role.COMMUNITY_LEADER)


class Command(BaseCommand):
    help = "Appoints a person to a role from today on. Roles of a park, a unit or a line are appointed in /admin/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="somebody who exists, for example by `createsuperuser`")
        parser.add_argument("role", choices=[role.value for role in FROM_HERE])

    def handle(self, *, username: str, role: str, **options: Any) -> None:
        person = Person.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"nobody is called {username}")
        today = clock.today()
        if not Appointment.objects.running(today).filter(person=person, role=role).exists():
            Appointment.objects.create(person=person, role=role, starts_on=today)
        self.stdout.write(f"{username} is {role}")
