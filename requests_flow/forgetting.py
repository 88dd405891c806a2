"""Names beside what was confirmed or visited are kept as long as a retention period says, and no longer (PIPL 19).

That a firm confirmed, was called on and signed, and when, stays; who it was does not. The period stands in `ticking`.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from parkdesk.core import clock, trail
from parkdesk.core.models import Entry
from requests_flow.models import CircularCopy, Visit

# Stands for a signature on paper whose name was forgotten: that somebody signed is no personal data.
FORGOTTEN = "…"
NAMED = ~Q(signed_by__in=["", FORGOTTEN]) | ~Q(met_name="") | ~Q(companion="")


def confirmed_before(before: datetime) -> QuerySet[CircularCopy]:
    """Copies of notices that were confirmed before that moment, with the name of whoever did."""
    return CircularCopy.objects.filter(confirmed_at__lt=before).exclude(confirmed_by="").order_by("pk")


@transaction.atomic
def forget_who_confirmed(copy: CircularCopy) -> CircularCopy:
    """Take the name off the copy, and out of the erasable words of the trail, which verifies as before."""
    trail.erase(Entry.objects.about(copy).filter(verb="requests_flow.circularcopy.confirm"))
    CircularCopy.objects.filter(pk=copy.pk).update(confirmed_by="")
    return copy


def visited_before(before: datetime) -> QuerySet[Visit]:
    """Visits before the day of that moment, with the name of anybody who is not the visitor."""
    day = before.astimezone(clock.SHANGHAI).date()
    return Visit.objects.filter(NAMED, visited_on__lt=day).order_by("pk")


def forget_who_was_met(visit: Visit) -> Visit:
    """Whom they met, who went along, who signed; that somebody signed stays."""
    signed = FORGOTTEN if visit.signed_by else ""
    Visit.objects.filter(pk=visit.pk).update(met_name="", companion="", signed_by=signed)
    return visit
