"""What the clock does for seats: it notices what no step has changed (firms that moved in, terms that ran out)."""

from django.db.models import Exists, OuterRef

from councils import alarms
from councils.models import Council, Seat
from parkdesk.core.ticking import every_minute


@every_minute
def watch_composition() -> int:
    """An alarm is open exactly while a council is not made up as the rules ask."""
    has_seats = Exists(Seat.objects.filter(council=OuterRef("pk")))
    return alarms.watch(Council.objects.annotate(has_seats=has_seats).select_related("park"))
