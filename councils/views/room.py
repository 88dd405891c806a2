"""A meeting in the room: on the wall for all, on each member's phone; both ask cheaply whether something changed."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseStopPolling, trigger_client_event

from councils import attendance, meeting_calendar, room
from councils import meeting_guards as guards
from councils.forms.room import CheckInForm
from councils.models import Meeting
from councils.views.meetings import crumbs_of, find
from parkdesk.core import ical, limits
from parkdesk.core.flow import NotNow
from parkdesk.core.idempotency import once

TRIES, WITHIN = 10, timedelta(hours=1)


@login_required
@require_safe
def wall(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """For the projector: the item that is on, its vote, the quorum. It moves by itself.

    The code to check in by is shown to who runs the meeting: on the wall of the room it is read by who came.
    """
    one = find(request, park, pk)
    facts = _facts(request, one) | {"runs": guards.runs_it(one, request.user)}
    return render(request, "councils/meeting_wall.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def now(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """On a member's phone: check in by the code on the door, then what is on and the way to the ballot."""
    one = find(request, park, pk)
    form = CheckInForm(request.POST or None, thing=one, by=request.user)
    if form.is_bound and form.is_valid() and _check_in(request, one, form):
        return redirect("councils:meeting_now", park, pk)
    mine = list(one.attendances.filter(representative__person=request.user).select_related("representative__seat"))
    facts = _facts(request, one) | {
        "form": form,
        "mine": mine,
        "is_here": any(row.is_here for row in mine),
        "has_doors_open": guards.is_about_to_begin(one),
    }
    return render(request, "councils/meeting_now.html", facts)


def _check_in(request: HttpRequest, one: Meeting, form: CheckInForm) -> bool:
    """Whether they are in now; if not, the form says why."""
    limits.hit(f"check-in:{one.pk}:{request.user.pk}", limit=TRIES, window=WITHIN)
    code, key = form.cleaned_data["code"], form.cleaned_data["key"]
    try:
        once("meeting:check_in", f"{request.user.pk}:{key}" if key else "", lambda: _arrive(one, code, request.user))
    except NotNow as refusal:
        form.add_error("code", refusal.reason)
        return False
    return True


def _arrive(one: Meeting, code: str, person: Any) -> str:
    return str(attendance.check_in(one, code=code, by=person)[0].pk)


@require_safe
def pulse(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """Whether the meeting stands as it did: 304; over: 286, ask no more; else 200 and the page fetches itself anew.

    The signed word says that this person may see the meeting, so that one query is enough.
    """
    stood = room.read(request.GET.get("beat", ""), pk, request.user)
    stands = room.stamp(pk) if stood is not None else ""
    if stood is not None and stood == stands:
        return HttpResponseStopPolling() if room.is_over(stands) else HttpResponse(status=304)
    return trigger_client_event(HttpResponse(), "meetingchanged")


@login_required
@require_safe
def calendar(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar: moved, it replaces itself there; called off, it is shown as such."""
    one = find(request, park, pk)
    answer = HttpResponse(meeting_calendar.of(one), content_type=ical.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="meeting-{one.council.park.code}-{one.pk}.ics"'
    return answer


def _facts(request: HttpRequest, one: Meeting) -> dict[str, Any]:
    return {
        "meeting": one,
        "beat": room.beat_of(one, request.user),
        "is_over": one.state in ("ended", "minuted", "cancelled"),
        "crumbs": [*crumbs_of(one.council), (pgettext("breadcrumb", "Meeting"), one.get_absolute_url())],
        **room.on_the_wall(one, request.user),
    }
