"""Mentions in an internal note: `@王思宁` tells a colleague at the desk who may read the need."""

import re
from collections.abc import Iterable

from enterprises.models import Appointment, Person
from enterprises.roles import DESK
from parkdesk.core import clock
from requests_flow.models import Need

# Not the @ of an e-mail address: nothing stands before it that could be its name.
AT = re.compile(r"(?<![A-Za-z0-9._-])[@＠]\s?(\S{1,40})")


def find(text: str, need: Need) -> tuple[list[Person], list[str]]:
    """Who is mentioned, and what follows an @ that is nobody's name. A name ends where no colleague's goes on."""
    colleagues = _colleagues(need)
    found: dict[int, Person] = {}
    unknown: list[str] = []
    for said in AT.findall(text):
        person = _called(said, colleagues)
        if person is None:
            unknown.append(f"@{said}")
        else:
            found[person.pk] = person
    return list(found.values()), unknown


def _colleagues(need: Need) -> list[Person]:
    """Those at the desk who may read this need."""
    hats = Appointment.objects.running(clock.today()).filter(role__in=DESK)
    people = Person.objects.filter(appointments__in=hats, is_active=True).distinct()
    return [one for one in people if Need.objects.at_the_desk(one).filter(pk=need.pk).exists()]


def _called(said: str, colleagues: Iterable[Person]) -> Person | None:
    """The longest name or sign-in with which the words after the @ begin."""
    names = [(name, one) for one in colleagues for name in (one.name, one.username) if name and said.startswith(name)]
    return max(names, key=lambda pair: len(pair[0]))[1] if names else None
