"""Who is on duty: the next two weeks of a park for those who walk it, today for the desk."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from enterprises.models import Appointment, Park, Person
from enterprises.roles import ON_SITE, Role
from parkdesk.core import clock
from requests_flow.duties import AHEAD
from requests_flow.models import Watch


@dataclass(frozen=True)
class Turn:
    """One person's day, as one reader sees it."""

    watch: Watch
    is_own: bool
    may_stand_in: bool


@dataclass(frozen=True)
class Day:
    """One day of a park: who has it, and whether this reader may still take it."""

    day: date
    turns: list[Turn]
    may_sign_up: bool


def days_of(person: Person, park: Park) -> list[Day]:
    """Today and the next two weeks in one park that this person walks."""
    today = clock.today()
    days = [today + timedelta(days=step) for step in range(AHEAD.days)]
    rows = Watch.objects.visible_to(person).standing().filter(park=park, day__range=(days[0], days[-1]))
    taken: dict[date, list[Watch]] = {day: [] for day in days}
    for watch in rows.select_related("person"):
        taken[watch.day].append(watch)
    return [_day(day, watches, person) for day, watches in taken.items()]


def on_duty(person: Person) -> list[Watch]:
    """Who is on duty today in the parks that this person walks."""
    rows = Watch.objects.visible_to(person).standing().filter(day=clock.today())
    return list(rows.select_related("person", "park").order_by("park", "pk"))


def roles_on_duty() -> dict[int, list[str]]:
    """For the desk: which roles are on duty today, by park; no names."""
    today = clock.today()
    hats = Appointment.objects.running(today).filter(role__in=ON_SITE)
    here = Watch.objects.standing().filter(
        day=today, person__appointments__in=hats, person__appointments__park=F("park")
    )
    hat = ("person__appointments__role", "person__appointments__title")
    # One person with two hats is one: the last line read of a watch stands.
    said = {pk: (park, title or Role(role).label) for pk, park, role, title in here.values_list("pk", "park", *hat)}
    found: dict[int, list[str]] = {}
    for _pk, (park, words) in sorted(said.items()):
        found.setdefault(park, []).append(str(words))
    return found


def _day(day: date, watches: list[Watch], person: Person) -> Day:
    has_it = any(one.person_id == person.pk for one in watches)
    turns = [Turn(one, one.person_id == person.pk, one.state == Watch.State.OFFERED and not has_it) for one in watches]
    return Day(day, turns, not has_it)
