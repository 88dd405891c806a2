"""How the units stand, on the register itself: beside the lights of a unit's orders what came back of its work.

The figures are those of the bulletin and the cockpit (requests_flow.came_back), of the quarter that runs.
"""

from collections.abc import Iterable

from councils.models import SupervisionOrder
from councils.quarters import Quarter
from councils.supervision_bulletin import Standing, lights_of, moments_of
from enterprises.models import Person
from parkdesk.core import clock
from requests_flow import came_back
from requests_flow.came_back import CameBack


def standings(orders: Iterable[SupervisionOrder], *, sees_all: bool, person: Person) -> list[Standing]:
    """The units of these orders in the order of their names; who does not see all units, their own. Three queries."""
    of_unit: dict[int, list[SupervisionOrder]] = {}
    for order in orders:
        if order.unit_id is not None:
            of_unit.setdefault(order.unit_id, []).append(order)
    if not sees_all:
        mine = person.units()
        of_unit = {pk: some for pk, some in of_unit.items() if pk in mine}
    if not of_unit:
        return []
    back = came_back.by_unit(*moments_of(Quarter.of(clock.today())))
    found = [
        Standing(some[0].unit, running=len(some), lights=lights_of(some), conduct=back.get(pk, CameBack()))
        for pk, some in of_unit.items()
    ]
    return sorted(found, key=lambda one: one.unit.name if one.unit else "")
