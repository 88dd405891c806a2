"""Who may do what with the directory, and whom somebody works for."""

from typing import TYPE_CHECKING

from enterprises.roles import DESK, Role
from parkdesk.core.actors import is_person

if TYPE_CHECKING:
    from enterprises.models import Person
    from enterprises.models.appointment import Appointment


# Who keeps the directory: imports, exports with contacts. Clerks read it; administrators have no business content.
KEEPERS = frozenset({Role.SPECIALIST, Role.DESK_MANAGER})


def may_import(person: object) -> bool:
    """Whether this person brings lists of firms into the directory and takes them out (domain.md 3)."""
    return hasattr(person, "wears") and is_person(person) and person.wears(*KEEPERS)


def may_keep_places(person: object) -> bool:
    """Whether this person makes, replaces and revokes place codes and prints posters: everybody at the desk."""
    return hasattr(person, "wears") and is_person(person) and person.wears(*DESK)


def employers(person: "Person") -> frozenset[int]:
    """Ids of the operators and property firms this person works for today, under whatever role (decisions 5).

    By the unit of an appointment, and by the background of a park leader or representative: many of them are paid
    by the landlord of their park.
    """
    return frozenset(unit for hat in person.hats for unit in _employers(hat) if unit)


def _employers(hat: "Appointment") -> list[int | None]:
    found = [hat.unit_id if hat.unit and hat.unit.is_tied_to_a_landlord else None]
    if hat.park and hat.role in (Role.PARK_LEADER, Role.REPRESENTATIVE):
        if "运营" in hat.background:
            found.append(hat.park.operator_id)
        if "物业" in hat.background:
            found.append(hat.park.property_manager_id)
    return found
