"""What happened to seats of the demonstration: a substitute sits in one park, a member of another has resigned.

Told after everything else, so that the votes of the story keep their electorates. A second time changes nothing.
"""

from councils import composition, seat_ticking, seating, substitutes
from councils.models import Council, Party, Representative
from enterprises.models import Person
from parkdesk.demonstration.signins import STORY_PARK

SUBSTITUTE, NAME, POSITION = "substitute", "倪若川", "行政主管"
REASON = "调往外地工作，不再担任代表"
State = Representative.State


def settle(supervisor: Person) -> None:
    """The second and the third park; those of a smaller directory that are not there do nothing."""
    others = list(Council.objects.exclude(park__code=STORY_PARK).select_related("park")[:2])
    if others:
        _send_a_substitute(others[0], supervisor)
    if len(others) > 1:
        _let_one_resign(others[1])
    seat_ticking.watch_composition()


def _send_a_substitute(council: Council, supervisor: Person) -> None:
    if council.representatives.filter(in_place_of__isnull=False).exists():
        return
    member = council.members().filter(seat__party=Party.ENTERPRISE).last()
    if member is None:
        return
    person = Person.objects.get_or_create(username=SUBSTITUTE, defaults={"name": NAME, "is_invented": True})[0]
    substitutes.register(member, person, by=supervisor, position=POSITION)
    substitutes.hand_over(member, by=member.person)


def _let_one_resign(council: Council) -> None:
    """The one without whom a type of enterprise has no voice, so that the alarm and its by-election have an example."""
    if council.representatives.filter(left_for=Representative.LeftFor.RESIGNED).exists():
        return
    alone = {
        one.direct[0] for one in composition.coverage_of(council).kinds if len(one.direct) == 1 and not one.doubled
    }
    member = council.members().filter(pk__in=alone, seat__party=Party.ENTERPRISE, is_convener=False).last()
    if member is not None:
        seating.resign(member, by=member.person, reason=REASON)
