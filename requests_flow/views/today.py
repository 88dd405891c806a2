"""Cleared today (日清): disputes and complaints of this day, groups that wait, what was done in 24 hours."""

from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enterprises.models import Person
from parkdesk.core import clock
from requests_flow import measures, overdue, promises
from requests_flow.measures import Share, Span
from requests_flow.models import Need
from requests_flow.views.filters import desk_word
from requests_flow.words import Category, Kind, Outside

SHOWN = 200
DISPUTES = Q(kind=Kind.COMPLAINT) | Q(category=Category.LAW) | Q(tier_rule="C5")


@dataclass(frozen=True)
class Waiting:
    """A need that is to be answered by a moment of its own."""

    need: Need
    light: clock.Light


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What came in today and is to be answered today, read out at 17:00."""
    seen = _of_today(request.user)
    facts = {
        "read_out_at": clock.at(clock.today(), overdue.CLEARED_BY),
        "open": [_by_five(need) for need in seen if need.replied_at is None and need.is_open],
        "cleared": [need for need in seen if need.replied_at is not None or not need.is_open],
        "groups": _groups(request.user),
        "within_a_day": _within_a_day(),
        "crumbs": [(desk_word(), reverse("requests_flow:desk"))],
    }
    return render(request, "requests_flow/today.html", facts)


def _of_today(person: Person) -> list[Need]:
    since = clock.at(clock.today(), time())
    found = Need.objects.at_the_desk(person).filter(DISPUTES, submitted_at__gte=since)
    return list(found.select_related("park", "owner").order_by("submitted_at")[:SHOWN])


def _by_five(need: Need) -> Waiting:
    return _waiting(need, clock.at(clock.today(), overdue.CLEARED_BY))


def _groups(person: Person) -> list[Waiting]:
    """A question in a group is answered within half a working day: everybody there sees that nobody answers."""
    asked = Need.objects.at_the_desk(person).running().filter(outside_kind=Outside.CHAT, replied_at__isnull=True)
    found = asked.select_related("park", "owner").order_by("submitted_at")[:SHOWN]
    return [_waiting(need, promises.due(need.submitted_at, promises.GROUP_REPLY)) for need in found]


def _waiting(need: Need, due: datetime) -> Waiting:
    return Waiting(need, clock.light(clock.calendar(), clock.now(), need.submitted_at, due, None))


def _within_a_day() -> Share:
    """Of this month."""
    day = clock.today()
    span = Span(day.replace(day=1), day)
    return Share(measures.within_a_day(span).count(), measures.completed(span).count())
