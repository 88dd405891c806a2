"""The page behind the tracking link, its steps, and the look-up by number and PIN."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.roles import UNIT
from parkdesk.core import channels, files, idempotency, limits, notices
from parkdesk.core.actors import Actor, is_person
from parkdesk.core.flow import NotNow, advance, open_steps, refuse_unless_open
from parkdesk.core.models import Notice
from parkdesk.core.states import find
from requests_flow import beside, calls, checklist, desk, links, mending
from requests_flow import device as devices
from requests_flow.device import HOUR
from requests_flow.forms.steps import StepForm
from requests_flow.forms.tracking import STEPS, LookupForm
from requests_flow.looks import with_looks
from requests_flow.lookup import look_up
from requests_flow.models import Need, ReporterContact
from requests_flow.outlook import outlook, pill_of
from requests_flow.timeline import timeline
from requests_flow.who import who_answers
from requests_flow.words import ENDS

STEPS_AN_HOUR = 60
RATINGS = frozenset({"rate", "rate_again"})
USE_CASES: dict[str, Callable[..., Any]] = {
    "rate": desk.rate,
    "rate_again": mending.rate_again,
    "wish_call": calls.wish_call,
}
# What a step answers: its words stand above the form.
ASKED, TOLD = frozenset({"ask", "correct"}), frozenset({"resolve"})
ANSWERS = {"reply": ASKED, "reopen": TOLD, "confirm": TOLD, "rate": TOLD, "rate_again": frozenset({"mend"})}


@require_safe
def track(request: HttpRequest, token: str) -> HttpResponse:
    """State, next date, who answers, what happened, and what the reporter may do now."""
    need = links.by_token(token)
    by = links.holder_of(need, request.user)
    is_staff = _is_staff(request)
    taken = set(open_steps(need, by, among=STEPS))
    verbs = [verb for verb in STEPS if verb in taken]
    lines = with_looks(need, timeline(need))
    facts = _standing(need) | {
        "lines": lines,
        **beside.for_the_reporter(need),
        "parts": need.split_parts.order_by("pk"),
        "checklist": [] if need.state in ENDS else checklist.of(need),
        "last": {line.step: line for line in reversed(lines)},
        "asked": next((line for line in lines if line.step in ASKED), None),
        "forms": {v: _form(need, v, by) for v in verbs if not (v in RATINGS and is_staff)},
        "may_not_rate": is_staff and bool(RATINGS & set(verbs)),
        "messages_by": _messages_by(need),
        "is_stopped": notices.wishes_of(f"need:{need.pk}").is_stopped,
    }
    return render(request, "requests_flow/track.html", facts)


def _form(need: Need, verb: str, by: Actor) -> StepForm:
    """An empty form; several stand on one page, so their fields carry the name of their step."""
    return STEPS[verb](need=need, by=by, auto_id=f"{verb}_%s")


def _messages_by(need: Need) -> list[str]:
    """By which ways the reporter gets messages about this need; the ways alone, never an address."""
    contact = None if need.reporter_id else ReporterContact.objects.filter(need=need).first()
    if contact is None:
        return []
    open_now = channels.open_now()
    ways = {Notice.Channel.EMAIL: contact.email, Notice.Channel.SMS: contact.phone}
    return [str(channel.label) for channel, address in ways.items() if address and channel in open_now]


def _standing(need: Need) -> dict[str, Any]:
    """What the open and the masked page both show."""
    return {"need": need, "pill": pill_of(need), "outlook": outlook(need), "who": who_answers(need)}


@require_http_methods(["GET", "HEAD", "POST"])
def track_step(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """One step of the reporter on a page of its own: works without script, and names what follows."""
    need = links.by_token(token)
    if verb not in STEPS:
        raise Http404
    by = links.holder_of(need, request.user)
    _refuse_staff_ratings(request, need, verb)
    if request.method != "POST":
        refuse_unless_open(need, find(need, verb))
        return _step_page(request, need, verb, _form(need, verb, by))
    form = STEPS[verb](request.POST, request.FILES, need=need, by=by)
    if not form.is_valid():
        return _step_page(request, need, verb, form)
    limits.hit(f"track:{need.pk}", limit=STEPS_AN_HOUR, window=HOUR)
    key = form.cleaned_data["key"]
    idempotency.once(f"track:{verb}:{need.pk}", key, lambda: _take(need, verb, form, by))
    messages.success(request, form.done)
    return HttpResponseRedirect(need.get_tracking_url(), status=303)


def _take(need: Need, verb: str, form: StepForm, by: Actor) -> str:
    """The step with its pictures, inside the transaction of its press."""
    facts = form.facts()
    pictures = facts.pop("pictures", [])
    if verb in USE_CASES:
        USE_CASES[verb](need, by=by, **facts)
    else:
        files.claim_drafts(pictures, need, step=verb)
        advance(need, verb, by=by, **facts)
    return need.reference or ""


def _is_staff(request: HttpRequest) -> bool:
    return is_person(request.user) and request.user.wears(*UNIT)


def _refuse_staff_ratings(request: HttpRequest, need: Need, verb: str) -> None:
    """Ratings come from reporters alone, never from a session of somebody who works here (domain.md 8.5)."""
    if verb in RATINGS and _is_staff(request):
        raise NotNow(need, verb, _("A rating is the reporter’s own: it is not taken while staff are signed in."))


def _step_page(request: HttpRequest, need: Need, verb: str, form: StepForm) -> HttpResponse:
    said = next((line for line in timeline(need) if line.step in ANSWERS.get(verb, ())), None)
    facts = {"need": need, "form": form, "verb": verb, "said": said, "back": need.get_tracking_url()}
    return render(request, "requests_flow/track_step.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Number and PIN: a masked page, for people without their link. Nothing of it stands in the address."""
    device = devices.of(request)
    form = LookupForm(request.POST or None)
    need = _found(form, device) if request.method == "POST" and form.is_valid() else None
    if need is not None:
        return render(request, "requests_flow/masked.html", _standing(need))
    response = render(request, "requests_flow/lookup.html", {"form": form})
    if not device.is_known:
        devices.keep(response, device)
    return response


def _found(form: LookupForm, device: devices.Device) -> Need | None:
    need = look_up(form.cleaned_data["reference"], form.cleaned_data["pin"], device)
    if need is None:
        form.add_error(None, _("Number and PIN do not fit together. Please look at both once more."))
    return need
