"""Who sits where: the questions that cases, meetings and pages ask."""

from councils import guards
from councils.models import Council, Representative
from parkdesk.core import clock
from parkdesk.core.actors import is_person


def seat_of(person: object, council: Council) -> Representative | None:
    """The seat that this person holds in this council today, if any."""
    return council.seat_of(person) if is_person(person) else None


def seats_of(person: object) -> list[Representative]:
    """All seats that this person holds today, by park."""
    if not is_person(person):
        return []
    held = Representative.objects.serving(clock.today()).of(person)
    return list(held.select_related("council__park", "seat").order_by("council__park__code"))


def presides(council: Council) -> Representative | None:
    """Who presides: the convener, before one is elected the community's seat (decisions 36)."""
    return guards.presiding(council)
