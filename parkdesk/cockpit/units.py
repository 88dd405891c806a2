"""How the units stand: the lights of their open needs, and beside them what came back of what they completed."""

from dataclasses import dataclass

from enterprises.models import Unit
from parkdesk.cockpit.figures import View
from requests_flow import came_back
from requests_flow.came_back import CameBack, Lights


@dataclass(frozen=True)
class Standing:
    """One unit: its lights now, and what came back within the time shown."""

    unit: Unit
    lights: Lights
    conduct: CameBack


def standings(view: View) -> list[Standing]:
    """Every unit that has work or had some, in the order of their names: this is no ranking. Four queries."""
    lights = came_back.lights_by_unit(view.now)
    conduct = came_back.by_unit(*view.span.moments)
    units = Unit.objects.in_bulk(lights.keys() | conduct.keys()).values()
    rows = [Standing(one, lights.get(one.pk, Lights()), conduct.get(one.pk, CameBack())) for one in units]
    return sorted(rows, key=lambda one: one.unit.display_name)
