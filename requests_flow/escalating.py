"""Going along the overdue path: marks are written down, people are told, tiers climb (domain.md 4.4)."""

from django.db import transaction
from django.db.models import QuerySet

from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from requests_flow import overdue
from requests_flow.models import Escalation, Need
from requests_flow.models.escalation import Mark

# Who is told at a mark beside those who handle it.
ROLES = {
    Mark.ONE: (Role.COMMUNITY_LEADER,),
    Mark.THREE: (Role.PARTY_COMMITTEE,),
    Mark.FIVE: (Role.SUBDISTRICT,),
    Mark.TEN: (Role.COMMUNITY_LEADER, Role.PARTY_COMMITTEE),
    Mark.HALF_HOUR: (Role.WINDOW_CLERK,),
    Mark.HOUR: (Role.DESK_MANAGER,),
    Mark.TWO_HOURS: (Role.COMMUNITY_LEADER,),
    Mark.FOUR_HOURS: (Role.PARTY_COMMITTEE, Role.SUBDISTRICT),
    Mark.TODAY: (Role.DESK_MANAGER,),
}
# From the promised day on the specialist of its line knows as well.
WITH_THE_SPECIALIST = frozenset({Mark.DAY, Mark.HOUR})


@transaction.atomic
def escalate(need: Need) -> Need | None:
    """Write down every mark that was passed and is not on record, the earliest first; None when there is none."""
    marks = overdue.unwritten(need)
    for mark, promised_at in marks:
        advance(need, "escalate", by=CLOCK, mark=mark)
        Escalation.objects.create(need=need, mark=mark, promised_at=promised_at, at=clock.now())
    return need if marks else None


def climb(need: Need) -> Need | None:
    """Raise the tier by the rule that holds by now; None when none does."""
    found = overdue.climb_of(need)
    return advance(need, "climb", by=CLOCK, tier=found[0], rule=found[1]) if found else None


@transaction.atomic
def explain(need: Need, *, note: str, by: Person) -> Need:
    """The unit in charge explains in writing why it is late."""
    need = advance(need, "explain", by=by, note=note)
    owed = need.escalations.filter(mark=Mark.THREE, promised_at=need.resolve_due_at)
    owed.update(explained_at=clock.now())
    return need


def audience(need: Need, mark: str) -> list[Person]:
    """Who is told at a mark: whoever handles it, and the roles of the mark; nobody from whom it is protected."""
    people = [one for one in (need.owner, need.handler) if one is not None and one.is_active]
    roles = ROLES.get(Mark(mark), ())
    roles = tuple(role for role in roles if not (need.is_protected and role == Role.SUBDISTRICT))
    people += wearing(*roles) if roles else []
    if mark in WITH_THE_SPECIALIST and need.line:
        people += _people(Appointment.objects.filter(role=Role.SPECIALIST, line=need.line))
    return list({one.pk: one for one in people if not _is_kept_from(need, one)}.values())


def wearing(*roles: str) -> list[Person]:
    """Everybody who wears one of these roles now."""
    return _people(Appointment.objects.filter(role__in=roles))


def _people(hats: QuerySet[Appointment]) -> list[Person]:
    running = hats & Appointment.objects.running(clock.today())
    return list(Person.objects.filter(appointments__in=running, is_active=True).distinct())


def _is_kept_from(need: Need, person: Person) -> bool:
    """A landlord's person who handled it before it was protected is told nothing more (decisions 5)."""
    is_theirs = need.unit is not None and need.unit.is_tied_to_a_landlord and need.handler_id == person.pk
    return need.is_protected and is_theirs
