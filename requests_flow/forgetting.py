"""Names that confirmed something are kept as long as a retention period says, and no longer (PIPL 19).

The doorway for whoever runs that period. That a firm confirmed, and when, stays; who it was does not.
"""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Q

from parkdesk.core import clock, trail
from parkdesk.core.models import Entry
from requests_flow.models import CircularCopy, Visit

# Stands for a signature on paper whose name was forgotten: that somebody signed is no personal data.
FORGOTTEN = "…"
LABEL = CircularCopy._meta.label_lower
NAMED = ~Q(signed_by__in=["", FORGOTTEN]) | ~Q(met_name="") | ~Q(companion="")


@dataclass(frozen=True)
class Forgotten:
    """How many copies of notices, lines of the trail and visits lost their names."""

    copies: int
    entries: int
    visits: int


@transaction.atomic
def forget_names_before(day: date) -> Forgotten:
    """Take the names out of what was confirmed, or visited, before the beginning of that day. Run again it finds none.

    Of a notice: who confirmed it, on the copy and among the erasable words of the trail, which verifies as before.
    Of a visit: who signed, whom they met by name, and who went along.
    """
    begins = clock.at(day, time())
    confirmed = Entry.objects.filter(subject_type=LABEL, verb="requests_flow.circularcopy.confirm", at__lt=begins)
    visits = Visit.objects.filter(visited_on__lt=day)
    copies = CircularCopy.objects.filter(confirmed_at__lt=begins).exclude(confirmed_by="")
    forgotten = Forgotten(
        copies=copies.update(confirmed_by=""),
        entries=trail.erase(confirmed),
        visits=visits.filter(NAMED).count(),
    )
    visits.exclude(signed_by="").update(signed_by=FORGOTTEN)
    visits.filter(~Q(met_name="") | ~Q(companion="")).update(met_name="", companion="")
    return forgotten
