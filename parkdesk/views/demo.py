"""The demonstration's doors: a card for each role, the clock, the way back."""

import os
import subprocess  # our own programs alone # nosec B404
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from enterprises.models import Person, PlaceCode
from parkdesk.core import clock, outbox, qr, robot_sending, shift, ticking
from parkdesk.demonstration import loading, marks, signins, today
from requests_flow.models import Need
from requests_flow.words import Outcome

BACKEND = "django.contrib.auth.backends.ModelBackend"
DELIVERY_ROUNDS = 20
# So long a process may take until it holds the lock.
TO_START = timedelta(seconds=30)
SOLVED = (Outcome.SOLVED, Outcome.PARTLY_SOLVED)
View = Callable[..., HttpResponse]


def only_here(view: View) -> View:
    """404 where this is no demonstration."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PARKDESK_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@only_here
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """One card for each role, with one thing to do today."""
    mark = marks.latest()
    if mark is None or not mark.is_loaded:
        return _wait(request, mark)
    if request.htmx:
        return HttpResponseClientRedirect(request.path)
    people = {person.username: person for person in Person.objects.filter(username__in=signins.BY_NAME)}
    cards = [
        {"who": one, "person": people[one.username], "today": today.to_do(people[one.username]), "group": one.group}
        for one in signins.SIGN_INS
        if one.username in people
    ]
    facts = {"cards": cards, "now": clock.now(), "password": signins.PASSWORD, "is_full": mark.size == "full"}
    facts |= _figures() | _wall()
    return render(request, "parkdesk/demo.html", facts)


@only_here
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's people; goes to that role's first page."""
    one = signins.BY_NAME.get(request.POST.get("username", ""))
    if one is None:
        raise Http404
    person = get_object_or_404(Person, username=one.username, is_active=True)
    login(request, person, backend=BACKEND)
    return redirect(one.address)


@only_here
@require_POST
def forward(request: HttpRequest) -> HttpResponse:
    """Move the one clock to 09:00 of the next working day, do what the clock does, deliver what follows."""
    shift.move_to(clock.next_opening(clock.calendar(), clock.now()))
    ticking.run_all()
    outbox.drain(DELIVERY_ROUNDS)
    robot_sending.send_due()
    messages.success(request, _("The clock stands at 09:00 of the next working day."))
    return redirect("demo")


@only_here
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Back to the first day: at once for a small park, in a process of its own for a full one."""
    mark = marks.latest()
    size = mark.size if mark else loading.SIZES[0]
    if marks.is_busy():
        return redirect("demo")
    if size == "full":
        _start_over(size)
        return redirect("demo")
    loading.load(size, is_again=True)
    messages.success(request, _("The park is back at its first day."))
    return redirect("demo")


def _wait(request: HttpRequest, mark: marks.Mark | None) -> HttpResponse:
    """While the park is loaded, how far it is; where loading was broken off, a button to begin again."""
    total, is_busy = loading.total(mark.size) if mark else 1, marks.is_busy()
    done = min(total, Need.objects.count()) if is_busy else 0
    is_starting = mark is not None and clock.now() - mark.at < TO_START
    facts = {"is_busy": is_starting or is_busy, "done": done, "total": total, "percent": 100 * done // total}
    if request.htmx and not facts["is_busy"]:
        return HttpResponseClientRedirect(request.path)
    return render(request, "parkdesk/demo_wait.html", facts)


def _start_over(size: str) -> None:
    """A process of its own outlives this request. It takes the lock; a second one ends by itself."""
    shift.reset()
    marks.write(marks.CLEARED, size)
    command = [sys.executable, str(settings.ROOT / "manage.py"), "demo", "--size", size, "--again"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PARKDESK_DEMO": "1"}
    subprocess.Popen(  # noqa: S603 (our own program) # nosec B603
        command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )


def _figures() -> dict[str, Any]:
    handed_in = Need.objects.handed_in()
    return {"collected": handed_in.count(), "solved": handed_in.filter(outcome__in=SOLVED).count()}


def _wall() -> dict[str, Any]:
    """The code on the wall of the story's park, as a picture that a telephone reads, and where it leads."""
    code = PlaceCode.objects.filter(park__code=signins.STORY_PARK, revoked_at=None).exclude(building=None).first()
    if code is None:
        return {}
    path = code.get_absolute_url()
    address = f"{settings.PUBLIC_URL}{path}"
    picture = qr.data_uri(address, border=2)
    return {"wall": path, "wall_address": address, "wall_picture": picture, "place": code.place_name}
