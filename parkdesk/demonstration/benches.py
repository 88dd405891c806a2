"""Who sits in the council of the story's park: the sign-ins of its seven seats, and the convener that it chose."""

from datetime import date, timedelta
from math import ceil

from django.db.models import F

from councils import membership, seating
from councils.models import Council, Party, Representative
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.demonstration.signins import STORY_PARK

DEPUTY, CHAIR, SUPERVISOR = "member1", "chair", "party"
POSITION = "社区工作者"
REASON = "社区党委负责人签发纪要、销号，改由社区工作者出席"
ONE_DAY, A_TERM = timedelta(days=1), 2
WITH_A_TERM = (Role.REPRESENTATIVE, Role.PARK_LEADER)


def settle() -> None:
    """Bring the council of the story in step; a second time changes nothing."""
    _prolong(clock.today())
    council = Council.objects.select_related("park").get(park__code=STORY_PARK)
    people = Person.objects.in_bulk([DEPUTY, CHAIR, SUPERVISOR], field_name="username")
    _send_deputy(council, people[DEPUTY], people[SUPERVISOR])
    chair = membership.seat_of(people[CHAIR], council)
    if chair and not chair.is_convener:
        seating.elect_convener(council, chair, by=people[SUPERVISOR])


def _send_deputy(council: Council, deputy: Person, by: Person) -> None:
    """The community leader issues minutes and strikes off, so somebody else sits for the community (decisions 40)."""
    held = council.members().filter(seat__party=Party.COMMUNITY).first()
    if held is None or held.person_id == deputy.pk:
        return
    first, last = held.starts_on, held.ends_on
    seating.unseat(held, by=by, last_day=first, reason=REASON)
    term = seating.Term(first + ONE_DAY, last, position=POSITION)
    seating.seat(council, Party.COMMUNITY, deputy, term=term, by=by)


def _prolong(today: date) -> None:
    """In a demonstration of a later year, terms of the directory that are over run for another two years, or more."""
    seats = Representative.objects.filter(state=Representative.State.SERVING)
    hats = Appointment.objects.filter(role__in=WITH_A_TERM, ends_on__gt=F("starts_on"))
    for rows in (seats, hats):
        over = rows.filter(ends_on__lt=today)
        for ends_on in set(over.values_list("ends_on", flat=True)):
            terms = ceil((today.year - ends_on.year + 1) / A_TERM)
            over.filter(ends_on=ends_on).update(ends_on=ends_on.replace(year=ends_on.year + terms * A_TERM))
