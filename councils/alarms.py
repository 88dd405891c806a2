"""Alarms of composition: one is open exactly while a council is not made up as the rules ask (council.md 6.10).

Asked in the transaction of every change of a seat, and by the clock, because firms move in and terms run out.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from councils import composition
from councils.models import CompositionAlarm, Council
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance, begin


@transaction.atomic
def check(council: Council) -> CompositionAlarm | None:
    """Sound, change or end the council's alarm as it is made up now. Returns the one that is open, if any."""
    council = Council.objects.select_for_update(of=("self",)).select_related("park").get(pk=council.pk)
    found = composition.look(council)
    known = council.alarms.sounding().first()
    if found.faults:
        return _sounding(council, known, found.figures)
    if known is not None:
        advance(known, "end", by=CLOCK, figures=found.figures)
    return None


def _sounding(council: Council, known: CompositionAlarm | None, figures: dict[str, Any]) -> CompositionAlarm:
    if known is None:
        return begin(CompositionAlarm(council=council), "sound", by=CLOCK, figures=figures)
    return known if known.figures == figures else advance(known, "change", by=CLOCK, figures=figures)


def watch(councils: Iterable[Council]) -> int:
    """Check those whose alarm does not say what is true. Five queries for all that are in order.

    A council that nobody was ever seated in has no alarm yet: it is waiting for its first election.
    """
    seated = [one for one in councils if one.has_seats]
    known = dict(CompositionAlarm.objects.sounding().filter(council__in=seated).values_list("council", "figures"))
    looks = composition.looks(seated)
    stale = [one for one in seated if known.get(one.pk) != (looks[one.pk].figures if looks[one.pk].faults else None)]
    for one in stale:
        check(one)
    return len(stale)
