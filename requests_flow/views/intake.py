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
from requests_flow import keepsake, links, promises
from requests_flow.device import Device
from requests_flow.forms.intake import NeedForm
from requests_flow.intake import TERMINAL, Place, hand_in
from requests_flow.models import Need, Service
from requests_flow.outlook import outlook
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
    given: dict[str, Any] = {"place": _place(code), "firm": _firm(request)}
    if request.method != "POST":
        form = NeedForm(initial={"key": device.form_key}, **given)
        return _page(request, form, code, device)
    if request.FILES:
        device.count("photos", per_device=PHOTO_FORMS_PER_DEVICE, per_address=PER_ADDRESS)
    form = NeedForm(request.POST, request.FILES, **given)
    if not form.is_valid():
        return _page(request, form, code, device)
    response = HttpResponseRedirect(_received_url(_store(request, form, device)), status=303)
    devices.renew(response, device)
    return response


def _store(request: HttpRequest, form: NeedForm, device: Device) -> Need:
    """Hand in once; only a press that stored something counts, so that repeating one never meets a limit."""
    report = form.report(title=service.name if (service := _service(request)) else "")
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
        "is_unknown": bool(asked) and code is None,
        "visit_url": links.visit_at(request.user, code),
        "answer_by": promises.due(clock.now(), promises.TABLE["simple"].acknowledge),
    }
    response = render(request, "requests_flow/intake.html", facts)
    if not device.is_known:
        devices.keep(response, device)
    return response


def _place_code(request: HttpRequest) -> PlaceCode | None:
    """The code in the address. One that was taken down while the form lay open still names its place."""
    text = request.GET.get("place", "").strip().upper()
    if not text:
        return None
    if request.method == "POST":
        return places.as_of_late(text)
    return PlaceCode.objects.select_related("park", "building").filter(code=text, revoked_at=None).first()


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
