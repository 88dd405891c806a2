"""Signs of life: when a part of the house last did its work, by the machine's own time."""

from datetime import datetime, timedelta

from parkdesk.core import clock
from parkdesk.core.models import Pulse

TICK, WORKER, BACKUP = "tick", "worker", "backup"


def beat(part: str) -> None:
    """This part has just done its work."""
    Pulse.objects.update_or_create(part=part, defaults={"at": clock.machine_time()})


def age(part: str) -> timedelta | None:
    """How long ago that was; None when it never did."""
    at: datetime | None = Pulse.objects.filter(part=part).values_list("at", flat=True).first()
    return None if at is None else clock.machine_time() - at
