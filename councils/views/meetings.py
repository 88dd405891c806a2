"""A meeting on one page: called, run and closed by whoever runs it; read by the members."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import agenda, attendance, meetings
from councils import meeting_guards as guards
from councils.forms import meetings as forms
from councils.forms import meetings_in_depth as depth
from councils.meeting_outlook import held_up, items_of, room_of
from councils.models import Council, Meeting
from councils.views.acts import Act, Place, buttons, take
from parkdesk.core.flow import advance, open_steps
from parkdesk.core.idempotency import once

State = Meeting.State
PILLS = {State.DRAFT: "wait", State.SUSPENDED: "wait", State.ENDED: "wait", State.MINUTED: "done", State.CANCELLED: ""}
CALLED = (State.CONVENED, State.AGENDA_FROZEN, State.IN_SESSION, State.SUSPENDED)
ALONG = ("council__park", "rule_set", "chair__person", "chair__seat", "recorder", "minutes__council__park")


def _step(name: str) -> Any:
    return lambda meeting, *, by, **facts: advance(meeting, name, by=by, **facts)


def _has_open_cases(meeting: Meeting, person: Any) -> bool:
    """Whether an open case is not on its agenda yet."""
    return agenda.open_cases(meeting).exists() or agenda.what_is_not_done(meeting) is not None


# What may be asked for, the likeliest first.
ACTS = {
    "convene": Act(forms.ConveneForm, meetings.convene, "convene", is_main=True),
    "open": Act(forms.OpenForm, meetings.open_session, "open", is_main=True),
    "resume": Act(forms.ResumeForm, _step("resume"), "resume", is_asked=False, is_main=True),
    "end": Act(forms.EndForm, meetings.end, "end", is_main=True),
    "put": Act(forms.PutForm, agenda.put_on_agenda, "put"),
    "gather": Act(depth.GatherForm, agenda.gather, "put", makes_sense=_has_open_cases),
    "put_urgent": Act(depth.UrgentForm, agenda.put_on_agenda, "put_urgent"),
    "accompany": Act(forms.AccompanyForm, attendance.accompany, "accompany"),
    "suspend": Act(forms.SuspendForm, _step("suspend"), "suspend", is_asked=False),
    "reschedule": Act(forms.RescheduleForm, meetings.reschedule, "reschedule"),
    "cancel": Act(forms.CancelForm, meetings.cancel, "cancel"),
}
# One press beside a name; these have no page of their own.
PRESSES = {
    "arrive": Act(forms.ArriveForm, attendance.arrive, "arrive"),
    "leave": Act(forms.LeaveForm, attendance.leave, "leave"),
    "excuse": Act(forms.ExcuseForm, attendance.excuse, "excuse"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, park: str) -> HttpResponse:
    """Prepare a meeting: day and place; the agenda comes next."""
    council = get_object_or_404(Council.objects.visible_to(request.user).select_related("park"), park__code=park)
    if not guards.runs_it(Meeting(council=council), request.user):
        raise PermissionDenied
    form = forms.PrepareForm(request.POST or None, thing=council, by=request.user)
    if form.is_bound and form.is_valid():
        pk, _is_new = once("meetings:new", form.cleaned_data["key"], lambda: str(_prepare(form, council).pk))
        return redirect("councils:meeting", park, int(pk))
    home = reverse("councils:council", args=[park])
    facts = {"form": form, "home": home, "crumbs": crumbs_of(council)}
    return render(request, "councils/meeting_act.html", facts)


def _prepare(form: forms.PrepareForm, council: Council) -> Meeting:
    return meetings.prepare(council, form.call(), by=form.by)


@login_required
@require_safe
def meeting(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """One meeting: when and where, who is there, the agenda with its results."""
    one = find(request, park, pk)
    runs = guards.runs_it(one, request.user)
    facts = {
        "meeting": one,
        "pill": PILLS.get(State(one.state), "going"),
        "buttons": buttons(one, request.user, PLACE),
        "held_up": held_up(one, request.user),
        "items": items_of(one, request.user),
        "runs": runs,
        "may_mend": bool(open_steps(one, request.user, among=["take_off"])),
        "may_conclude": runs and guards.has_open_minutes(one) and (one.is_running or one.ended_at is not None),
        **room_of(one),
        "notes_who_comes": runs and one.state in CALLED,
        "has_doors_open": guards.is_about_to_begin(one),
        "minutes": one.minutes_or_none,
        "joined": guards.sitting(one)[1:],
        "crumbs": crumbs_of(one.council),
    }
    return render(request, "councils/meeting.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """Every act on a meeting."""
    one = find(request, park, pk)
    if verb in PRESSES and request.method != "POST":
        raise Http404
    return take(request, one, verb, PLACE if verb in ACTS else PRESSED)


def find(request: HttpRequest, park: str, pk: int) -> Meeting:
    """The meeting, if this person may know of it. Raises Http404."""
    rows = Meeting.objects.visible_to(request.user).select_related(*ALONG)
    return get_object_or_404(rows, council__park__code=park, pk=pk)


def crumbs_of(council: Council) -> list[tuple[str, str]]:
    return [(_("Park councils"), reverse("councils:mine")), (council.park.name, council.get_absolute_url())]


def _url(one: Meeting, verb: str) -> str:
    return reverse("councils:meeting_act", args=[one.council.park.code, one.pk, verb])


def _beside(one: Meeting) -> dict[str, Any]:
    title = f"{one.get_kind_display()}"
    return {"crumbs": [*crumbs_of(one.council), (title, one.get_absolute_url())], "meeting": one}


def _initial(one: Meeting) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("starts_at", "place", "place_en", "link")}


PLACE = Place("meeting", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside, initial=_initial)
PRESSED = Place("meeting", PRESSES, _url, lambda one: f"{one.get_absolute_url()}#room", facts=_beside)
