"""From the code on the wall to the number: the form, the confirmation, the picture to keep."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from enterprises import places
from enterprises.models import Enterprise, PlaceCode
from parkdesk.core import addresses, clock
from parkdesk.core.actors import is_person
from requests_flow import device as devices
from requests_flow import keepsake, links, patrol_week, promises, remembering
from requests_flow.device import Device
from requests_flow.forms.intake import CONSENT_VERSION, NeedForm
from requests_flow.intake import TERMINAL, Place, Report, hand_in
from requests_flow.models import Incident, Need, Service
from requests_flow.outlook import outlook
from requests_flow.views import checking
from requests_flow.who import who_answers
from requests_flow.words import Urgency

# Needs and photos an hour. A whole park may stand behind one address (quality 15).
PER_DEVICE = getattr(settings, "INTAKE_PER_DEVICE", 10)
PER_ADDRESS = getattr(settings, "INTAKE_PER_ADDRESS", 300)
PHOTO_FORMS_PER_DEVICE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; handed in it leads to the confirmation, however often it is pressed."""
    device = devices.of(request)
    code = _place_code(request)
    given, known = _given(request, code)
    if request.method != "POST":
        return _page(request, NeedForm(initial={"key": device.form_key, **known}, **given), code, device)
    if "forget" in request.POST:
        return _forget(request)
    if request.FILES:
        device.count("photos", per_device=PHOTO_FORMS_PER_DEVICE, per_address=PER_ADDRESS)
    form = NeedForm(request.POST, request.FILES, **given)
    if not form.is_valid() or request.POST.get("personal") == checking.EDIT:
        return _page(request, form, code, device)
    return checking.page(request, form) if checking.has_to_ask(request, form) else _handed_in(request, form, device)


def _handed_in(request: HttpRequest, form: NeedForm, device: Device) -> HttpResponse:
    report = checking.as_chosen(request, form.report(title=service.name if (service := _service(request)) else ""))
    need = _store(request, form, report, device)
    response = HttpResponseRedirect(_received_url(need), status=303)
    devices.renew(response, device)
    if not is_person(request.user):
        remembering.keep(response, need, report)
    return response


def _forget(request: HttpRequest) -> HttpResponse:
    """Somebody else holds the phone: the same form, empty."""
    response = HttpResponseRedirect(request.get_full_path(), status=303)
    remembering.forget(response)
    return response


def _given(request: HttpRequest, code: PlaceCode | None) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form is told about whoever opens it, and what it is filled in with."""
    given: dict[str, Any] = {"place": _place(code), "firm": _firm(request)}
    before = None if is_person(request.user) else remembering.of(request)
    if before is None:
        return given, _behind_the_door(code)
    if request.method != "POST" or "as_before" in request.POST:
        given["contact"] = before.contact(CONSENT_VERSION)
    known = {"enterprise_name": before.firm, "room": before.room, "where": before.where}
    return given, known | _behind_the_door(code)


def _behind_the_door(code: PlaceCode | None) -> dict[str, str]:
    """What the code of a door says already: room and firm."""
    found = {"room": code.room, "enterprise_name": code.enterprise.name if code.enterprise else ""} if code else {}
    return {name: text for name, text in found.items() if text}


def _store(request: HttpRequest, form: NeedForm, report: Report, device: Device) -> Need:
    """Hand in once; only a press that stored something counts, so that repeating one never meets a limit."""
    where = form["where"].value() if form.place is None else form.place.code.code  # type: ignore[union-attr]
    key = device.once_key(form.cleaned_data["key"], report.text, where or "")

    def admit() -> None:
        device.count("needs", per_device=PER_DEVICE, per_address=PER_ADDRESS)

    by = request.user if is_person(request.user) else TERMINAL
    return hand_in(report, by=by, key=key, admit=admit)[0]


def _received_url(need: Need) -> str:
    return reverse("requests_flow:received", args=[need.token])


def _page(request: HttpRequest, form: NeedForm, code: PlaceCode | None, device: Device) -> HttpResponse:
    asked = request.GET.get("place", "")
    facts = {
        "form": form,
        "code": code,
        "service": _service(request),
        "incidents": Incident.objects.open_at(_place(code) or Place()),
        "is_unknown": bool(asked) and code is None,
        "before": "" if form.is_bound else _before(form),
        "visit_url": links.visit_at(request.user, code),
        "tick_url": patrol_week.tick_at(request.user, code),
        "answer_by": promises.due(clock.now(), promises.TABLE["simple"].acknowledge),
    }
    response = render(request, "requests_flow/intake.html", facts)
    if not device.is_known:
        devices.keep(response, device)
    return response


def _before(form: NeedForm) -> str:
    """What the form is filled in with, in one line: it stands in a part that is folded up."""
    return " · ".join(filter(None, (form.initial.get(name, "") for name in ("enterprise_name", "room"))))


def _place_code(request: HttpRequest) -> PlaceCode | None:
    """The code in the address. One that was taken down while the form lay open still names its place."""
    text = request.GET.get("place", "").strip().upper()
    if not text:
        return None
    if request.method == "POST":
        return places.as_of_late(text)
    codes = PlaceCode.objects.select_related("park", "building", "enterprise")
    return codes.filter(code=text, revoked_at=None).first()


def _place(code: PlaceCode | None) -> Place | None:
    return Place(code.park, code.building, code) if code else None


def _service(request: HttpRequest) -> Service | None:
    asked = request.GET.get("service", "")
    return Service.objects.filter(code=asked[:12].upper()).first() if asked else None


def _firm(request: HttpRequest) -> Enterprise | None:
    """The enterprise of somebody signed in: their only one, or the first."""
    if not is_person(request.user) or not request.user.firms:
        return None
    return Enterprise.objects.filter(pk__in=request.user.firms).order_by("pk").first()


@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Number, PIN and link to keep, and what happens next with its dates."""
    need = links.by_token(token)
    facts = {
        "need": need,
        "outlook": outlook(need),
        "who": who_answers(need),
        "triage_by": promises.due(need.submitted_at, promises.limits_of(need).triage),
        "link": addresses.absolute(request, need.get_tracking_url()),
        "card_url": reverse("requests_flow:card", args=[token]),
        "again_url": _again_url(need),
        "is_critical": need.urgency == Urgency.CRITICAL,
    }
    return render(request, "requests_flow/received.html", facts)


def _again_url(need: Need) -> str:
    """The empty form for the same place."""
    form = reverse("requests_flow:new")
    code = PlaceCode.objects.filter(pk=need.place_code_id).first() if need.place_code_id else None
    return f"{form}?place={code.code}" if code else form


@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """The picture to keep, in the language of the need."""
    need = links.by_token(token)
    with translation.override(need.language):
        picture = keepsake.draw(
            keepsake.Keepsake(
                reference=need.reference or "",
                pin=need.pin,
                link=addresses.absolute(request, need.get_tracking_url()),
                outlook=outlook(need),
                landline=who_answers(need).landline,
            )
        )
    name = f"{need.reference}.png"
    return HttpResponse(
        picture, content_type="image/png", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
