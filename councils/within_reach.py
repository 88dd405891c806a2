"""Of which cases and needs a person may know (decisions 5, 27; domain.md 3), as one condition for a query."""

from typing import Any

from django.db.models import Q

from councils.guards import is_office, is_party_committee
from enterprises.access import employers
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from requests_flow.models import Need
from requests_flow.words import NEVER_TO_THE_COUNCIL, Kind

NOTHING = Q(pk__in=())
# Cases that every member of their council may read, whoever pays them and whatever else they do.
KEPT_FROM_NO_MEMBER = Q(need__isnull=True) | Q(need__is_protected=False) & ~Q(need__tier_rule__in=NEVER_TO_THE_COUNCIL)


def of_cases(person: object) -> Q:
    """Members read the cases of their councils; the office those whose need it may read; supervisors all of them."""
    if not is_person(person):
        return NOTHING
    if is_party_committee(person) or person.wears(Role.DISCIPLINE_AUDITOR):  # type: ignore[attr-defined]
        return Q(pk__isnull=False)
    seen = _as_a_member(person)
    if is_office(person):
        seen |= Q(need__isnull=True) | Q(need__in=Need.objects.at_the_desk(person))
    if person.wears(Role.SUBDISTRICT):  # type: ignore[attr-defined]
        seen |= Q(need__isnull=True) | Q(need__is_protected=False)
    return seen


def _as_a_member(person) -> Q:
    """Never what became major by a rule that keeps it from councils; nothing that is protected from who pays them."""
    day = clock.today()
    mine = person.council_seats.inside(day).values("council_id")
    seen = Q(council__in=mine) & ~Q(need__tier_rule__in=NEVER_TO_THE_COUNCIL)
    payers = employers(person)
    if not payers:
        return seen
    theirs = Q(council__park__operator__in=payers) | Q(council__park__property_manager__in=payers)
    return seen & ~(Q(need__is_protected=True) & theirs)


def of_park(person: Any, council: Any) -> Q:
    """Of the needs of a council's park: which ones this member may know of (decisions 5, 6, 27).

    Nothing personal. What is protected, neither whom the park's landlord pays, who reads no complaint there either,
    nor people of the firm that it is about; nor anybody as long as that firm is not known.
    """
    park, day = council.park, clock.today()
    seats = person.council_seats.inside(day).exclude(enterprise=None).values_list("enterprise_id", flat=True)
    firms = {*person.firms, *seats}
    is_kept_from_nobody = Q(is_protected=False) | (Q(enterprise__isnull=False) & ~Q(enterprise__in=firms))
    seen = Q(park=park, is_personal=False) & ~Q(tier_rule__in=NEVER_TO_THE_COUNCIL) & is_kept_from_nobody
    if {park.operator_id, park.property_manager_id} & employers(person):
        seen &= Q(is_protected=False) & ~Q(kind=Kind.COMPLAINT)
    return seen
