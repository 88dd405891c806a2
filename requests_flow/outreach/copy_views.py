"""The firm's side of a notice: its own page behind a link, and the list for people who signed in.

A look never confirms: robots that fetch a link for its preview only look. What counts is a press (the button, or the
page's script once a person has touched it), and a look of somebody who signed in as a member of the firm.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Person
from parkdesk.core import files, flow, idempotency, limits
from parkdesk.core.actors import Actor, is_person
from requests_flow.device import HOUR
from requests_flow.models import CircularCopy
from requests_flow.outreach.notice_forms import ConfirmForm

PRESSES_AN_HOUR = 60
SHOWN = 50
STEPS = ("read", "confirm")


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """The notice as this firm reads it; one tap confirms it."""
    one = _behind(token)
    by = _reader(one, request.user)
    if request.method == "POST":
        return _pressed(request, one, by)
    steps = flow.open_steps(one, by, among=STEPS)
    if "read" in steps and request.method == "GET" and is_person(by):
        one = flow.advance(one, "read", by=by)
        steps = flow.open_steps(one, by, among=STEPS)
    return _page(request, one, steps, ConfirmForm())


@login_required
@require_safe
def my_copies(request: HttpRequest) -> HttpResponse:
    """What was written to my firms; what still waits for a confirmation stands on top."""
    person: Person = request.user
    own = CircularCopy.objects.of_firms(person).select_related("circular", "enterprise")
    waiting = list(own.to_confirm().order_by("circular__confirm_by", "pk"))
    known = {one.pk for one in waiting}
    facts = {
        "waiting": waiting,
        "others": [one for one in own.order_by("-pk")[:SHOWN] if one.pk not in known],
        "has_firm": bool(person.firms),
        "is_of_several": len(person.firms) > 1,
    }
    return render(request, "requests_flow/outreach/mine.html", facts)


def _pressed(request: HttpRequest, one: CircularCopy, by: Actor) -> HttpResponse:
    verb = "read" if "read" in request.POST else "confirm"
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, one, flow.open_steps(one, by, among=STEPS), form)
    limits.hit(f"notice:{one.pk}", limit=PRESSES_AN_HOUR, window=HOUR)
    if not _is_done(one, verb):
        facts = {"name": form.cleaned_data["name"]} if verb == "confirm" else {}
        idempotency.once(
            f"copy:{verb}:{one.pk}", form.cleaned_data["key"], lambda: str(flow.advance(one, verb, by=by, **facts).pk)
        )
    if verb == "confirm":
        messages.success(request, _("Confirmed. Thank you."))
    return HttpResponseRedirect(one.get_link(), status=303)


def _is_done(one: CircularCopy, verb: str) -> bool:
    """Pressed once more, or by a second person of the firm: it stands already, and the first one's name stays."""
    return one.state == CircularCopy.State.CONFIRMED or (verb == "read" and one.state != CircularCopy.State.OUT)


def _page(request: HttpRequest, one: CircularCopy, steps: list[str], form: ConfirmForm) -> HttpResponse:
    circular = one.circular
    facts = {
        "copy": one,
        "circular": circular,
        "newer": _newer(one),
        "form": form,
        "may_confirm": "confirm" in steps,
        "may_read": "read" in steps,
        "form_url": f"{circular.questionnaire.get_public_url()}?from={one.token}" if circular.questionnaire else "",
        "pictures": files.shown(files.of(circular)),
    }
    return render(request, "requests_flow/outreach/copy.html", facts)


def _newer(one: CircularCopy) -> CircularCopy | None:
    """The same firm's copy of the correction, once that was sent."""
    return CircularCopy.objects.filter(circular__corrects=one.circular_id, enterprise=one.enterprise_id).first()


def _behind(token: str) -> CircularCopy:
    rows = CircularCopy.objects.behind(token)
    one = rows.select_related("circular__questionnaire", "circular__corrects", "enterprise__park").first()
    if one is None:
        raise Http404
    return one


def _reader(one: CircularCopy, user: object) -> Actor:
    """Somebody of the firm under their name, else whoever holds the link."""
    is_theirs = is_person(user) and one.enterprise_id in user.firms  # type: ignore[attr-defined]
    return user if is_theirs else one.holder  # type: ignore[return-value]
