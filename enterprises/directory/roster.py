"""People and their appointments, found again by their number or their telephone."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext

from enterprises.directory import cleaning
from enterprises.directory.batches import Batch, combined
from enterprises.directory.drafts import Draft, code, limits
from enterprises.directory.report import WARNED, Line
from enterprises.models import Appointment, Person
from enterprises.roles import Line as SpecialistLine
from enterprises.roles import Role


class Roster:
    """Everybody with an account, and every appointment, settled in batches."""

    def __init__(self) -> None:
        people = list(Person.objects.all())
        self.people = Batch(Person, {person.username: person for person in people})
        self.by_phone = {person.phone: person for person in people if person.phone}
        self.by_email = {person.email.lower(): person for person in people if person.email}
        appointments = Appointment.objects.filter(building__isnull=True)  # no list names building leaders
        self.appointments = Batch(Appointment, {_key(one): one for one in appointments})
        self.limits = limits(Person)
        self.seen: dict[str, int] = {}

    def take_person(self, draft: Draft) -> None:
        """Read number, name, telephone and e-mail; number and name are needed."""
        draft.take("code", code)
        draft.take("name", cleaning.person)
        numbers = draft.take("mobile", cleaning.phones)
        if numbers:
            draft.values["mobile"] = numbers.mobile
        draft.take("email", cleaning.email)
        draft.trim(self.limits)
        draft.need("code", "name")

    def person(self, draft: Draft) -> tuple[Person | None, str, list[str]]:
        """The person of a row, by number, else by telephone when the name agrees; None when the row is held."""
        values = draft.values
        username, phone = values["code"].lower(), values.get("mobile") or None
        holder = self.by_phone.get(phone or "")
        if holder and holder.username != username and (holder.name != values["name"] or username in self.people.known):
            draft.hold("mobile", "phone_of_another", gettext("This number belongs to another person of the directory."))
            return None, "", []
        fields = {"name": values["name"], "phone": phone, "email": self._email(draft, username)}
        if holder:
            return holder, *self.people.change(holder, {name: value for name, value in fields.items() if value})
        return self._settle(username, {name: value for name, value in fields.items() if value})

    def _settle(self, username: str, fields: dict[str, Any]) -> tuple[Person, str, list[str]]:
        if username not in self.people.known:
            fields |= {"username": username, "password": make_password(None)}
        person, outcome, changed = self.people.settle(username, fields)
        if person.phone:
            self.by_phone[person.phone] = person
        if person.email:
            self.by_email[person.email.lower()] = person
        return person, outcome, changed

    def _email(self, draft: Draft, username: str) -> str | None:
        address = draft.values.get("email")
        owner = self.by_email.get((address or "").lower())
        if owner is None or owner.username == username or owner.phone == draft.values.get("mobile"):
            return address
        draft.say(
            "email", WARNED, "email_of_another", gettext("This address belongs to another person; it was left out.")
        )
        return None

    def appoint(self, person: Person, role: Role, **facts: Any) -> tuple[str, list[str]]:
        """Settle one appointment. `facts`: park, unit, line, title, background, starts_on, ends_on."""
        fields = {"person": person, "role": role, **facts}
        key = _key(Appointment(**fields)) if person.pk else (id(person), role, id(facts.get("park")), facts.get("line"))
        if key in self.appointments.known:
            fields.pop("starts_on")
        _, outcome, changed = self.appointments.settle(key, fields)
        return outcome, changed

    def write(self) -> None:
        self.people.write()
        self.appointments.write()

    def is_repeated(self, draft: Draft) -> bool:
        key = draft.values["code"]
        return self.seen.setdefault(key, draft.record.number) != draft.record.number

    def settled(self, draft: Draft, *results: tuple[str, list[str]]) -> Line:
        """The line of a row that settled a person and an appointment."""
        outcome = combined(result[0] for result in results)
        changed = [field for result in results for field in result[1]] if outcome != "created" else []
        return draft.as_settled(outcome, draft.values["code"], changed)


def _key(one: Appointment) -> tuple[Any, ...]:
    """What makes two rows the same appointment. Staff have no term, so for them the start does not count."""
    starts_on: date | None = None if one.line else one.starts_on
    return (one.person_id, one.role, one.park_id, one.unit_id, one.line, starts_on)


def unit_of_line(line: str) -> str:
    """The code of the unit of a specialist line."""
    return "LINE-" + SpecialistLine(line).upper().replace("_", "-")
