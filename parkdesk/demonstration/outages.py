"""An incident of the demonstration: the stairway lamps of one building, with the need that told of them."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from parkdesk.core import clock, workdays
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.timeline import Happening
from requests_flow import incidents
from requests_flow.models import Need
from requests_flow.words import Category

# The need of the story, how many working minutes ago the incident was opened, and when on the next working day it ends.
LAMPS, OPENED, BACK = "N0321", 180, time(14)
TITLE, TITLE_EN = "楼道照明线路检修，部分楼道灯不亮", "Stairway lighting under repair: some lamps are out"
CAUSE = "照明回路老化跳闸，维保单位正在更换线路。"


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """One incident that is going on today."""
    back_at = workdays.at(workdays.add_working_days(office.cal, office.now.astimezone(clock.SHANGHAI).date(), 1), BACK)
    yield Happening(office.back(OPENED), partial(_open, world, back_at))


def _open(world: World, back_at: datetime) -> None:
    need = Need.objects.select_related("park", "building").get(pk=world.needs[LAMPS].pk)
    sketch = incidents.Sketch(
        park=need.park, building=need.building, category=Category.PRO, title=TITLE, title_en=TITLE_EN, cause=CAUSE,
        expected_at=back_at,
    )  # fmt: skip
    incidents.open_for(sketch, by=world.company.by_name["manager"], needs=[need])
